/// A value of a template: what Python would have, in 16 bytes.
///
/// Everything but numbers is one reference, so a copy is a retain at most. Lists, dictionaries and
/// some objects are references in the template's eyes too: `append` through one name shows
/// through the other.
///
/// Unchecked Sendable: numbers, texts and tuples of them never change; lists, dictionaries and
/// objects belong to one rendering at a time (``Value/copyOfConstant`` makes a copy of its own).
enum Value: @unchecked Sendable {
    case undefined(Undefined)
    case none
    case bool(Bool)
    case int(Int)
    /// An integer that `int` has no room for; never one that it has.
    case integer(BigInteger)
    case float(Double)
    /// `str`.
    case string(Text)
    /// `markupsafe.Markup`.
    case markup(Text)
    case tuple(Tuple)
    case list(List)
    case dict(Dict)
    /// Everything else: functions, iterators, ranges, views, namespaces, Swift's own objects.
    case object(Object)
}

extension Value {
    static func string(_ string: String) -> Value { .string(Text(string)) }
    static func list(_ elements: [Value]) -> Value { .list(List(elements)) }
    static func tuple(_ elements: [Value]) -> Value { .tuple(Tuple(elements)) }

    /// The text of `str` and `Markup`, else nil.
    var text: Text? {
        switch self {
        case .string(let text), .markup(let text): text
        default: nil
        }
    }

    var isUndefined: Bool {
        if case .undefined = self { true } else { false }
    }

    var isNone: Bool {
        if case .none = self { true } else { false }
    }

    /// Python's `is`.
    func isSame(as other: Value) -> Bool {
        switch (self, other) {
        case (.none, .none): true
        case (.bool(let left), .bool(let right)): left == right
        // CPython shares small integers and the constants of a template.
        case (.int(let left), .int(let right)): left == right
        case (.float(let left), .float(let right)): left.bitPattern == right.bitPattern
        case (.string(let left), .string(let right)): left == right
        case (.markup(let left), .markup(let right)): left === right
        case (.undefined(let left), .undefined(let right)): left === right
        case (.integer(let left), .integer(let right)): left === right
        case (.tuple(let left), .tuple(let right)):
            left === right || left.elements.isEmpty && right.elements.isEmpty
        case (.list(let left), .list(let right)): left === right
        case (.dict(let left), .dict(let right)): left === right
        case (.object(let left), .object(let right)): left === right
        default: false
        }
    }
}

extension Value: ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByStringLiteral, ExpressibleByFloatLiteral
{
    init(integerLiteral value: Int) { self = .int(value) }
    init(booleanLiteral value: Bool) { self = .bool(value) }
    init(stringLiteral value: StaticString) { self = .string(Text(stringLiteral: value)) }
    init(floatLiteral value: Double) { self = .float(value) }
}
