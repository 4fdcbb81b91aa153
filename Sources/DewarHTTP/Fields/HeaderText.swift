import DewarText

/// Quoting, lists and pairs: the small grammar that header fields share.
///
/// - SeeAlso: RFC 9110, sections 5.6.1 to 5.6.6.
public enum HeaderText {
    /// The bytes of a token: letters, digits and ``!#$%&'*+-.^_`|~``.
    static let tokenBytes = ASCIISet(
        "!#$%&'*+-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ^_`abcdefghijklmnopqrstuvwxyz|~")

    /// Puts a value between quotation marks unless it is a token.
    ///
    /// ```swift
    /// HeaderText.quote("a b")  // "\"a b\""
    /// ```
    ///
    /// - Parameters:
    ///   - value: Any text.
    ///   - allowsToken: false quotes tokens as well.
    /// - Returns: A token or a quoted string.
    /// - SeeAlso: Werkzeug `quote_header_value`.
    public static func quote(_ value: String, allowsToken: Bool = true) -> String {
        if value.isEmpty { return "\"\"" }
        if allowsToken, value.utf8.allSatisfy(tokenBytes.contains) { return value }
        var result: [UInt8] = [UInt8(ascii: "\"")]
        for byte in value.utf8 {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                result.append(UInt8(ascii: "\\"))
            }
            result.append(byte)
        }
        result.append(UInt8(ascii: "\""))
        return String(decoding: result, as: UTF8.self)
    }

    /// Takes a value out of its quotation marks; a value without them stays as it is.
    ///
    /// ```swift
    /// HeaderText.unquote(#""a \"b\"""#)  // "a \"b\""
    /// ```
    ///
    /// - Parameter value: A token or a quoted string.
    /// - Returns: The value, without the `\` before quoted characters.
    /// - SeeAlso: Werkzeug `unquote_header_value`.
    public static func unquote(_ value: String) -> String { unquote(TextBytes(value)).text }

    static func unquote(_ value: TextBytes) -> TextBytes {
        guard value.count >= 2, value.first == UInt8(ascii: "\""),
            value.last == UInt8(ascii: "\"")
        else { return value }
        let inner = value.dropFirst().dropLast()
        guard inner.contains(UInt8(ascii: "\\")) else { return inner }
        var result: [UInt8] = []
        var index = inner.startIndex
        while index < inner.endIndex {
            let byte = inner[index]
            let next = index + 1
            if byte == UInt8(ascii: "\\"), next < inner.endIndex,
                inner[next] != UInt8(ascii: "\n")
            {
                result.append(inner[next])
                index += 2
            } else {
                result.append(byte)
                index += 1
            }
        }
        return result[...]
    }

    /// Takes a list apart at its commas.
    ///
    /// ```swift
    /// HeaderText.list(#"a, "b, c""#)  // ["a", "b, c"]
    /// ```
    ///
    /// - Parameter value: The value of a field.
    /// - Returns: The items that are not empty, out of their quotation marks; none at all when a
    ///   quotation mark has no partner.
    /// - SeeAlso: Werkzeug `parse_list_header`.
    public static func list(_ value: String) -> [String] { list(TextBytes(value)).map(\.text) }

    static func list(_ value: TextBytes) -> [TextBytes] {
        var items: [TextBytes] = []
        var start = value.startIndex
        var isQuoted = false
        var index = start
        func append(upTo end: Int) {
            let item = value[start..<end].trimmed
            if !item.isEmpty { items.append(unquote(item)) }
        }
        while index < value.endIndex {
            switch value[index] {
            case UInt8(ascii: "\"") where isQuoted: isQuoted = false
            case UInt8(ascii: "\\") where isQuoted: index += 1
            case UInt8(ascii: "\""): isQuoted = true
            case UInt8(ascii: ",") where !isQuoted:
                append(upTo: index)
                start = index + 1
            default: break
            }
            index += 1
        }
        guard !isQuoted else { return [] }
        append(upTo: value.endIndex)
        return items
    }

    /// Joins items to a list, quoted where need be.
    ///
    /// ```swift
    /// HeaderText.text(ofList: ["a", "b c"])  // "a, \"b c\""
    /// ```
    ///
    /// - Parameter items: Any texts.
    /// - Returns: The value of a field.
    /// - SeeAlso: Werkzeug `dump_header`.
    public static func text(ofList items: some Sequence<String>) -> String {
        items.map { quote($0) }.joined(separator: ", ")
    }

    /// Takes a list of `name=value` pairs apart.
    ///
    /// ```swift
    /// HeaderText.pairs(#"a=b, c="d, e", f"#)  // [("a", "b"), ("c", "d, e"), ("f", nil)]
    /// ```
    ///
    /// - Parameter value: The value of a field.
    /// - Returns: Names and values; nil for a name without `=`. Of a repeated name the last value
    ///   counts, at the place of the first. `name*=UTF-8''value` is decoded and loses its star.
    /// - SeeAlso: Werkzeug `parse_dict_header`; RFC 2231, section 4.
    public static func pairs(_ value: String) -> [(name: String, value: String?)] {
        var result = OrderedPairs<String?>()
        for item in list(TextBytes(value)) {
            let (first, second) = item.cut(at: UInt8(ascii: "="))
            var name = first.trimmed
            guard !name.isEmpty else { continue }
            guard var value = second?.trimmed else {
                result.set(name.text, nil)
                continue
            }
            if name.last == UInt8(ascii: "*") {
                name.removeLast()
                if let extended = ExtendedValue(value) {
                    value = extended.decoded(as: extended.charset) ?? extended.content
                }
            }
            result.set(name.text, unquote(value).text)
        }
        return result.items
    }

    /// Joins `name=value` pairs to a list, quoted where need be.
    ///
    /// ```swift
    /// HeaderText.text(ofPairs: [("realm", "my shop"), ("a", nil)])  // "realm=\"my shop\", a"
    /// ```
    ///
    /// - Parameter pairs: Names and values; nil writes the name alone. A value whose name ends
    ///   with `*` is encoded already and stays as it is.
    /// - Returns: The value of a field.
    /// - SeeAlso: Werkzeug `dump_header`.
    public static func text(ofPairs pairs: some Sequence<(String, String?)>) -> String {
        pairs.map { name, value in
            guard let value else { return name }
            return name + "=" + (name.utf8.last == UInt8(ascii: "*") ? value : quote(value))
        }.joined(separator: ", ")
    }
}
