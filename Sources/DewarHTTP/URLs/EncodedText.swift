import DewarText

/// Text made of bytes that may not be UTF-8: those stay visible as `%FF`.
///
/// - SeeAlso: Werkzeug's error handler `werkzeug.url_quote`.
enum EncodedText {
    /// Decodes bytes as UTF-8; each one that is not becomes three characters.
    static func text(_ bytes: [UInt8]) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        var result = ""
        var start = 0
        while start < bytes.count {
            let length = scalarLength(bytes, at: start)
            if length == 0 {
                result += PercentCoding.encode(bytes[start...start])
                start += 1
            } else {
                result += String(decoding: bytes[start..<(start + length)], as: UTF8.self)
                start += length
            }
        }
        return result
    }

    /// The number of bytes of the well-formed scalar at an index; 0 when there is none.
    private static func scalarLength(_ bytes: [UInt8], at index: Int) -> Int {
        let first = bytes[index]
        let length =
            switch first {
            case ..<0x80: 1
            case 0xC2...0xDF: 2
            case 0xE0...0xEF: 3
            case 0xF0...0xF4: 4
            default: 0
            }
        guard length > 0, index + length <= bytes.count else { return 0 }
        let isWellFormed =
            String(validating: bytes[index..<(index + length)], as: UTF8.self) != nil
        return isWellFormed ? length : 0
    }
}
