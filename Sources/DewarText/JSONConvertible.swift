/// A type whose values JSON has a form for.
///
/// ```swift
/// let post: JSON = ["id": JSON(7), "tags": JSON(["swift", "web"])]
/// ```
public protocol JSONConvertible {
    /// The value as JSON.
    var json: JSON { get }
}

extension JSON {
    /// Makes JSON of a value.
    ///
    /// - Parameter value: A number, a text, a truth value, a list, a dictionary, or nil of one.
    public init(_ value: some JSONConvertible) {
        self = value.json
    }
}

extension JSON: JSONConvertible {
    /// The value itself.
    public var json: JSON { self }
}

extension JSONObject: JSONConvertible {
    /// The object.
    public var json: JSON { .object(self) }
}

extension String: JSONConvertible {
    /// The text.
    public var json: JSON { .string(self) }
}

extension Bool: JSONConvertible {
    /// The truth value.
    public var json: JSON { .bool(self) }
}

extension Int: JSONConvertible {
    /// The integer.
    public var json: JSON { .int(self) }
}

extension UInt8: JSONConvertible {
    /// The integer.
    public var json: JSON { .int(Int(self)) }
}

extension Double: JSONConvertible {
    /// The number.
    public var json: JSON { .double(self) }
}

extension Optional: JSONConvertible where Wrapped: JSONConvertible {
    /// The value, or `null`.
    public var json: JSON { self?.json ?? .null }
}

extension Array: JSONConvertible where Element: JSONConvertible {
    /// The list.
    public var json: JSON { .array(map(\.json)) }
}

extension Dictionary: JSONConvertible where Key == String, Value: JSONConvertible {
    /// The members, in the order of their keys: a dictionary has none of its own.
    public var json: JSON {
        .object(
            JSONObject(
                sorted { $0.key.precedesByCodePoint($1.key) }.map { ($0.key, $0.value.json) }))
    }
}
