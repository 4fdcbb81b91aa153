/// What filters do with `attribute="a.b.0"`.
///
/// - SeeAlso: `jinja2.filters.make_attrgetter`.
struct AttributeGetter {
    private enum Part {
        case key(ConstantKey)
        case item(Value)
    }

    private let parts: [Part]
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
    static func several(_ attribute: Value?, ignoresCase: Bool) throws -> [AttributeGetter] {
        guard let text = attribute?.text else {
            return [try AttributeGetter(attribute, ignoresCase: ignoresCase)]
        }
        return try text.split(at: ",").map {
            try AttributeGetter(.string($0), ignoresCase: ignoresCase)
        }
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
