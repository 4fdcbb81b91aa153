private import FoundationEssentials

/// A type that is kept as JSON: `jsonb` in PostgreSQL, text in SQLite.
///
/// ```swift
/// struct Settings: JSONColumn {
///     var theme = "light"
///     var hidden: [Int] = []
/// }
/// ```
/// The members are written in the order of their names.
public protocol JSONColumn: ColumnValue {}

extension JSONColumn {
    /// JSON.
    public static var columnType: ColumnType { .json }
    /// The JSON.
    public var databaseValue: DatabaseValue { JSONCoding.value(of: self) }
    /// Makes a value of JSON that fits.
    public init?(databaseValue: DatabaseValue) {
        guard let value = JSONCoding.decode(Self.self, databaseValue) else { return nil }
        self = value
    }
}

/// Bytes if the elements are bytes, otherwise JSON.
extension Array: ColumnValue where Element: ColumnValue {
    /// Bytes or JSON.
    public static var columnType: ColumnType { Element.self == UInt8.self ? .bytes : .json }
    /// The bytes or the JSON.
    public var databaseValue: DatabaseValue {
        // An empty array is one of bytes too, if it is asked.
        if Element.self == UInt8.self, let bytes = self as? [UInt8] {
            .bytes(bytes)
        } else {
            JSONCoding.value(of: self)
        }
    }
    /// Makes an array of bytes, or of JSON whose elements fit.
    public init?(databaseValue: DatabaseValue) {
        if Element.self == UInt8.self {
            guard case .bytes(let bytes) = databaseValue, let array = bytes as? Self else {
                return nil
            }
            self = array
        } else {
            guard let value = JSONCoding.decode(Self.self, databaseValue) else { return nil }
            self = value
        }
    }
}

/// JSON.
extension Dictionary: ColumnValue where Key == String, Value: ColumnValue {
    /// JSON.
    public static var columnType: ColumnType { .json }
    /// The JSON.
    public var databaseValue: DatabaseValue { JSONCoding.value(of: self) }
    /// Makes a dictionary of JSON whose members fit.
    public init?(databaseValue: DatabaseValue) {
        guard let value = JSONCoding.decode(Self.self, databaseValue) else { return nil }
        self = value
    }
}

/// JSON of `Codable` values.
enum JSONCoding {
    static func value(of value: some Encodable) -> DatabaseValue {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return .json(String(decoding: try encoder.encode(value), as: UTF8.self))
        } catch {
            return .invalid("a \(type(of: value)) became no JSON")
        }
    }

    static func decode<Value: Decodable>(
        _ type: Value.Type, _ value: DatabaseValue
    ) -> Value? {
        switch value {
        case .json(let text), .text(let text):
            try? JSONDecoder().decode(type, from: Data(text.utf8))
        default: nil
        }
    }
}
