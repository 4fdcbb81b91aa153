/// Values that a `Decodable` type can be made of: JSON, or the fields of a form.
package protocol DecodableTree: Sendable {
    /// The names of the members; nil when this has no members.
    var memberNames: [String]? { get }
    /// The member with a name; nil when there is none.
    func member(_ name: String) -> Self?
    /// The value of a member that is missing, for types that have one; else nil.
    func missingMember<Value>(as type: Value.Type) -> Value?
    /// The elements; nil when this is no list.
    var elements: [Self]? { get }
    /// Whether an optional is nil for this.
    var isNull: Bool { get }
    /// The truth value, or nil when this is none.
    var boolean: Bool? { get }
    /// The text, or nil when this is none.
    var text: String? { get }
    /// The number, or nil when this is none.
    var real: Double? { get }
    /// The integer, or nil when this is none of this type.
    func integer<Value: FixedWidthInteger>(as type: Value.Type) -> Value?
    /// What this is, for messages: `a list`, `'x'`.
    var found: String { get }
}

extension DecodableTree {
    /// Makes a value of a type.
    ///
    /// - Parameter type: The type.
    /// - Returns: The value.
    /// - Throws: `DecodingError`, which names the path to what is missing or of another type; what
    ///   the type's own `init(from:)` throws.
    package func decoded<Value: Decodable>(as type: Value.Type) throws -> Value {
        try TreeDecoder(tree: self, codingPath: []).value(as: type)
    }
}

/// The key of a member or an element.
struct TreeKey: CodingKey {
    let stringValue: String
    let intValue: Int?

    init(_ index: Int) {
        stringValue = "\(index)"
        intValue = index
    }

    init(stringValue: String) {
        self.stringValue = stringValue
        intValue = nil
    }

    init?(intValue: Int) {
        self.init(intValue)
    }
}
