import DewarText

/// JSON that keeps tuples, bytes, HTML, UUIDs and moments apart, in Flask's notation.
///
/// ```swift
/// try TaggedJSONSerializer.dumps(["ids": .tuple([1, 2])])  // {"ids":{" t":[1,2]}}
/// ```
/// An object of one member whose key is a tag stands for a value of that type; what would look like
/// one without being one gets the tag ` di`. Keys are sorted, and characters beyond ASCII escaped.
///
/// - SeeAlso: Flask `flask.json.tag`.
public enum TaggedJSONSerializer {
    /// The deepest nesting, in JSON's arrays and objects, that is read or written.
    public static let maximalDepth = JSONReader.maximalDepth

    /// Writes a value.
    ///
    /// ```swift
    /// try TaggedJSONSerializer.dumps(.bytes([0x68, 0x69]))  // {" b":"aGk="}
    /// ```
    ///
    /// - Parameter value: Any value.
    /// - Returns: JSON in one line.
    /// - Throws: ``SigningError``: keys of both text and numbers in one dictionary, or nested too
    ///   deep.
    /// - SeeAlso: Flask `TaggedJSONSerializer.dumps`.
    public static func dumps(_ value: SessionValue) throws(SigningError) -> String {
        String(decoding: try bytes(of: value), as: UTF8.self)
    }

    /// Reads a value.
    ///
    /// ```swift
    /// try TaggedJSONSerializer.loads(#"{" t":[1,2]}"#)[1]?.int  // 2
    /// ```
    ///
    /// - Parameter text: JSON.
    /// - Returns: The value.
    /// - Throws: ``SigningError``: bad payload.
    /// - SeeAlso: Flask `TaggedJSONSerializer.loads`.
    public static func loads(_ text: String) throws(SigningError) -> SessionValue {
        try value(of: Array(text.utf8))
    }

    /// Writes a value as UTF-8.
    static func bytes(of value: SessionValue) throws(SigningError) -> [UInt8] {
        var writer = TaggedJSONWriter()
        try writer.append(value)
        return writer.bytes
    }

    /// Reads a value of UTF-8.
    static func value(of json: [UInt8]) throws(SigningError) -> SessionValue {
        let value: JSON
        do throws(JSONError) { value = try JSONReader.read(json) } catch {
            throw SigningError(.badPayload(.json(error.reason)))
        }
        return try TaggedJSONReader.value(of: value)
    }
}

/// The keys that say of what type a value is.
enum SessionTag: String, CaseIterable {
    case dictionary = " di"
    case tuple = " t"
    case bytes = " b"
    case markup = " m"
    case uuid = " u"
    case datetime = " d"

    /// Finds the tag that a key is.
    ///
    /// Nearly no key begins with a space, so nearly none is compared.
    init?(key: String) {
        guard key.utf8.first == UInt8(ascii: " "), key.utf8.count <= 3 else { return nil }
        self.init(rawValue: key)
    }
}
