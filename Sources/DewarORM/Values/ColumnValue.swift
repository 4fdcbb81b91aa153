/// A type whose values a column can hold.
///
/// An enumeration of texts or integers needs one word, and so does a type that is kept as JSON:
/// ```swift
/// enum Role: String, ColumnValue { case member, editor }
/// struct Settings: JSONColumn { var theme = "light" }
/// ```
/// Any other type says what it becomes:
/// ```swift
/// struct Slug: ColumnValue {
///     var text: String
///     static var columnType: ColumnType { .text(length: 80) }
///     var databaseValue: DatabaseValue { .text(text) }
///     init?(databaseValue: DatabaseValue) {
///         guard let text = String(databaseValue: databaseValue) else { return nil }
///         self.text = text
///     }
/// }
/// ```
///
/// - SeeAlso: SQLAlchemy `TypeDecorator`.
public protocol ColumnValue: Codable, Sendable {
    /// The type itself; of an optional the type without nil.
    associatedtype Unwrapped: ColumnValue = Self

    /// What the column is declared as.
    static var columnType: ColumnType { get }

    /// Whether nil is among the values.
    static var isNullable: Bool { get }

    /// The value for the database.
    var databaseValue: DatabaseValue { get }

    /// Makes a value of what a database gave; nil if it is of another kind.
    ///
    /// ```swift
    /// struct Email: ColumnValue {
    ///     var text: String
    ///     static var columnType: ColumnType { .text(length: 254) }
    ///     var databaseValue: DatabaseValue { .text(text) }
    ///     init?(databaseValue: DatabaseValue) {
    ///         guard case .text(let text) = databaseValue else { return nil }
    ///         self.text = text
    ///     }
    /// }
    /// ```
    ///
    /// - SeeAlso: SQLAlchemy `TypeDecorator.process_result_value`.
    init?(databaseValue: DatabaseValue)
}

extension ColumnValue {
    /// false: only optionals have nil.
    public static var isNullable: Bool { false }
}

extension Optional: ColumnValue where Wrapped: ColumnValue {
    /// The type without nil.
    public typealias Unwrapped = Wrapped.Unwrapped
    /// What the column of the type without nil is declared as.
    public static var columnType: ColumnType { Wrapped.columnType }
    /// true.
    public static var isNullable: Bool { true }
    /// The value, or `NULL`.
    public var databaseValue: DatabaseValue { self?.databaseValue ?? .null }
    /// nil for `NULL`, and otherwise a value.
    public init?(databaseValue: DatabaseValue) {
        if case .null = databaseValue {
            self = .none
        } else if let value = Wrapped(databaseValue: databaseValue) {
            self = .some(value)
        } else {
            return nil
        }
    }
}

extension ColumnValue where Self: RawRepresentable, RawValue: ColumnValue {
    /// What a column of the raw values is declared as.
    public static var columnType: ColumnType { RawValue.columnType }
    /// The raw value.
    public var databaseValue: DatabaseValue { rawValue.databaseValue }
    /// Makes a value of a raw one.
    public init?(databaseValue: DatabaseValue) {
        guard let raw = RawValue(databaseValue: databaseValue) else { return nil }
        self.init(rawValue: raw)
    }
}
