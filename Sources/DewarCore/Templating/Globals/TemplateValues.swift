public import DewarRouting
public import DewarSigning
public import DewarTemplates
import DewarText

// What the values of a request, a session and a rule are in a template, and back.

extension RouteValue {
    /// What a template passes to `url_for`.
    ///
    /// - Throws: ``TemplateError`` for lists that are nested too deep, as one that holds itself.
    init(template value: TemplateValue, depth: Int = 0) throws {
        try TemplateNesting.check(depth)
        if value.isNone {
            self = .null
        } else if let text = value.string {
            self = .string(text)
        } else if let bool = value.bool {
            self = .bool(bool)
        } else if let int = value.int {
            self = .int(int)
        } else if let elements = value.elements {
            self = .list(try elements.map { try RouteValue(template: $0, depth: depth + 1) })
        } else if value.isFloat, let double = value.double {
            self = .double(double)
        } else {
            self = .string(try value.printed())
        }
    }
}

extension RouteValue: TemplateConvertible {
    /// The value in a template; a UUID and a converter's own value as text.
    public var templateValue: TemplateValue {
        switch self {
        case .null: .none
        case .bool(let value): .bool(value)
        case .int(let value): .int(value)
        case .integer(let digits): .integer(decimal: digits) ?? .string(digits)
        case .double(let value): .float(value)
        case .string(let text): .string(text)
        case .bytes(let bytes): .bytes(bytes)
        case .list(let values): .list(values.map(\.templateValue))
        case .uuid, .custom: .string(description)
        }
    }
}

extension RouteValues: TemplateConvertible {
    /// A dictionary in the order of the values.
    public var templateValue: TemplateValue {
        get throws {
            try .dict(names.map { (.string($0), self[$0]?.templateValue ?? .none) })
        }
    }
}

extension SessionValue: TemplateConvertible {
    /// The value in a template; a UUID as text, a moment as Python prints it.
    public var templateValue: TemplateValue {
        get throws {
            switch self {
            case .null: .none
            case .bool(let value): .bool(value)
            case .int(let value): .int(value)
            case .integer(let digits): .integer(decimal: digits) ?? .string(digits)
            case .double(let value): .float(value)
            case .string(let text): .string(text)
            case .list(let values): .list(try values.map { try $0.templateValue })
            case .tuple(let values): .tuple(try values.map { try $0.templateValue })
            case .bytes(let bytes): .bytes(bytes)
            case .markup(let markup): .markup(markup.html)
            case .uuid(let value): .string("\(value)".lowercased())
            case .datetime(let date): .string("\(date)")
            case .dictionary(let members):
                try .dict(members.map { ($0.key.templateValue, try $0.value.templateValue) })
            }
        }
    }

    /// What a template gives to the session.
    ///
    /// - Throws: ``TemplateError`` for what a session cannot hold, and for what is nested too deep,
    ///   as a list that holds itself.
    init(template value: TemplateValue, depth: Int = 0) throws {
        try TemplateNesting.check(depth)
        if value.isNone {
            self = .null
        } else if let text = value.string {
            self = value.isMarkup ? .markup(Markup(html: text)) : .string(text)
        } else if let bool = value.bool {
            self = .bool(bool)
        } else if let int = value.int {
            self = .int(int)
        } else if value.isFloat, let double = value.double {
            self = .double(double)
        } else if let elements = value.elements {
            let values = try elements.map {
                try SessionValue(template: $0, depth: depth + 1)
            }
            self = value.isTuple ? .tuple(values) : .list(values)
        } else if let entries = value.entries {
            self = .dictionary(
                SessionDictionary(
                    try entries.map { entry in
                        (
                            SessionKey.string(try entry.key.printed()),
                            try SessionValue(template: entry.value, depth: depth + 1)
                        )
                    }))
        } else {
            throw TemplateError(
                .typeError, "Object of type \(value.typeName) is not JSON serializable")
        }
    }
}

extension SessionKey {
    fileprivate var templateValue: TemplateValue {
        string.map { .string($0) } ?? .string("\(self)")
    }
}

/// How deep lists and dictionaries may be nested that templates hand out.
private enum TemplateNesting {
    static let limit = 100

    /// - Throws: ``TemplateError`` of kind RecursionError beyond the limit.
    static func check(_ depth: Int) throws {
        guard depth <= limit else {
            throw TemplateError(.recursionError, "values are nested deeper than \(limit)")
        }
    }
}
