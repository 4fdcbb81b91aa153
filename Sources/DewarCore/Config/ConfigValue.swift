import DewarText

/// A type that a configuration's values can have.
protocol ConfigValue: Sendable {
    /// Reads a value; nil when it does not fit.
    init?(config value: JSON)
    /// The value as it is kept.
    var config: JSON { get }
    /// What was wanted, for messages: `a number`.
    static var wanted: String { get }
}

extension Bool: ConfigValue {
    init?(config value: JSON) {
        guard let bool = value.bool else { return nil }
        self = bool
    }
    var config: JSON { .bool(self) }
    static var wanted: String { "true or false" }
}

extension Int: ConfigValue {
    init?(config value: JSON) {
        guard let int = value.int else { return nil }
        self = int
    }
    var config: JSON { .int(self) }
    static var wanted: String { "an integer" }
}

extension String: ConfigValue {
    init?(config value: JSON) {
        guard let text = value.string else { return nil }
        self = text
    }
    var config: JSON { .string(self) }
    static var wanted: String { "text" }
}

extension Duration: ConfigValue {
    init?(config value: JSON) {
        // What a clock could not add would trap later: ten thousand years are enough.
        guard let seconds = value.double, abs(seconds) < 3.2e11 else { return nil }
        self = .seconds(seconds)
    }
    var config: JSON { .double(self / .seconds(1)) }
    static var wanted: String { "a number of seconds" }
}

extension [String]: ConfigValue {
    init?(config value: JSON) {
        guard let texts = value.array?.map(\.string), !texts.contains(nil) else { return nil }
        self = texts.compactMap(\.self)
    }
    var config: JSON { .array(map { .string($0) }) }
    static var wanted: String { "a list of texts" }
}

extension Config {
    /// The value of a key; nil when none, null, or one that does not fit was set.
    func value<Value: ConfigValue>(of key: String) -> Value? {
        self[key].flatMap(Value.init(config:))
    }

    /// The value of a key that may be null, which is not the same as none.
    func value<Value: ConfigValue>(of key: String, default standard: Value?) -> Value? {
        guard let value = self[key] else { return standard }
        return Value(config: value)
    }

    func set(_ key: String, _ value: (some ConfigValue)?) {
        self[key] = value?.config ?? .null
    }

    /// Values that do not fit Flask's own keys.
    var problems: [SetupError.Problem] {
        Self.types.sorted { $0.key < $1.key }.compactMap { key, type in
            guard let entry = entry(key), entry.value != .null,
                type.init(config: entry.value) == nil
            else { return nil }
            // A secret must not stand in a log because it was written without quotes.
            let shown = key.hasPrefix("SECRET_KEY") ? "of another kind" : "\(entry.value)"
            return .configuration(key, shown, wanted: type.wanted, source: entry.source)
        } + contradictions
    }

    private static let types: [String: any ConfigValue.Type] = [
        "DEBUG": Bool.self,
        "TESTING": Bool.self,
        "PROPAGATE_EXCEPTIONS": Bool.self,
        "TRAP_HTTP_EXCEPTIONS": Bool.self,
        "TRAP_BAD_REQUEST_ERRORS": Bool.self,
        "SEND_FILE_MAX_AGE_DEFAULT": Duration.self,
        "USE_X_SENDFILE": XSendfile.self,
        "SECRET_KEY": String.self,
        "SECRET_KEY_FALLBACKS": [String].self,
        "SESSION_COOKIE_NAME": String.self,
        "SESSION_COOKIE_DOMAIN": String.self,
        "SESSION_COOKIE_PATH": String.self,
        "SESSION_COOKIE_HTTPONLY": Bool.self,
        "SESSION_COOKIE_SECURE": Bool.self,
        "SESSION_COOKIE_PARTITIONED": Bool.self,
        "SESSION_COOKIE_SAMESITE": String.self,
        "PERMANENT_SESSION_LIFETIME": Duration.self,
        "SESSION_REFRESH_EACH_REQUEST": Bool.self,
        "TRUSTED_HOSTS": [String].self,
        "SERVER_NAME": String.self,
        "APPLICATION_ROOT": String.self,
        "PREFERRED_URL_SCHEME": String.self,
        "MAX_CONTENT_LENGTH": Int.self,
        "MAX_FORM_MEMORY_SIZE": Int.self,
        "MAX_FORM_PARTS": Int.self,
        "MAX_COOKIE_SIZE": Int.self,
        "PROVIDE_AUTOMATIC_OPTIONS": Bool.self,
        "TEMPLATES_AUTO_RELOAD": Bool.self,
        "EXPLAIN_TEMPLATE_LOADING": Bool.self,
        "STATIC_URL_VERSIONS": Bool.self,
    ]
}
