public import DewarRouting
public import DewarSigning
public import DewarTemplates
import DewarText

// What the values of a request, a session and a rule are in a template, and back.

extension RouteValue {
    /// What a template passes to `url_for`.
    init(template value: TemplateValue) throws {
        if value.isNone {
            self = .null
        } else if let text = value.string {
            self = .string(text)
        } else if let bool = value.bool {
            self = .bool(bool)
        } else if let int = value.int {
            self = .int(int)
        } else if let elements = value.elements {
            self = .list(try elements.map { try RouteValue(template: $0) })
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
    init(template value: TemplateValue) throws {
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
            let values = try elements.map { try SessionValue(template: $0) }
            self = value.isTuple ? .tuple(values) : .list(values)
        } else if let entries = value.entries {
            self = .dictionary(
                SessionDictionary(
                    try entries.map { entry in
                        (
                            SessionKey.string(try entry.key.printed()),
                            try SessionValue(template: entry.value)
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
