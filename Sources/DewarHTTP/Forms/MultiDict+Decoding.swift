import DewarText
import HTTPTypes

extension MultiDict where Value == String {
    /// Makes a value of a type from its fields.
    ///
    /// ```swift
    /// struct Search: Decodable {
    ///     var q: String
    ///     var page: Int?
    ///     var tag: [String]
    ///     var exact: Bool
    /// }
    ///
    /// let search = try request.args.decode(Search.self)  // ?q=swift&tag=web&tag=http
    /// ```
    /// A property is read from the first value of its name, an array from all of them. A name that
    /// is missing, or empty, is nil for an optional; as browsers leave out what is not ticked or
    /// chosen, a missing name is false for a `Bool` and an empty array.
    ///
    /// - Parameter type: The type.
    /// - Returns: The value.
    /// - Throws: ``HTTPError`` of status 400, which an application answers by itself, when a name is
    ///   missing or its value is not of the property's type.
    /// - SeeAlso: Swift `Decodable`; Werkzeug leaves this to packages as WTForms.
    public func decode<Decoded: Decodable>(_ type: Decoded.Type) throws -> Decoded {
        try HTTPError.decoding { try FieldTree.fields(self).decoded(as: type) }
    }
}

extension HTTPError {
    /// Decodes what a client sent: an error of it is the client's.
    ///
    /// - Parameter body: Decodes.
    /// - Returns: The closure's result.
    /// - Throws: ``HTTPError`` of status 400 for a `DecodingError`; what else the closure throws.
    static func decoding<Decoded>(_ body: () throws -> Decoded) throws -> Decoded {
        do {
            return try body()
        } catch let error as DecodingError {
            throw HTTPError(error)
        }
    }

    private init(_ error: DecodingError) {
        let context =
            switch error {
            case .typeMismatch(_, let context), .valueNotFound(_, let context),
                .keyNotFound(_, let context), .dataCorrupted(let context):
                context
            @unknown default: DecodingError.Context(codingPath: [], debugDescription: "")
            }
        let path = context.codingPath.map(\.stringValue).joined(separator: ".")
        self.init(.badRequest)
        reason =
            (path.isEmpty ? "the value" : "'\(LogText.excerpt(path, upTo: 200))'")
            + " \(context.debugDescription)"
    }
}

/// The fields of a form or a query, and their values, as a tree to decode.
private enum FieldTree: DecodableTree {
    case fields(MultiDict<String>)
    /// All values of a name.
    case values([String])

    var memberNames: [String]? {
        guard case .fields(let fields) = self else { return nil }
        return fields.keys
    }

    func member(_ name: String) -> FieldTree? {
        guard case .fields(let fields) = self else { return nil }
        let values = fields.all(name)
        return values.isEmpty ? nil : .values(values)
    }

    func missingMember<Value>(as type: Value.Type) -> Value? {
        if let absent = false as? Value, type == Bool.self { return absent }
        return (type as? any EmptyArray.Type)?.empty as? Value
    }

    var elements: [FieldTree]? {
        guard case .values(let values) = self else { return nil }
        return values.map { .values([$0]) }
    }

    var isNull: Bool { text?.isEmpty ?? false }

    var text: String? {
        guard case .values(let values) = self else { return nil }
        return values.first
    }

    var boolean: Bool? { text.flatMap { Bool(fieldText: $0) } }
    var real: Double? { text.flatMap { Double(fieldText: $0) } }

    func integer<Value: FixedWidthInteger>(as type: Value.Type) -> Value? {
        text.flatMap { NumberText.integerDigits($0) }.flatMap { Value($0) }
    }

    var found: String {
        guard let text else { return "a form" }
        return "'\(LogText.excerpt(text))'"
    }
}

/// Arrays, of whatever elements.
private protocol EmptyArray {
    static var empty: Self { get }
}

extension Array: EmptyArray {
    static var empty: [Element] { [] }
}
