import DewarSigning
import DewarTemplates
import DewarText

/// `session` of templates.
///
/// - SeeAlso: Flask `SecureCookieSession`.
struct SessionGlobal: TemplateMapping {
    private var session: Session {
        get throws {
            guard let context = Context.running, context.request != nil else {
                throw TemplateGlobals.outside("request")
            }
            return context.session
        }
    }

    var templateKeys: [TemplateValue] {
        get throws { try session.values.keys.map { .string($0.string ?? "\($0)") } }
    }

    func templateItem(_ key: TemplateValue) throws -> TemplateValue? {
        guard let key = key.string else { return nil }
        return try session[key]?.templateValue
    }

    func templateMember(_ name: String) throws -> TemplateValue? {
        switch name {
        case "permanent": .bool(try session.isPermanent)
        case "modified": .bool(try session.isModified)
        case "new": .bool(try session.isNew)
        case "accessed": .bool(try session.isAccessed)
        case "pop": .function("key", .optional("default", Self.missing), body: pop)
        case "setdefault": .function("key", .optional("default", .none), body: setDefault)
        case "update": .function(body: update)
        case "clear":
            .function { () -> TemplateValue in
                try session.clear()
                return .none
            }
        default: nil
        }
    }

    var templateDescription: String {
        get throws {
            let entries = try session.values.map { key, value in
                (TemplateValue.string(key.string ?? "\(key)"), try value.templateValue)
            }
            return "<SecureCookieSession \(try TemplateValue.dict(entries).printed())>"
        }
    }

    var isTemplateTrue: Bool {
        get throws { try Context.running?.request != nil && !session.isEmpty }
    }

    /// Stands for a default that is not given: no session holds bytes like these.
    private static let missing = TemplateValue.bytes([])

    private func pop(_ key: String, _ standard: TemplateValue) throws -> TemplateValue {
        if let value = try session.pop(key) { return try value.templateValue }
        if standard.isSame(as: Self.missing) {
            throw TemplateError(.keyError, try TemplateValue.string(key).repr())
        }
        return standard
    }

    private func setDefault(_ key: String, _ value: TemplateValue) throws -> TemplateValue {
        try session.setDefault(key, SessionValue(template: value)).templateValue
    }

    private func update(_ arguments: TemplateArguments) throws -> TemplateValue {
        var values = SessionDictionary()
        for source in arguments.positional {
            for (key, value) in source.entries ?? [] {
                values[try key.printed()] = try SessionValue(template: value)
            }
        }
        for (name, value) in arguments.named { values[name] = try SessionValue(template: value) }
        try session.update(values)
        return .none
    }
}
