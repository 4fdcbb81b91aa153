public import DewarText

#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// A value that a session holds: what JSON knows, and six types besides.
///
/// In source, literals will do:
/// ```swift
/// var session: SessionDictionary = ["cart": ["apples": 2, "note": "ripe, please"]]
/// session["seen"] = .datetime(.now)
/// ```
///
/// - SeeAlso: Flask `TaggedJSONSerializer`.
public enum SessionValue: Sendable, Equatable {
    /// No value.
    case null
    /// A truth value.
    case bool(Bool)
    /// An integer of at most 64 bits.
    case int(Int)
    /// A longer integer: its decimal digits, after a `-` if it is negative.
    case integer(String)
    /// A number with a fraction or an exponent.
    case double(Double)
    /// Text.
    case string(String)
    /// A list.
    case list([SessionValue])
    /// Keys and values.
    case dictionary(SessionDictionary)
    /// A tuple: to Python another type than a list.
    case tuple([SessionValue])
    /// Bytes.
    case bytes([UInt8])
    /// Text that is HTML already.
    case markup(Markup)
    /// A UUID.
    case uuid(UUID)
    /// A moment, to the second.
    case datetime(HTTPDate)

    /// Tells whether two values are the same; text by its bytes, and 1 is not 1.0.
    public static func == (left: SessionValue, right: SessionValue) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.int(let left), .int(let right)): left == right
        case (.integer(let left), .integer(let right)): left == right
        case (.double(let left), .double(let right)): left == right
        case (.string(let left), .string(let right)): left.hasSameBytes(as: right)
        case (.list(let left), .list(let right)): left == right
        case (.dictionary(let left), .dictionary(let right)): left == right
        case (.tuple(let left), .tuple(let right)): left == right
        case (.bytes(let left), .bytes(let right)): left == right
        case (.markup(let left), .markup(let right)): left.html.hasSameBytes(as: right.html)
        case (.uuid(let left), .uuid(let right)): left == right
        case (.datetime(let left), .datetime(let right)): left == right
        default: false
        }
    }
}

extension SessionValue {
    /// The member of a dictionary, or nil when there is none or this is no dictionary.
    ///
    /// Setting a member of what is no dictionary does nothing.
    /// ```swift
    /// var cart: SessionValue = ["apples": 2]
    /// cart["pears"] = 1
    /// cart["pears"]?.int  // 1
    /// ```
    ///
    /// - SeeAlso: Python `dict`.
    public subscript(key: String) -> SessionValue? {
        get { dictionary?[key] }
        set {
            guard var dictionary else { return }
            dictionary[key] = newValue
            self = .dictionary(dictionary)
        }
    }

    /// The element of a list or tuple, or nil when there is none or this is neither.
    ///
    /// ```swift
    /// let ids: SessionValue = [5, 7]
    /// ids[1]?.int  // 7
    /// ids[2]       // nil
    /// ```
    ///
    /// - SeeAlso: Python `list[index]`, which is an error where there is none.
    public subscript(index: Int) -> SessionValue? {
        guard let list, list.indices.contains(index) else { return nil }
        return list[index]
    }

    /// The text of a text, else nil.
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

    /// The elements of a list or tuple, else nil.
    public var list: [SessionValue]? {
        switch self {
        case .list(let elements), .tuple(let elements): elements
        default: nil
        }
    }

    /// The members of a dictionary, else nil.
    public var dictionary: SessionDictionary? {
        guard case .dictionary(let members) = self else { return nil }
        return members
    }

    /// Whether Python's `if` takes the value for true: not so nothing, zero and what is empty.
    package var isTruthy: Bool {
        switch self {
        case .null: false
        case .bool(let value): value
        case .int(let value): value != 0
        case .integer, .uuid, .datetime: true
        case .double(let value): value != 0
        case .string(let text): !text.isEmpty
        case .list(let elements), .tuple(let elements): !elements.isEmpty
        case .dictionary(let members): !members.isEmpty
        case .bytes(let bytes): !bytes.isEmpty
        case .markup(let markup): !markup.html.isEmpty
        }
    }
}

extension SessionValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByStringInterpolation,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// No value.
    public init(nilLiteral: ()) {
        self = .null
    }

    /// A truth value.
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

    /// Text.
    public init(stringLiteral value: String) {
        self = .string(value)
    }

    /// A list.
    public init(arrayLiteral elements: SessionValue...) {
        self = .list(elements)
    }

    /// Keys and values; of a repeated key the last value counts.
    public init(dictionaryLiteral elements: (SessionKey, SessionValue)...) {
        self = .dictionary(SessionDictionary(elements))
    }
}
