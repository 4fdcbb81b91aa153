extension JSON {
    /// Makes a value of a type.
    ///
    /// ```swift
    /// struct Post: Decodable { var title: String; var tags: [String]? }
    ///
    /// let post = try JSONReader.read(#"{"title": "Hello"}"#).decode(Post.self)
    /// ```
    /// A number of JSON is an integer when it has no fraction; `null` and a missing member are nil.
    ///
    /// - Parameter type: The type.
    /// - Returns: The value.
    /// - Throws: `DecodingError`, which names the path to what is missing or of another type; what
    ///   the type's own `init(from:)` throws.
    /// - SeeAlso: Swift `Decodable`; Foundation's `JSONDecoder`, whose notions of absent and null
    ///   members it shares.
    public func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try decoded(as: type)
    }
}

extension JSON: DecodableTree {
    package var memberNames: [String]? { object?.keys }
    package func member(_ name: String) -> JSON? { self[name] }
    package func missingMember<Value>(as type: Value.Type) -> Value? { nil }
    package var elements: [JSON]? { array }
    package var isNull: Bool { self == .null }
    package var boolean: Bool? { bool }
    package var text: String? { string }
    package var real: Double? { double }

    package func integer<Value: FixedWidthInteger>(as type: Value.Type) -> Value? {
        switch self {
        case .int(let value): Value(exactly: value)
        case .integer(let digits): Value(digits)
        case .double(let value): Value(exactly: value)
        default: nil
        }
    }

    package var found: String {
        switch self {
        case .null: "null"
        case .bool(let value): "\(value)"
        case .int(let value): "\(value)"
        case .integer(let digits): LogText.excerpt(digits)
        case .double(let value): "\(value)"
        case .string(let text): "'\(LogText.excerpt(text))'"
        case .array: "a list"
        case .object: "an object"
        }
    }
}
