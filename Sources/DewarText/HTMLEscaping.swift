/// Escaping of text for HTML, in elements and in quoted attributes.
///
/// `&`, `<`, `>`, `'` and `"` become `&amp;`, `&lt;`, `&gt;`, `&#39;` and `&#34;`; everything else
/// stays. The result is MarkupSafe's, byte for byte.
///
/// - SeeAlso: MarkupSafe `escape`.
public enum HTMLEscaping {
    /// Escapes text.
    ///
    /// ```swift
    /// HTMLEscaping.escape("<a href='x'>")  // "&lt;a href=&#39;x&#39;&gt;"
    /// ```
    ///
    /// - Parameter text: Any text.
    /// - Returns: The same text if it holds none of the five characters, else a new one.
    /// - SeeAlso: MarkupSafe `escape`.
    public static func escape(_ text: String) -> String {
        var text = text
        guard text.withUTF8({ firstSpecial(in: $0, from: 0) }) != nil else { return text }
        var result = ""
        result.reserveCapacity(text.utf8.count + 32)
        append(text, to: &result)
        return result
    }

    /// Appends text, escaped.
    ///
    /// ```swift
    /// var page = "<p>"
    /// HTMLEscaping.append("1 < 2", to: &page)
    /// page  // "<p>1 &lt; 2"
    /// ```
    ///
    /// - Parameters:
    ///   - text: Any text.
    ///   - target: What it is appended to.
    /// - SeeAlso: MarkupSafe `escape`.
    public static func append(_ text: String, to target: inout String) {
        var text = text
        text.withUTF8 { bytes in
            var start = 0
            while let special = firstSpecial(in: bytes, from: start) {
                // The special bytes are ASCII, so the pieces between them are whole UTF-8.
                target += String(decoding: bytes[start..<special], as: UTF8.self)
                target += replacement(of: bytes[special])
                start = special + 1
            }
            target += String(decoding: bytes[start...], as: UTF8.self)
        }
    }

    private static func firstSpecial(
        in bytes: UnsafeBufferPointer<UInt8>, from start: Int
    ) -> Int? {
        bytes[start...].firstIndex { byte in
            switch byte {
            case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "'"),
                UInt8(ascii: "\""):
                true
            default: false
            }
        }
    }

    private static func replacement(of byte: UInt8) -> String {
        switch byte {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "'"): "&#39;"
        default: "&#34;"
        }
    }
}
