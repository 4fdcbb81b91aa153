import DewarHTTP
import DewarRouting
import DewarTemplates
import DewarText

/// What every template of an application sees: Flask's globals.
///
/// Each is one object for all renderings, that looks at the context when a template names it: a
/// template that does not name `session` never opens it.
///
/// - SeeAlso: Flask `create_jinja_environment`, `_default_template_ctx_processor`.
enum TemplateGlobals {
    static let all: [(name: String, value: TemplateValue)] = [
        ("config", ConfigGlobal().templateValue),
        ("request", RequestGlobal().templateValue),
        ("session", SessionGlobal().templateValue),
        ("g", ContextGlobal().templateValue),
        ("url_for", .function(named: "url_for", "endpoint", body: URLGlobal.url)),
        (
            "get_flashed_messages",
            .function(
                .optional("with_categories", false), .optional("category_filter", .tuple([])),
                body: FlashGlobal.messages)
        ),
    ]

    /// The error of a global that is not there.
    static func outside(_ what: String) -> TemplateError {
        TemplateError(.runtimeError, "Working outside of \(what) context.")
    }

    /// The context, for a global that needs one.
    static func context() throws -> Context {
        guard let context = Context.running else { throw outside("application") }
        return context
    }

    /// The request, for a global that needs one.
    static func request() throws -> Request {
        guard let request = Context.running?.request else { throw outside("request") }
        return request
    }
}

/// `url_for` of templates.
///
/// - SeeAlso: Flask `url_for`.
enum URLGlobal {
    static func url(_ endpoint: String, _ arguments: TemplateArguments) throws -> String {
        guard arguments.positional.isEmpty else {
            throw TemplateError(
                .typeError,
                "url_for() takes 1 positional argument but \(arguments.positional.count + 1)"
                    + " were given")
        }
        let context = try TemplateGlobals.context()
        var options = URLOptions()
        var values = RouteValues()
        for (name, value) in arguments.named {
            switch name {
            case "_anchor": options.anchor = value.isNone ? nil : try value.printed()
            case "_method": options.method = value.isNone ? nil : try value.printed()
            case "_scheme": options.scheme = value.isNone ? nil : try value.printed()
            case "_external": options.isExternal = value.isNone ? nil : try value.isTrue()
            default: values[name] = try RouteValue(template: value)
            }
        }
        return try context.buildURL(context.absoluteEndpoint(endpoint), values, options)
    }
}

/// `get_flashed_messages` of templates.
///
/// - SeeAlso: Flask `get_flashed_messages`.
enum FlashGlobal {
    static func messages(_ withCategories: Bool, _ filter: TemplateValue) throws -> TemplateValue {
        let context = try TemplateGlobals.context()
        guard context.request != nil else { throw TemplateGlobals.outside("request") }
        let messages = try context.flashedMessages.filter(try self.filter(filter))
        return .list(
            try messages.map { message in
                let value = try message.message.templateValue
                return withCategories ? .tuple([.string(message.category), value]) : value
            })
    }

    /// What `category in category_filter` says, where the filter is not empty.
    private static func filter(
        _ filter: TemplateValue
    ) throws -> (FlashedMessage) throws -> Bool {
        guard try filter.isTrue() else { return { _ in true } }
        if let text = filter.string {
            // Python's `in` of a text looks for a part of it.
            return { text.contains($0.category) }
        }
        let categories = try filter.iterated().compactMap(\.string)
        return { message in categories.contains { $0.hasSameBytes(as: message.category) } }
    }
}
