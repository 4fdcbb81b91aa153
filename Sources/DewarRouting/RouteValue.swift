import DewarText

#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// A value that a rule's variable yields, a default gives, or a URL is built from.
///
/// Text is compared by its bytes. In source, literals will do:
/// ```swift
/// let values: RouteValues = ["id": 42, "tags": ["swift", "web"], "draft": false, "page": .null]
/// ```
public enum RouteValue: Sendable {
    /// No value. A URL is built as if it had not been given.
    case null
    /// A truth value; in a URL `True` or `False`.
    case bool(Bool)
    /// An integer of at most 64 bits.
    case int(Int)
    /// A longer integer: its decimal digits, after a `-` if it is negative, without leading zeros.
    case integer(String)
    /// A real number.
    case double(Double)
    /// Text, not percent-encoded.
    case string(String)
    /// Bytes of a query that are not text.
    case bytes([UInt8])
    /// A UUID; in a URL in lower case.
    case uuid(UUID)
    /// Several values: in a query the name is repeated.
    case list([RouteValue])
    /// What a converter of one's own yields.
    // On the heap: all values would else be as large as this one, and slower to copy.
    indirect case custom(any Hashable & Sendable)
}

extension RouteValue: Hashable {
    /// Tells whether two values are the same; text by its bytes, and 1 is not 1.0.
    public static func == (left: RouteValue, right: RouteValue) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.int(let left), .int(let right)): left == right
        case (.integer(let left), .integer(let right)): left.hasSameBytes(as: right)
        case (.double(let left), .double(let right)): left == right
        case (.string(let left), .string(let right)): left.hasSameBytes(as: right)
        case (.bytes(let left), .bytes(let right)): left == right
        case (.uuid(let left), .uuid(let right)): left == right
        case (.list(let left), .list(let right)): left == right
        case (.custom(let left), .custom(let right)): AnyHashable(left) == AnyHashable(right)
        default: false
        }
    }

    /// Hashes the value.
    public func hash(into hasher: inout Hasher) {
        switch self {
        case .null: hasher.combine(0)
        case .bool(let value): hasher.combine(value)
        case .int(let value): hasher.combine(value)
        case .integer(let digits): hasher.combine(ByteKey(digits))
        case .double(let value): hasher.combine(value)
        case .string(let text): hasher.combine(ByteKey(text))
        case .bytes(let bytes): hasher.combine(bytes)
        case .uuid(let value): hasher.combine(value)
        case .list(let values): hasher.combine(values)
        case .custom(let value): hasher.combine(AnyHashable(value))
        }
    }

    /// Whether this is no value.
    var isNull: Bool {
        if case .null = self { true } else { false }
    }

    /// Tells whether a value given for a variable is the one a rule has as default: as `==`, but
    /// numbers are compared by what they amount to.
    ///
    /// - SeeAlso: Werkzeug `Rule.suitable_for`, which compares as Python does: 1 is 1.0 and `True`.
    func isSameDefault(as other: RouteValue) -> Bool {
        if case .list(let left) = self, case .list(let right) = other {
            return left.count == right.count
                && zip(left, right).allSatisfy { $0.isSameDefault(as: $1) }
        }
        if let order = NumberOrder.compare(self, other) { return order == .same }
        return self == other
    }
}

// Not by `nil`: where an optional value is wanted, that would silently be `.null` instead of
// nothing.
extension RouteValue: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByStringInterpolation, ExpressibleByArrayLiteral
{
    /// A truth value.
    public init(booleanLiteral value: Bool) {
        self = .bool(value)
    }

    /// An integer.
    public init(integerLiteral value: Int) {
        self = .int(value)
    }

    /// A real number.
    public init(floatLiteral value: Double) {
        self = .double(value)
    }

    /// Text.
    public init(stringLiteral value: String) {
        self = .string(value)
    }

    /// Several values.
    public init(arrayLiteral elements: RouteValue...) {
        self = .list(elements)
    }
}

extension RouteValue: CustomStringConvertible, CustomDebugStringConvertible {
    /// The text that stands for the value in a URL, before it is percent-encoded: what Python's
    /// `str` gives.
    public var description: String {
        switch self {
        case .null: "None"
        case .bool(let value): value ? "True" : "False"
        case .int(let value): String(value)
        case .integer(let digits): digits
        case .double(let value): FloatText.text(of: value)
        case .string(let text): text
        case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
        case .uuid(let value): value.uuidString.lowercased()
        case .list(let values): "[" + values.map(\.debugDescription).joined(separator: ", ") + "]"
        case .custom(let value): "\(value)"
        }
    }

    /// The value as it would be written in source: text in single quotes.
    public var debugDescription: String {
        guard case .string(let text) = self else { return description }
        var result = "'"
        for scalar in text.unicodeScalars {
            switch scalar {
            case "'": result += "\\'"
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "'"
    }
}

extension RouteValue: ExpressibleByNilLiteral {
    /// Python's `None`: a default that a view takes as nil.
    public init(nilLiteral: ()) {
        self = .null
    }
}
