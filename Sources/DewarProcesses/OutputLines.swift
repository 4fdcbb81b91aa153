/// Makes lines of what a worker writes, piece by piece.
package struct OutputLines: Sendable {
    /// The longest line, in bytes; what is longer becomes several.
    package static let longestLine = 8192

    private var rest: [UInt8] = []

    /// Begins with nothing.
    package init() {}

    /// Takes a piece.
    ///
    /// - Parameters:
    ///   - bytes: The piece.
    ///   - body: Called with each line that is complete, without its end.
    package mutating func append(_ bytes: some Sequence<UInt8>, _ body: ([UInt8]) -> Void) {
        for byte in bytes {
            if byte == UInt8(ascii: "\n") {
                body(rest)
                rest.removeAll(keepingCapacity: true)
                continue
            }
            if rest.count == Self.longestLine {
                body(rest)
                rest.removeAll(keepingCapacity: true)
            }
            rest.append(byte)
        }
    }

    /// Gives the last line, if it has no end.
    package mutating func finish(_ body: ([UInt8]) -> Void) {
        if !rest.isEmpty { body(rest) }
        rest = []
    }
}
