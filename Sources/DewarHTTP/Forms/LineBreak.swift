/// The line breaks of multipart bodies: CR LF, and what some senders write instead, LF and CR.
enum LineBreak {
    static let carriageReturn = UInt8(ascii: "\r")
    static let lineFeed = UInt8(ascii: "\n")

    /// The number of bytes of the line break at a place; 0 where there is none.
    static func length(in bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
        guard index < bytes.count else { return 0 }
        if bytes[index] == lineFeed { return 1 }
        guard bytes[index] == carriageReturn else { return 0 }
        return index + 1 < bytes.count && bytes[index + 1] == lineFeed ? 2 : 1
    }

    /// Whether a place is the last one and holds a CR: a LF of the same line break may follow.
    static func mayGoOn(in bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        index == bytes.count - 1 && bytes[index] == carriageReturn
    }

    /// The place where the line break right before a place begins; nil when there is none.
    ///
    /// - Parameters:
    ///   - index: The place.
    ///   - bytes: The bytes.
    ///   - start: The first place that counts.
    /// - Returns: The place of the line break's first byte.
    static func start(
        before index: Int, in bytes: UnsafeBufferPointer<UInt8>, from start: Int
    ) -> Int? {
        guard index > start else { return nil }
        switch bytes[index - 1] {
        case carriageReturn: return index - 1
        case lineFeed:
            let isPair = index - 1 > start && bytes[index - 2] == carriageReturn
            return isPair ? index - 2 : index - 1
        default: return nil
        }
    }

    /// Whether a byte belongs to a line break.
    static func isPart(_ byte: UInt8) -> Bool { byte == lineFeed || byte == carriageReturn }

    /// Finds the blank line that ends header lines: two line breaks of one kind.
    ///
    /// - Parameters:
    ///   - bytes: Where to look.
    ///   - start: The first place to look at.
    /// - Returns: Where the lines end, and where the second line break begins; nil when the bytes
    ///   end before.
    static func blankLine(
        in bytes: UnsafeBufferPointer<UInt8>, from start: Int
    ) -> (start: Int, dataStart: Int)? {
        var index = start
        while index + 1 < bytes.count {
            defer { index += 1 }
            guard isPart(bytes[index]) else { continue }
            let length = length(in: bytes, at: index)
            guard index + 2 * length <= bytes.count else { continue }
            let isBlank =
                bytes[index] == bytes[index + length]
                && (length == 1 || bytes[index + 3] == lineFeed)
            if isBlank { return (index, index + length) }
        }
        return nil
    }
}
