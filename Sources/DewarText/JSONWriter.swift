/// Writes JSON as Python's `json.dumps` does, with the options that Flask sets.
///
/// ```swift
/// JSONWriter().text(of: ["b": 1, "a": "é"])  // {"a":"\u00e9","b":1}
/// ```
///
/// - SeeAlso: Flask `DefaultJSONProvider`.
public struct JSONWriter: Sendable {
    /// Whether characters beyond ASCII become `\u` escapes.
    public var escapesNonASCII: Bool
    /// Whether the members of every object are written in the order of their keys' code points.
    public var sortsKeys: Bool
    /// Spaces per level, each member on its own line; nil writes all on one line, and below 0
    /// counts as 0.
    public var indentation: Int?
    /// Whether no space follows `,` and `:`.
    public var isCompact: Bool

    /// Sets up a writer; the defaults are those of Flask outside of debug.
    ///
    /// - Parameters:
    ///   - escapesNonASCII: Whether characters beyond ASCII become `\u` escapes.
    ///   - sortsKeys: Whether members are sorted by key.
    ///   - isCompact: Whether no space follows `,` and `:`.
    ///   - indentation: Spaces per level, or nil for one line.
    public init(
        escapesNonASCII: Bool = true, sortsKeys: Bool = true, isCompact: Bool = true,
        indentation: Int? = nil
    ) {
        self.escapesNonASCII = escapesNonASCII
        self.sortsKeys = sortsKeys
        self.isCompact = isCompact
        self.indentation = indentation
    }

    /// Writes a value.
    ///
    /// ```swift
    /// JSONWriter(sortsKeys: false, isCompact: false).text(of: ["b": 1, "a": 2.5])
    /// // {"b": 1, "a": 2.5}
    /// ```
    ///
    /// - Parameter value: Any value.
    /// - Returns: JSON text without a final newline.
    /// - SeeAlso: Python `json.dumps`.
    public func text(of value: JSON) -> String {
        var bytes: [UInt8] = []
        append(value, to: &bytes, level: 0)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Writes a value as UTF-8.
    ///
    /// ```swift
    /// var body: [UInt8] = []
    /// JSONWriter().append(["ok": true], to: &body)
    /// body  // the bytes of {"ok":true}
    /// ```
    ///
    /// - Parameters:
    ///   - value: Any value.
    ///   - bytes: What the JSON is appended to.
    /// - SeeAlso: Python `json.dumps`.
    public func append(_ value: JSON, to bytes: inout [UInt8]) {
        append(value, to: &bytes, level: 0)
    }

    private func append(_ value: JSON, to bytes: inout [UInt8], level: Int) {
        switch value {
        case .null: bytes += "null".utf8
        case .bool(let value): bytes += (value ? "true" : "false").utf8
        case .int(let value): bytes += String(value).utf8
        case .integer(let digits): bytes += digits.utf8
        case .double(let value): append(value, to: &bytes)
        case .string(let text): append(text, to: &bytes)
        case .array(let elements):
            appendItems(elements, "[", "]", to: &bytes, level: level) { element, bytes in
                append(element, to: &bytes, level: level + 1)
            }
        case .object(let object):
            let members =
                sortsKeys ? object.sorted { $0.key.precedesByCodePoint($1.key) } : Array(object)
            appendItems(members, "{", "}", to: &bytes, level: level) { member, bytes in
                append(member.key, to: &bytes)
                bytes += (isCompact ? ":" : ": ").utf8
                append(member.value, to: &bytes, level: level + 1)
            }
        }
    }

    private func appendItems<Item>(
        _ items: [Item], _ open: String, _ close: String, to bytes: inout [UInt8], level: Int,
        _ appendItem: (Item, inout [UInt8]) -> Void
    ) {
        bytes += open.utf8
        for (index, item) in items.enumerated() {
            if index > 0 { bytes += (isCompact || indentation != nil ? "," : ", ").utf8 }
            appendLineBreak(to: &bytes, level: level + 1)
            appendItem(item, &bytes)
        }
        if !items.isEmpty { appendLineBreak(to: &bytes, level: level) }
        bytes += close.utf8
    }

    private func appendLineBreak(to bytes: inout [UInt8], level: Int) {
        guard let indentation else { return }
        bytes.append(UInt8(ascii: "\n"))
        for _ in 0..<level {
            bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: max(0, indentation)))
        }
    }

    private func append(_ value: Double, to bytes: inout [UInt8]) {
        if value.isFinite {
            bytes += FloatText.text(of: value).utf8
        } else {
            bytes += (value.isNaN ? "NaN" : value < 0 ? "-Infinity" : "Infinity").utf8
        }
    }

    private func append(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": bytes += #"\""#.utf8
            case "\\": bytes += #"\\"#.utf8
            case "\n": bytes += #"\n"#.utf8
            case "\r": bytes += #"\r"#.utf8
            case "\t": bytes += #"\t"#.utf8
            case "\u{8}": bytes += #"\b"#.utf8
            case "\u{C}": bytes += #"\f"#.utf8
            case "\u{20}"..."\u{7E}": bytes.append(UInt8(scalar.value))
            case "\u{7F}"... where !escapesNonASCII:
                bytes += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
            default:
                for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter {
                    appendEscape(unit, to: &bytes)
                }
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private func appendEscape(_ unit: UInt16, to bytes: inout [UInt8]) {
        bytes += #"\u"#.utf8
        for shift in [12, 8, 4, 0] as [UInt16] {
            let digit = UInt8(unit >> shift & 0xF)
            bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        }
    }
}
