import DewarText

/// The value of a parameter whose name ends with a star: `UTF-8'en'%C2%A3%20rates`.
///
/// - SeeAlso: RFC 2231, section 4; RFC 8187.
struct ExtendedValue {
    /// The charset in lower case; may be empty.
    let charset: String
    /// The value, percent-encoded.
    let content: TextBytes

    /// The bytes of a token but for the apostrophe, which separates the parts.
    private static let partBytes = ASCIISet(
        "!#$%&*+-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ^_`abcdefghijklmnopqrstuvwxyz|~")

    /// Takes a value apart; nil when it has no charset and language before it.
    init?(_ value: TextBytes) {
        let charset = value.prefix(while: Self.partBytes.contains)
        guard charset.endIndex < value.endIndex, value[charset.endIndex] == UInt8(ascii: "'")
        else { return nil }
        let afterCharset = value[(charset.endIndex + 1)...]
        let language = afterCharset.prefix(while: Self.partBytes.contains)
        guard language.endIndex < value.endIndex, value[language.endIndex] == UInt8(ascii: "'")
        else { return nil }
        content = value[(language.endIndex + 1)...].prefix(while: HeaderText.tokenBytes.contains)
        guard !content.isEmpty else { return nil }
        self.charset = charset.lowercasedASCII.text
    }

    /// The value decoded, as UTF-8; nil for a charset that is not decoded.
    func decoded(as charset: String?) -> TextBytes? { Self.decode(content, as: charset) }

    /// Decodes a percent-encoded value of one of the charsets that are still sent; nil for others.
    static func decode(_ value: TextBytes, as charset: String?) -> TextBytes? {
        switch charset {
        case "utf-8": TextBytes(TextBytes(PercentCoding.decode(value)).text)
        case "ascii", "us-ascii": decode(value) { $0 < 0x80 ? $0 : nil }
        case "iso-8859-1": decode(value) { $0 }
        default: nil
        }
    }

    /// Decodes what is percent-encoded by one code point a byte; other text stays.
    private static func decode(_ value: TextBytes, _ code: (UInt8) -> UInt8?) -> TextBytes {
        var result: [UInt8] = []
        var index = value.startIndex
        while index < value.endIndex {
            if value[index] == UInt8(ascii: "%"), index + 2 < value.endIndex,
                let high = PercentCoding.hexadecimalValue(value[index + 1]),
                let low = PercentCoding.hexadecimalValue(value[index + 2])
            {
                let scalar = code(high << 4 | low).map { Unicode.Scalar($0) } ?? "\u{FFFD}"
                result += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
                index += 3
            } else {
                result.append(value[index])
                index += 1
            }
        }
        return result[...]
    }
}
