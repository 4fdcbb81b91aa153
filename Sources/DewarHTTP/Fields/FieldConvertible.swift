import DewarText

/// A type that the text of a field can be read as.
///
/// Numbers are read as Python reads them: white space around them, `_` between digits and the
/// digits of every script are fine. An enumeration with raw values joins in by name alone:
/// ```swift
/// enum Order: String, FieldConvertible { case newest, oldest }
///
/// request.args.get("order", as: Order.self, default: .newest)
/// ```
public protocol FieldConvertible: Sendable {
    /// Reads text; nil refuses it.
    ///
    /// ```swift
    /// Int(fieldText: " 1_000 ")  // 1000
    /// Bool(fieldText: "on")      // true
    /// Bool(fieldText: "maybe")   // nil
    /// ```
    ///
    /// - Parameter text: Decoded text, as the client sent it.
    /// - SeeAlso: Werkzeug `MultiDict.get`, whose `type` this is.
    init?(fieldText text: String)
}

extension String: FieldConvertible {
    /// Takes the text as it is.
    public init?(fieldText text: String) {
        self = text
    }
}

extension Int: FieldConvertible {
    /// Reads an integer of at most 64 bits as Python's `int()` does: ` 42 `, `+1`, `1_000`.
    public init?(fieldText text: String) {
        guard let value = NumberText.int(text) else { return nil }
        self = value
    }
}

extension Double: FieldConvertible {
    /// Reads a number as Python's `float()` does: `1.5`, `1e3`, `inf`.
    public init?(fieldText text: String) {
        guard let value = NumberText.double(text) else { return nil }
        self = value
    }
}

extension Bool: FieldConvertible {
    /// Reads what forms and queries write for yes and no, in whatever case: `1`, `true`, `on`,
    /// `yes`, and `0`, `false`, `off`, `no`.
    public init?(fieldText text: String) {
        switch text.lowercased() {
        case "1", "true", "on", "yes": self = true
        case "0", "false", "off", "no": self = false
        default: return nil
        }
    }
}

extension FieldConvertible where Self: RawRepresentable, RawValue: FieldConvertible {
    /// Reads the raw value, and takes those that the type has a case for.
    public init?(fieldText text: String) {
        guard let rawValue = RawValue(fieldText: text) else { return nil }
        self.init(rawValue: rawValue)
    }
}
