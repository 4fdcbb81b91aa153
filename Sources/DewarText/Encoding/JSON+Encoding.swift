extension JSON {
    /// Makes JSON of a value of an `Encodable` type.
    ///
    /// ```swift
    /// struct Post: Encodable { var title: String; var tags: [String]? }
    ///
    /// let json = try JSON(encoding: Post(title: "Hello"))    // {"title": "Hello"}
    /// ```
    /// Members are in the order in which the type encodes them, those of a dictionary in the order
    /// of their keys; an integer beyond 64 bits stays one. A type that is ``JSONConvertible`` has
    /// that form, wherever it is found.
    ///
    /// - Parameter value: The value.
    /// - Throws: What the type's own `encode(to:)` throws; `EncodingError` for what nests deeper
    ///   than ``JSONReader/maximalDepth``.
    /// - SeeAlso: `Encodable`; Flask `jsonify`.
    public init(encoding value: some Encodable) throws {
        self = try TreeEncoder.json(of: value, path: [])
    }
}

extension JSON: Encodable {
    /// Encodes the value as what it is.
    ///
    /// An integer beyond 64 bits is encoded as a number with a fraction, which most encoders have
    /// nothing longer than.
    ///
    /// - Parameter encoder: Takes the value.
    /// - Throws: What the encoder throws.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .array(let elements):
            var container = encoder.unkeyedContainer()
            for element in elements { try container.encode(element) }
        case .object(let object): try object.encode(to: encoder)
        case .null:
            var container = encoder.singleValueContainer()
            try container.encodeNil()
        case .bool(let value):
            var container = encoder.singleValueContainer()
            try container.encode(value)
        case .int(let value):
            var container = encoder.singleValueContainer()
            try container.encode(value)
        case .integer, .double:
            var container = encoder.singleValueContainer()
            try container.encode(double ?? 0)
        case .string(let text):
            var container = encoder.singleValueContainer()
            try container.encode(text)
        }
    }
}

extension JSONObject: Encodable {
    /// Encodes the members, in order.
    ///
    /// - Parameter encoder: Takes the members.
    /// - Throws: What the encoder throws.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: TreeKey.self)
        for (name, value) in self {
            try container.encode(value, forKey: TreeKey(stringValue: name))
        }
    }
}
