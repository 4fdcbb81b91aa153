import DewarText

/// Makes names and texts of the parameters of a header, one after another.
///
/// A character set that one parameter names holds for those after it that name none.
///
/// - SeeAlso: RFC 2231, sections 3 and 4; Werkzeug `parse_options_header`.
struct OptionDecoder {
    /// A parameter as it is looked up.
    struct Option {
        /// In lower case, without the marks of encoding and continuation.
        var name: String
        var value: String
        /// Whether the value goes on with that of an earlier parameter of this name.
        var isContinued: Bool
    }

    private static let star = UInt8(ascii: "*")
    private static let quote = UInt8(ascii: "\"")

    private var charset = ""
    private var continuedCharset = ""

    /// Decodes a parameter.
    ///
    /// - Parameters:
    ///   - name: At least one byte of a token.
    ///   - value: A token or a quoted text: at least one byte.
    /// - Returns: The parameter.
    mutating func decode(_ name: ByteView, _ value: ByteView) -> Option {
        guard name.index(of: Self.star) < name.count else {
            return Option(name: Self.lowered(name), value: Self.unquoted(value), isContinued: false)
        }
        var (name, text) = (name, Self.unquoted(value))
        if name[name.count - 1] == Self.star {
            name = name.part(upTo: name.count - 1)
            text = decodeExtended(TextBytes(value))
        }
        let end = Self.continuationStart(name)
        return Option(
            name: Self.lowered(name.part(upTo: end ?? name.count)), value: text,
            isContinued: end != nil)
    }

    /// Decodes a value that may name its character set: `UTF-8'en'%C2%A3`.
    private mutating func decodeExtended(_ value: TextBytes) -> String {
        let extended = ExtendedValue(value)
        if let extended { charset = extended.charset }
        if charset.isEmpty { charset = continuedCharset }
        let content = extended?.content ?? value
        var bytes = Array(content)
        if let decoded = ExtendedValue.decode(content, as: charset) {
            continuedCharset = charset
            bytes = Array(decoded)
        }
        return bytes.withUnsafeBufferPointer(Self.unquoted)
    }

    private static func lowered(_ name: ByteView) -> String {
        String(unsafeUninitializedCapacity: name.count) { buffer in
            for index in 0..<name.count { buffer[index] = name[index].lowercasedASCII }
            return name.count
        }
    }

    /// Where `*0`, `*12` … at the end of a name begins.
    private static func continuationStart(_ name: ByteView) -> Int? {
        var index = name.count
        while index > 0, name[index - 1].isASCIIDigit { index -= 1 }
        return index < name.count && index > 0 && name[index - 1] == star ? index - 1 : nil
    }

    /// Takes a value out of its quotation marks; browsers write those within as `%22`.
    private static func unquoted(_ value: ByteView) -> String {
        guard value.count > 0, value[0] == quote, value[value.count - 1] == quote else {
            return value.text
        }
        let inner = value.part(min(1, value.count - 1)..<max(1, value.count - 1))
        guard inner.contains(where: { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "%") }) else {
            return inner.text
        }
        var text = Array(inner)
        for (found, replacement) in [("\\\\", "\\"), ("\\\"", "\""), ("%22", "\"")] {
            text = replacing(Array(found.utf8), with: Array(replacement.utf8), in: text)
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func replacing(
        _ found: [UInt8], with replacement: [UInt8], in text: [UInt8]
    ) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        var index = 0
        while index < text.count {
            if text[index...].starts(with: found) {
                result += replacement
                index += found.count
            } else {
                result.append(text[index])
                index += 1
            }
        }
        return result
    }
}
