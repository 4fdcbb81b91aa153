public import DewarText

/// A type that the parameters of filters, tests and functions may have.
public protocol TemplateArgument: SendableMetatype {
    /// Takes a template's value.
    ///
    /// ```swift
    /// let number = try Int(templateValue: 3)
    /// ```
    ///
    /// - Throws: ``TemplateError`` of kind TypeError for a value of another kind.
    /// - SeeAlso: nothing in Jinja2: Python has no types here.
    init(templateValue: TemplateValue) throws

    /// What stands for an argument that a call leaves out; nil if it must not.
    static var absentArgument: Self? { get }
}

extension TemplateArgument {
    /// Nothing: the argument is needed.
    public static var absentArgument: Self? { nil }
}

extension TemplateValue: TemplateArgument {
    /// Takes any value.
    public init(templateValue: TemplateValue) { self = templateValue }

    /// The error of a value of the wrong kind.
    fileprivate func mismatch(_ wanted: String) -> TemplateError {
        if case .undefined(let undefined) = value { return undefined.error }
        return .type("expected \(wanted), got \(value.typeName)")
    }
}

extension String: TemplateArgument {
    /// Takes text, safe or not.
    public init(templateValue: TemplateValue) throws {
        guard let text = templateValue.string else { throw templateValue.mismatch("str") }
        self = text
    }
}

extension Markup: TemplateArgument {
    /// Takes any value: what is not HTML is printed and escaped.
    public init(templateValue: TemplateValue) throws {
        self.init(html: try templateValue.value.escaped().string)
    }
}

extension Int: TemplateArgument {
    /// Takes an integer of at most 64 bits.
    public init(templateValue: TemplateValue) throws {
        switch templateValue.value {
        case .int, .bool, .integer: self = try templateValue.value.asIndex()
        default: throw templateValue.mismatch("int")
        }
    }
}

extension Double: TemplateArgument {
    /// Takes a number.
    public init(templateValue: TemplateValue) throws {
        switch templateValue.value {
        case .float, .int, .bool, .integer: self = try templateValue.value.convertedToFloat()
        default: throw templateValue.mismatch("float")
        }
    }
}

extension Bool: TemplateArgument {
    /// Takes any value for what Python takes it for.
    public init(templateValue: TemplateValue) throws {
        self = try templateValue.value.isTrue()
    }
}

extension Optional: TemplateArgument where Wrapped: TemplateArgument {
    /// Takes `None` and undefined values for nil.
    public init(templateValue: TemplateValue) throws {
        self =
            templateValue.isNone || templateValue.isUndefined
            ? nil : try Wrapped(templateValue: templateValue)
    }

    /// Nil.
    public static var absentArgument: Self? { .some(nil) }
}

extension Array: TemplateArgument where Element: TemplateArgument {
    /// Takes anything that a template can loop over.
    public init(templateValue: TemplateValue) throws {
        self = try templateValue.value.elements().map {
            try Element(templateValue: TemplateValue($0))
        }
    }
}

extension Dictionary: TemplateArgument where Key == String, Value: TemplateArgument {
    /// Takes a mapping whose keys are text.
    public init(templateValue: TemplateValue) throws {
        self = [:]
        for (key, value) in try templateValue.value.mappingItems() {
            let name = try String(templateValue: TemplateValue(key))
            self[name] = try Value(templateValue: TemplateValue(value))
        }
    }
}

/// All arguments of a call that no other parameter takes; the last parameter of a function.
///
/// ```swift
/// options.addFunction("url_for", "endpoint") { (endpoint: String, values: TemplateArguments) in
///     url(of: endpoint, values.named)
/// }
/// ```
public struct TemplateArguments: TemplateArgument {
    /// Values without a name.
    public let positional: [TemplateValue]
    /// Named values in the order of the call, each name once.
    public let named: [(name: String, value: TemplateValue)]

    init(positional: [TemplateValue], named: [(name: String, value: TemplateValue)]) {
        self.positional = positional
        self.named = named
    }

    /// Takes one value.
    public init(templateValue: TemplateValue) {
        self.init(positional: [templateValue], named: [])
    }

    /// Nothing.
    public static var absentArgument: TemplateArguments? {
        TemplateArguments(positional: [], named: [])
    }

    /// The value of a name, or nil.
    ///
    /// ```swift
    /// options.addFunction("page") { (rest: TemplateArguments) in rest["number"]?.int ?? 1 }
    /// ```
    ///
    /// - SeeAlso: Python `**kwargs`.
    public subscript(name: String) -> TemplateValue? {
        named.first { $0.name.utf8.elementsEqual(name.utf8) }?.value
    }
}
