/// What filters do with `attribute="a.b.0"`.
///
/// - SeeAlso: `jinja2.filters.make_attrgetter`.
final class AttributeGetter {
    private enum Part {
        case key(ConstantKey)
        case item(Value)
    }

    private let parts: [Part]
    /// The key, if there is one and nothing else to do.
    private let key: ConstantKey?
    private let ignoresCase: Bool
    private let standard: Value?

    /// - Parameters:
    ///   - attribute: A path with dots, a number, or nothing for the element itself.
    ///   - ignoresCase: Whether texts come out in lower case.
    ///   - standard: What stands for what is undefined.
    /// - Throws: ValueError for digits that are no number.
    init(
        _ attribute: Value?, ignoresCase: Bool = false, default standard: Value? = nil
    ) throws {
        if case .some(let attribute) = attribute, !attribute.isNone {
            parts = try Self.parts(attribute)
        } else {
            parts = []
        }
        self.ignoresCase = ignoresCase
        self.standard = standard.flatMap { $0.isNone ? nil : $0 }
        if parts.count == 1, case .key(let key) = parts[0] {
            self.key = key
        } else {
            key = nil
        }
    }

    private static func parts(_ attribute: Value) throws -> [Part] {
        guard let text = attribute.text else { return [.item(attribute)] }
        return try text.split(at: ".").map { part in
            part.isNotEmptyAnd { $0.isPythonDigit }
                ? .item(try NumberParsing.integer(part)) : .key(ConstantKey(part))
        }
    }

    /// The attribute of an element.
    func value(of element: Value, _ state: RenderState) throws -> Value {
        try entry(of: UnretainedValue(element)) ?? value(alongPartsOf: element, state)
    }

    /// The attributes of elements, in their order.
    func values(of elements: [Value], _ state: RenderState) throws -> [Value] {
        var values: [Value] = []
        values.reserveCapacity(elements.count)
        for index in elements.indices {
            values.append(
                try entry(of: UnretainedValue(elements[index]))
                    ?? value(alongPartsOf: elements[index], state))
        }
        return values
    }

    /// The attribute of an element, if that is an entry of a dictionary; else nil.
    @inline(__always)
    func entry(of element: UnretainedValue) -> Value? {
        guard let key, case .dict(let dict) = element else { return nil }
        return dict._withUnsafeGuaranteedRef { dict in
            guard ignoresCase || standard != nil else { return dict.lookup(key) }
            guard let entry = dict.unretainedLookup(key) else { return nil }
            if ignoresCase, case .string(let text) = entry, text.hasNoUppercase {
                return .string(text.text)
            }
            guard let value = dict.lookup(key) else { return nil }
            if let standard, value.isUndefined { return standard }
            return ignoresCase ? value.ignoringCase : value
        }
    }

    /// The number that the attribute of an element is, if it is an entry of a dictionary and small;
    /// else nil.
    @inline(__always)
    func number(of element: UnretainedValue) -> Int? {
        guard let key, case .dict(let dict) = element,
            case .int(let number) = dict._withUnsafeGuaranteedRef({ $0.unretainedLookup(key) })
        else { return nil }
        return number
    }

    private func value(alongPartsOf element: Value, _ state: RenderState) throws -> Value {
        var value = element
        for part in parts {
            switch part {
            case .key(let key): value = try state.item(key, of: value)
            case .item(let item): value = try state.item(item, of: value)
            }
            if let standard, value.isUndefined { value = standard }
        }
        return ignoresCase ? value.ignoringCase : value
    }

    /// Getters of several attributes with commas between them.
    static func several(
        _ attribute: Value?, ignoresCase: Bool, _ state: RenderState
    ) throws -> [AttributeGetter] {
        guard let text = attribute?.text, text.contains(",") else {
            return [try state.getter(attribute, ignoresCase: ignoresCase)]
        }
        return try text.split(at: ",").map {
            try AttributeGetter(.string($0), ignoresCase: ignoresCase)
        }
    }
}

/// The getters that a rendering has made: templates name the same attributes again and again.
struct AttributeGetterCache {
    private struct Entry {
        let attribute: Text
        let ignoresCase: Bool
        let getter: AttributeGetter
    }

    private var entries: [Entry] = []

    private static let maximalCount = 16

    /// A getter of an attribute, made anew if its text is another object than before.
    mutating func getter(_ attribute: Text, ignoresCase: Bool) throws -> AttributeGetter {
        for entry in entries
        where entry.attribute === attribute && entry.ignoresCase == ignoresCase {
            return entry.getter
        }
        let getter = try AttributeGetter(.string(attribute), ignoresCase: ignoresCase)
        if entries.count == Self.maximalCount { entries.removeAll(keepingCapacity: true) }
        entries.append(
            Entry(attribute: attribute, ignoresCase: ignoresCase, getter: getter))
        return getter
    }
}

extension RenderState {
    /// A getter of an attribute; see ``AttributeGetter/init(_:ignoresCase:default:)``.
    func getter(
        _ attribute: Value?, ignoresCase: Bool = false, default standard: Value? = nil
    ) throws -> AttributeGetter {
        guard standard == nil, let text = attribute?.text else {
            return try AttributeGetter(attribute, ignoresCase: ignoresCase, default: standard)
        }
        return try getters.getter(text, ignoresCase: ignoresCase)
    }
}

extension Value {
    /// The value, in lower case if it is text.
    var ignoringCase: Value {
        switch self {
        case .string(let text): .string(text.lowercased())
        case .markup(let text): .markup(text.lowercased())
        default: self
        }
    }
}

extension UnretainedText {
    /// Whether it is ASCII without a capital letter; in lower case it is the same.
    @inline(__always)
    fileprivate var hasNoUppercase: Bool {
        withBytes { bytes in
            for byte in bytes where byte >= 0x80 || byte >= 0x41 && byte <= 0x5A { return false }
            return true
        }
    }
}
