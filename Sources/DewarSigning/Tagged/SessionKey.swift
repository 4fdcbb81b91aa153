import DewarText

/// The key of a member of a session, or of a dictionary within one.
///
/// Nearly always text. Numbers sort by their value when the session is written and come back as
/// text, as in Flask.
public enum SessionKey: Sendable, Hashable {
    /// Text, compared by its bytes.
    case string(String)
    /// An integer of at most 64 bits.
    case int(Int)
    /// Another number.
    case double(Double)
    /// A truth value.
    case bool(Bool)
    /// No value.
    case null

    /// Tells whether two keys are the same.
    public static func == (left: SessionKey, right: SessionKey) -> Bool {
        switch (left, right) {
        case (.string(let left), .string(let right)): left.hasSameBytes(as: right)
        case (.int(let left), .int(let right)): left == right
        case (.double(let left), .double(let right)): left == right
        case (.bool(let left), .bool(let right)): left == right
        case (.null, .null): true
        default: false
        }
    }

    /// Hashes the key.
    public func hash(into hasher: inout Hasher) {
        switch self {
        case .string(let text): hasher.combine(ByteKey(text))
        case .int(let value): hasher.combine(value)
        case .double(let value): hasher.combine(value)
        case .bool(let value): hasher.combine(value)
        case .null: hasher.combine(0)
        }
    }

    /// The text of a text, else nil.
    public var string: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// The key as JSON writes it.
    var jsonText: String {
        switch self {
        case .string(let text): text
        case .int(let value): String(value)
        case .double(let value): JSONWriter().text(of: .double(value))
        case .bool(let value): value ? "true" : "false"
        case .null: "null"
        }
    }

    /// The value of what Python counts among the numbers.
    private var number: Double? {
        switch self {
        case .int(let value): Double(value)
        case .double(let value): value
        case .bool(let value): value ? 1 : 0
        case .string, .null: nil
        }
    }

    /// Tells whether this key comes before another; nil when the two have no order, as text and
    /// numbers have none.
    func precedes(_ other: SessionKey) -> Bool? {
        switch (self, other) {
        case (.string(let left), .string(let right)): return left.precedesByCodePoint(right)
        case (.int(let left), .int(let right)): return left < right
        default:
            guard let left = number, let right = other.number else { return nil }
            return left < right
        }
    }
}

extension SessionKey: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
    /// Makes a key of text.
    public init(stringLiteral value: String) {
        self = .string(value)
    }

    /// Makes a key of an integer.
    public init(integerLiteral value: Int) {
        self = .int(value)
    }
}
