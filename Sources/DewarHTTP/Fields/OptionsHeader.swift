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
    public private(set) var options: [(name: String, value: String)]

    /// Takes a field apart; parameters that are malformed are left out.
    ///
    /// Values of several parts (`name*0=`, `name*1=`) are joined, and those with a charset
    /// (`name*=UTF-8''…`) are decoded.
    ///
    /// - Parameter text: The value of a field.
    public init(_ text: String) {
        let (first, rest) = TextBytes(text).cut(at: UInt8(ascii: ";"))
        value = first.trimmed.text
        options = []
        guard let rest = rest?.trimmed, !rest.isEmpty, !value.isEmpty else { return }
        options = Self.options(Self.parts(rest))
    }

    /// The value of a parameter, or nil when there is none.
    public subscript(name: String) -> String? {
        options.first { $0.name.hasSameBytes(as: name) }?.value
    }

    /// Removes a parameter.
    ///
    /// - Parameter name: Its name in lower case.
    /// - Returns: Its value.
    mutating func remove(_ name: String) -> String? {
        guard let index = options.firstIndex(where: { $0.name.hasSameBytes(as: name) }) else {
            return nil
        }
        return options.remove(at: index).value
    }

    /// Joins a value and its parameters, quoted where need be.
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

extension OptionsHeader {
    private typealias Part = (name: TextBytes, value: TextBytes)

    /// Names in lower case with their values, quoted ones with their quotation marks.
    private static func parts(_ text: TextBytes) -> [Part] {
        var parts: [Part] = []
        var rest = text
        while true {
            let name = rest.prefix(while: HeaderText.tokenBytes.contains)
            if !name.isEmpty, name.endIndex < rest.endIndex,
                rest[name.endIndex] == UInt8(ascii: "=")
            {
                rest = rest[(name.endIndex + 1)...]
                let token = rest.prefix(while: HeaderText.tokenBytes.contains)
                if !token.isEmpty {
                    parts.append((name.lowercasedASCII, token))
                } else if let quoted = quotedString(rest) {
                    parts.append((name.lowercasedASCII, quoted))
                    rest = rest[quoted.endIndex...]
                }
            }
            guard let end = rest.firstIndex(of: UInt8(ascii: ";")) else { return parts }
            rest = rest[(end + 1)...].trimmedStart
        }
    }

    /// The quoted string at the beginning, if its end is there.
    private static func quotedString(_ text: TextBytes) -> TextBytes? {
        guard text.first == UInt8(ascii: "\"") else { return nil }
        var index = text.startIndex + 1
        while index < text.endIndex {
            switch text[index] {
            case UInt8(ascii: "\\")
            where index + 1 < text.endIndex
                && (text[index + 1] == UInt8(ascii: "\\") || text[index + 1] == UInt8(ascii: "\"")):
                index += 2
            case UInt8(ascii: "\""): return text[...index]
            default: index += 1
            }
        }
        return nil
    }

    private static func options(_ parts: [Part]) -> [(name: String, value: String)] {
        var result = OrderedPairs()
        var charset: String?
        var continuedCharset: String?
        for (name, value) in parts {
            var (name, value) = (name, value)
            if name.last == UInt8(ascii: "*") {
                name.removeLast()
                let extended = ExtendedValue(value)
                if let extended { (charset, value) = (extended.charset, extended.content) }
                if charset?.isEmpty ?? true { charset = continuedCharset }
                if let decoded = ExtendedValue.decode(value, as: charset) {
                    continuedCharset = charset
                    value = decoded
                }
            }
            let text = unquote(value)
            if let star = continuation(name) {
                let base = name[..<star].text
                let before = result.position(of: base).flatMap { result.items[$0].value } ?? ""
                result.set(base, before + text)
            } else {
                result.set(name.text, text)
            }
        }
        return result.items.map { ($0.name, $0.value ?? "") }
    }

    /// Where `*0`, `*12` … at the end of a name begins.
    private static func continuation(_ name: TextBytes) -> Int? {
        guard let star = name.lastIndex(of: UInt8(ascii: "*")) else { return nil }
        let digits = name[(star + 1)...]
        return !digits.isEmpty && digits.allSatisfy(\.isASCIIDigit) ? star : nil
    }

    /// Takes a value out of its quotation marks; browsers write those within as `%22`.
    private static func unquote(_ value: TextBytes) -> String {
        guard value.first == UInt8(ascii: "\""), value.last == UInt8(ascii: "\"") else {
            return value.text
        }
        var text = Array(value.dropFirst().dropLast())
        for (found, replacement) in [("\\\\", "\\"), ("\\\"", "\""), ("%22", "\"")] {
            text = replacing(Array(found.utf8), with: Array(replacement.utf8), in: text)
        }
        return text[...].text
    }

    private static func replacing(
        _ found: [UInt8], with replacement: [UInt8], in text: [UInt8]
    ) -> [UInt8] {
        guard text.contains(found[0]) else { return text }
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
