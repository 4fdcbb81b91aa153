import DewarText

/// A value with parameters: `text/html; charset=utf-8`.
///
/// ```swift
/// let type = OptionsHeader("multipart/form-data; boundary=\"a b\"")
/// type.value         // "multipart/form-data"
/// type["boundary"]   // "a b"
/// ```
///
/// - SeeAlso: Werkzeug `parse_options_header`; RFC 9110, section 5.6.6.
public struct OptionsHeader: Sendable {
    /// What stands before the first semicolon.
    public var value: String
    /// The parameters in order, decoded, each name once and in lower case.
    public var options: [(name: String, value: String)] { pairs.items }

    private var pairs = OrderedPairs<String>()

    /// Takes a field apart; parameters that are malformed are left out.
    ///
    /// Values of several parts (`name*0=`, `name*1=`) are joined, and those with a charset
    /// (`name*=UTF-8''…`) are decoded.
    ///
    /// - Parameter text: The value of a field.
    public init(_ text: String) {
        var text = text
        self = text.withUTF8 { OptionsHeader($0) }
    }

    /// Takes a field apart that lies in memory.
    ///
    /// - Parameter bytes: The value of a field, in UTF-8.
    init(_ bytes: ByteView) {
        let end = bytes.index(of: UInt8(ascii: ";"))
        let first = bytes.part(upTo: end).trimmed
        value = first.text
        guard !first.isEmpty, end < bytes.count else { return }
        var scanner = OptionsScanner(bytes.part(from: end + 1).trimmed)
        var decoder = OptionDecoder()
        while let (name, value) = scanner.next() { add(decoder.decode(name, value)) }
    }

    private mutating func add(_ option: OptionDecoder.Option) {
        if option.isContinued {
            pairs.extend(option.name, by: option.value)
        } else {
            pairs.set(option.name, option.value)
        }
    }

    /// The value of a parameter, or nil when there is none.
    ///
    /// ```swift
    /// OptionsHeader("text/html; Charset=utf-8")["charset"]  // "utf-8"
    /// ```
    ///
    /// - SeeAlso: Werkzeug `parse_options_header`, the second of what it gives.
    public subscript(name: String) -> String? {
        pairs.value(of: name)
    }

    /// Removes a parameter.
    ///
    /// - Parameter name: Its name in lower case.
    /// - Returns: Its value.
    mutating func remove(_ name: String) -> String? { pairs.remove(name) }

    /// Joins a value and its parameters, quoted where need be.
    ///
    /// ```swift
    /// OptionsHeader.text("attachment", [("filename", "a b.txt"), ("size", nil)])
    /// // "attachment; filename=\"a b.txt\""
    /// ```
    ///
    /// - Parameters:
    ///   - value: What stands before the first semicolon; nil for nothing.
    ///   - options: Names and values; nil leaves a parameter out. A value whose name ends with
    ///     `*` is encoded already and stays as it is.
    /// - Returns: The value of a field.
    /// - SeeAlso: Werkzeug `dump_options_header`.
    public static func text(
        _ value: String?, _ options: some Sequence<(String, String?)>
    ) -> String {
        var segments = value.map { [$0] } ?? []
        for case (let name, let value?) in options {
            let isEncoded = name.utf8.last == UInt8(ascii: "*")
            segments.append(name + "=" + (isEncoded ? value : HeaderText.quote(value)))
        }
        return segments.joined(separator: "; ")
    }
}
