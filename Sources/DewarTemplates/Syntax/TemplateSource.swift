/// A template's source, as the lexer reads it: line breaks are `\n`.
struct TemplateSource: Sendable {
    /// The template's name; nil for one made from a string.
    let name: String?
    /// UTF-8.
    let bytes: [UInt8]

    /// Normalises line breaks.
    ///
    /// - Parameters:
    ///   - text: The source as it was loaded.
    ///   - name: The template's name; nil for one made from a string.
    ///   - keepsTrailingNewline: Whether a newline at the very end stays.
    init(_ text: String, name: String?, keepsTrailingNewline: Bool) {
        self.name = name
        var bytes = Array(text.utf8)
        if bytes.contains(UInt8(ascii: "\r")) {
            var normalised: [UInt8] = []
            normalised.reserveCapacity(bytes.count)
            for (index, byte) in bytes.enumerated() {
                if byte == UInt8(ascii: "\r") {
                    normalised.append(UInt8(ascii: "\n"))
                } else if byte != UInt8(ascii: "\n") || index == 0
                    || bytes[index - 1] != UInt8(ascii: "\r")
                {
                    normalised.append(byte)
                }
            }
            bytes = normalised
        }
        if !keepsTrailingNewline, bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        self.bytes = bytes
    }

    /// The line that holds a byte, and the byte's column in code points, from 1.
    func place(of offset: Int) -> (line: String, column: Int) {
        let offset = min(max(offset, 0), bytes.count)
        let start = bytes[..<offset].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let end = bytes[offset...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
        let line = String(decoding: bytes[start..<end], as: UTF8.self)
        return (line, bytes[start..<offset].count { $0 & 0xC0 != 0x80 } + 1)
    }

    /// A line of the source.
    ///
    /// - Parameter number: From 1.
    /// - Returns: Its text, or nil if there are not so many.
    func line(_ number: Int) -> String? {
        guard number > 0 else { return nil }
        let lines = bytes.split(
            separator: UInt8(ascii: "\n"), maxSplits: number, omittingEmptySubsequences: false)
        guard number <= lines.count else { return nil }
        return String(decoding: lines[number - 1], as: UTF8.self)
    }
}
