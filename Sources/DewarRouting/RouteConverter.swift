/// Turns a piece of a path into a value, and a value into a piece of a URL.
///
/// `<list:tags>` with a converter of one's own:
/// ```swift
/// struct ListConverter: RouteConverter {
///     init(_ arguments: ConverterArguments) throws {}
///
///     func value(of text: String) -> RouteValue? {
///         .list(text.split(separator: "+").map { .string(String($0)) })
///     }
///
///     func text(of value: RouteValue) throws -> String? {
///         guard case .list(let items) = value else { throw RefusedValue("a list was wanted") }
///         return items.map(\.description).joined(separator: "+")
///     }
///
///     var valueKind: RouteValueKind { .list }
/// }
///
/// let map = try URLMap(rules, converters: ["list": ListConverter.self])
/// ```
///
/// - SeeAlso: Werkzeug `BaseConverter`.
public protocol RouteConverter: Sendable {
    /// Makes the converter of one variable of one rule.
    ///
    /// ```swift
    /// struct DigitsConverter: RouteConverter {
    ///     let pattern: RoutePattern
    ///
    ///     // <digits(4):year>
    ///     init(_ arguments: ConverterArguments) throws {
    ///         guard case .int(let count)? = try arguments.values(for: ["count"])[0] else {
    ///             throw RefusedValue("'count' is missing")
    ///         }
    ///         pattern = .run(of: .digits, count: count)
    ///     }
    /// }
    /// ```
    ///
    /// - Parameter arguments: What the rule gives in parentheses; empty without them.
    /// - Throws: When the arguments make no sense; the map then refuses the rule.
    /// - SeeAlso: Werkzeug `BaseConverter.__init__`.
    init(_ arguments: ConverterArguments) throws

    /// What text the variable takes. By default all characters of one part of the path.
    var pattern: RoutePattern { get }

    /// Where the variable ranks among others at the same place; the lowest is tried first. By
    /// default 100; numbers have 50, paths 200.
    var weight: Int { get }

    /// Whether the variable may take slashes, and the rule must so be matched to its end at once.
    /// By default false.
    var spansParts: Bool { get }

    /// What kind of values ``value(of:)`` gives. By default ``RouteValueKind/string``.
    var valueKind: RouteValueKind { get }

    /// The value of a text that the pattern took.
    ///
    /// ```swift
    /// struct HexadecimalConverter: RouteConverter {
    ///     init(_ arguments: ConverterArguments) throws {}
    ///
    ///     let pattern = RoutePattern.run(of: .hexadecimalDigits)
    ///     func value(of text: String) -> RouteValue? { Int(text, radix: 16).map { .int($0) } }
    ///     let valueKind = RouteValueKind.int
    /// }
    /// ```
    ///
    /// - Parameter text: Decoded text.
    /// - Returns: The value, or nil to refuse it: the answer is then 404, without a look at other
    ///   rules. By default the text itself.
    /// - SeeAlso: Werkzeug `BaseConverter.to_python`.
    func value(of text: String) -> RouteValue?

    /// The text that stands for a value in a URL.
    ///
    /// ```swift
    /// struct HexadecimalConverter: RouteConverter {
    ///     init(_ arguments: ConverterArguments) throws {}
    ///
    ///     func text(of value: RouteValue) throws -> String? {
    ///         guard case .int(let number) = value else { throw RefusedValue("no number") }
    ///         return String(number, radix: 16)
    ///     }
    /// }
    /// ```
    ///
    /// - Parameter value: Any value, of whatever kind.
    /// - Returns: Percent-encoded text, or nil when another rule of the endpoint should be tried.
    ///   By default the value's description, encoded.
    /// - Throws: ``RefusedValue`` or another error when no URL can be built of this value.
    /// - SeeAlso: Werkzeug `BaseConverter.to_url`.
    func text(of value: RouteValue) throws -> String?
}

extension RouteConverter {
    /// All characters of one part of the path.
    public var pattern: RoutePattern { .run(of: .segment) }
    /// The weight of text: 100.
    public var weight: Int { 100 }
    /// False: the variable ends at a slash.
    public var spansParts: Bool { false }
    /// Text.
    public var valueKind: RouteValueKind { .string }

    /// The text itself.
    public func value(of text: String) -> RouteValue? { .string(text) }

    /// The value's description, percent-encoded.
    public func text(of value: RouteValue) throws -> String? {
        URLQuoting.quote(value.description)
    }
}

/// What kind of value a variable yields.
public enum RouteValueKind: Sendable, Hashable {
    /// ``RouteValue/string(_:)``.
    case string
    /// ``RouteValue/int(_:)``, or ``RouteValue/integer(_:)`` beyond 64 bits.
    case int
    /// ``RouteValue/double(_:)``.
    case double
    /// ``RouteValue/uuid(_:)``.
    case uuid
    /// ``RouteValue/bool(_:)``.
    case bool
    /// ``RouteValue/list(_:)``.
    case list
    /// ``RouteValue/custom(_:)`` of a type, given by its name: `String(describing: Color.self)`.
    case custom(String)
}
