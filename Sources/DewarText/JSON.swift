/// A JSON value.
///
/// Objects keep their order, integers may be longer than 64 bits, and text is compared by its bytes. In source,
/// literals will do:
/// ```swift
/// let post: JSON = ["id": 7, "tags": ["swift", "web"], "draft": false, "score": nil]
/// ```
public enum JSON: Sendable, Hashable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// An integer of at most 64 bits.
    case int(Int)
    /// A longer integer: its decimal digits, after a `-` if it is negative.
    case integer(String)
    /// A number with a fraction or an exponent; also what Python writes as `NaN` and `Infinity`.
    case double(Double)
    /// Text.
    case string(String)
    /// A list.
    case array([JSON])
    /// Members, in order.
    case object(JSONObject)

    /// Tells whether two values are the same; text by its bytes, and 1 is not 1.0.
    public static func == (left: JSON, right: JSON) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.int(let left), .int(let right)): left == right
        case (.integer(let left), .integer(let right)): left == right
        case (.double(let left), .double(let right)): left == right
        case (.string(let left), .string(let right)): left.hasSameBytes(as: right)
        case (.array(let left), .array(let right)): left == right
        case (.object(let left), .object(let right)): left == right
        default: false
        }
    }

    /// Hashes the value.
    public func hash(into hasher: inout Hasher) {
        switch self {
        case .null: hasher.combine(0)
        case .bool(let value): hasher.combine(value)
        case .int(let value): hasher.combine(value)
        case .integer(let digits): hasher.combine(digits)
        case .double(let value): hasher.combine(value)
        case .string(let text): hasher.combine(ByteKey(text))
        case .array(let elements): hasher.combine(elements)
        case .object(let object): hasher.combine(object)
        }
    }
}

extension JSON {
    /// The member of an object, or nil when there is none or this is no object.
    ///
    /// ```swift
    /// let post: JSON = ["title": "Hello", "tags": ["swift"]]
    /// post["title"]?.string  // "Hello"
    /// post["author"]         // nil
    /// ```
    ///
    /// - SeeAlso: Python `dict.get`.
    public subscript(key: String) -> JSON? {
        guard case .object(let object) = self else { return nil }
        return object[key]
    }

    /// The element of an array, or nil when there is none or this is no array.
    ///
    /// ```swift
    /// let tags: JSON = ["swift", "web"]
    /// tags[1]?.string  // "web"
    /// tags[2]          // nil
    /// ```
    ///
    /// - SeeAlso: Python `list[index]`, which is an error where there is none.
    public subscript(index: Int) -> JSON? {
        guard case .array(let elements) = self, elements.indices.contains(index) else {
            return nil
        }
        return elements[index]
    }

    /// The text of a string, else nil.
    public var string: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// The value of an integer of at most 64 bits, else nil.
    public var int: Int? {
        guard case .int(let value) = self else { return nil }
        return value
    }

    /// The value of a number, else nil.
    public var double: Double? {
        switch self {
        case .double(let value): value
        case .int(let value): Double(value)
        case .integer(let digits): Double(digits)
        default: nil
        }
    }

    /// The truth value of `true` or `false`, else nil.
    public var bool: Bool? {
        guard case .bool(let value) = self else { return nil }
        return value
    }

    /// The elements of an array, else nil.
    public var array: [JSON]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }

    /// The members of an object, else nil.
    public var object: JSONObject? {
        guard case .object(let object) = self else { return nil }
        return object
    }
}

extension JSON: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByStringInterpolation, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    /// `null`.
    public init(nilLiteral: ()) {
        self = .null
    }

    /// `true` or `false`.
    public init(booleanLiteral value: Bool) {
        self = .bool(value)
    }

    /// An integer.
    public init(integerLiteral value: Int) {
        self = .int(value)
    }

    /// A number.
    public init(floatLiteral value: Double) {
        self = .double(value)
    }

    /// Text; interpolations are not escaped, the writer does that.
    public init(stringLiteral value: String) {
        self = .string(value)
    }

    /// An array.
    public init(arrayLiteral elements: JSON...) {
        self = .array(elements)
    }

    /// An object; of a repeated key the last value counts.
    public init(dictionaryLiteral elements: (String, JSON)...) {
        self = .object(JSONObject(elements))
    }
}

extension JSON: CustomStringConvertible {
    /// The value as Flask's `jsonify` writes it, without the final newline.
    public var description: String { JSONWriter().text(of: self) }
}
