import DewarTemplates
import DewarText

/// `config` of templates: secrets too, as in Flask.
///
/// - SeeAlso: Flask `Config`.
struct ConfigGlobal: TemplateMapping {
    private var config: Config { get throws { try TemplateGlobals.context().application.config } }

    var templateKeys: [TemplateValue] {
        get throws {
            let set = try config.keys
            let standard = Self.standard.map(\.key)
            return (standard + set.filter { !standard.contains($0) }).map { .string($0) }
        }
    }

    func templateItem(_ key: TemplateValue) throws -> TemplateValue? {
        guard let key = key.string else { return nil }
        if let value = try config[key] { return try value.templateValue }
        return try Self.standard.first { $0.key == key }?.value.templateValue
    }

    func templateMember(_ name: String) throws -> TemplateValue? {
        guard name == "get_namespace" else { return nil }
        return .function(
            "namespace", .optional("lowercase", true), .optional("trim_namespace", true)
        ) { (prefix: String, lowercases: Bool, trims: Bool) in
            try config.namespace(prefix, lowercases: lowercases, trims: trims)
        }
    }

    var templateDescription: String {
        get throws {
            let entries = try templateKeys.map { ($0, try templateItem($0) ?? .none) }
            return "<Config \(try TemplateValue.dict(entries).printed())>"
        }
    }

    /// What holds where nothing is set.
    ///
    /// - SeeAlso: Flask `Flask.default_config`.
    static let standard: [(key: String, value: JSON)] = [
        ("DEBUG", false),
        ("TESTING", false),
        ("PROPAGATE_EXCEPTIONS", .null),
        ("SECRET_KEY", .null),
        ("SECRET_KEY_FALLBACKS", .null),
        ("PERMANENT_SESSION_LIFETIME", 2_678_400),
        ("USE_X_SENDFILE", false),
        ("TRUSTED_HOSTS", .null),
        ("SERVER_NAME", .null),
        ("APPLICATION_ROOT", "/"),
        ("SESSION_COOKIE_NAME", "session"),
        ("SESSION_COOKIE_DOMAIN", .null),
        ("SESSION_COOKIE_PATH", .null),
        ("SESSION_COOKIE_HTTPONLY", true),
        ("SESSION_COOKIE_SECURE", .null),
        ("SESSION_COOKIE_PARTITIONED", false),
        ("SESSION_COOKIE_SAMESITE", "Lax"),
        ("SESSION_REFRESH_EACH_REQUEST", true),
        ("MAX_CONTENT_LENGTH", .null),
        ("MAX_FORM_MEMORY_SIZE", 500_000),
        ("MAX_FORM_PARTS", 1000),
        ("SEND_FILE_MAX_AGE_DEFAULT", .null),
        ("TRAP_BAD_REQUEST_ERRORS", .null),
        ("TRAP_HTTP_EXCEPTIONS", false),
        ("EXPLAIN_TEMPLATE_LOADING", false),
        ("PREFERRED_URL_SCHEME", "http"),
        ("TEMPLATES_AUTO_RELOAD", .null),
        ("MAX_COOKIE_SIZE", 4093),
        ("PROVIDE_AUTOMATIC_OPTIONS", true),
    ]
}
