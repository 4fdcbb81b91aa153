import DewarHTTP
import DewarText

// Flask's keys about templates, and about files that are sent.
extension Config {
    /// Whether templates are loaded again when they change; nil: while `DEBUG` is set.
    ///
    /// Otherwise each is compiled once, and its file never looked at again.
    public var reloadsTemplates: Bool? {
        get { value(of: "TEMPLATES_AUTO_RELOAD") }
        set { set("TEMPLATES_AUTO_RELOAD", newValue) }
    }

    /// Whether it is told in the log where each template was looked for.
    public var explainsTemplateLoading: Bool {
        get { value(of: "EXPLAIN_TEMPLATE_LOADING") ?? false }
        set { set("EXPLAIN_TEMPLATE_LOADING", newValue) }
    }

    /// Whether the URLs of static files hold what tells their versions: `/static/app.css?v=9f3a…`.
    ///
    /// Browsers then keep such a file for good, because a new one has a new URL. Flask has no such
    /// key.
    public var versionsStaticURLs: Bool {
        get { value(of: "STATIC_URL_VERSIONS") ?? true }
        set { set("STATIC_URL_VERSIONS", newValue) }
    }

    /// How long caches may take a file without asking, in whole seconds; nil to make them ask.
    ///
    /// `SEND_FILE_MAX_AGE_DEFAULT`: a number of seconds. `FileOptions` may say otherwise for one
    /// file.
    public var sendFileMaxAge: Duration? {
        get { value(of: "SEND_FILE_MAX_AGE_DEFAULT") }
        set { set("SEND_FILE_MAX_AGE_DEFAULT", newValue) }
    }

    /// Whether the web server sends files itself.
    ///
    /// `USE_X_SENDFILE`.
    public var xSendfile: XSendfile {
        get { value(of: "USE_X_SENDFILE") ?? .off }
        set { set("USE_X_SENDFILE", newValue) }
    }
}

/// Whether the web server sends files itself, and how it is told which.
public enum XSendfile: Sendable, Hashable {
    /// The application sends them. `false`.
    case off
    /// By `X-Sendfile` and the path: lighttpd, Apache. `true`, as in Flask.
    case path
    /// By `X-Accel-Redirect` and a place below this prefix: nginx, with
    /// `location /_files/ { internal; alias /; }` for `"/_files"`. Text.
    case nginx(prefix: String)
}

extension XSendfile: ConfigValue {
    init?(config value: JSON) {
        switch value {
        case .bool(let isOn): self = isOn ? .path : .off
        case .string(let prefix) where prefix.hasPrefix("/"): self = .nginx(prefix: prefix)
        default: return nil
        }
    }
    var config: JSON {
        switch self {
        case .off: false
        case .path: true
        case .nginx(let prefix): .string(prefix)
        }
    }
    static var wanted: String { "true, false, or a path as '/_files' for nginx" }
}

extension FileOptions {
    /// The options with what the configuration says where they say nothing.
    func completed(by config: Config) -> FileOptions {
        var options = self
        if options.maxAge == nil { options.maxAge = config.sendFileMaxAge.map { $0.wholeSeconds } }
        if options.accelPrefix == nil, !options.usesXSendfile {
            switch config.xSendfile {
            case .off: break
            case .path: options.usesXSendfile = true
            case .nginx(let prefix): options.accelPrefix = prefix
            }
        }
        return options
    }
}

extension Duration {
    fileprivate var wholeSeconds: Int { Int(clamping: components.seconds) }
}
