import DewarTemplates

/// `g` of templates.
///
/// - SeeAlso: Flask `_AppCtxGlobals`.
struct ContextGlobal: TemplateMapping {
    var templateKeys: [TemplateValue] {
        get throws { try TemplateGlobals.context().globals.names.map { .string($0) } }
    }

    func templateItem(_ key: TemplateValue) throws -> TemplateValue? {
        guard let name = key.string,
            let value = try TemplateGlobals.context().globals.value(named: name)
        else { return nil }
        guard let value = value as? any TemplateConvertible else {
            // A TypeError would mean to a template that there is no such item.
            throw TemplateError(
                .runtimeError,
                "g.\(name) is a \(type(of: value)), which templates have no form for; for an"
                    + " Encodable type it is one word: TemplateConvertible")
        }
        return try value.templateValue
    }

    var templateDescription: String { "<flask.g>" }

    var isTemplateTrue: Bool { Context.running != nil }
}
