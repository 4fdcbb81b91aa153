// Flask's keys about templates and static files.
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

    /// How long caches may take a static file without asking; nil to make them ask each time.
    ///
    /// In seconds where it is configured.
    public var sendFileMaxAge: Duration? {
        get { value(of: "SEND_FILE_MAX_AGE_DEFAULT") }
        set { set("SEND_FILE_MAX_AGE_DEFAULT", newValue) }
    }

    /// Whether the URLs of static files hold what tells their versions: `/static/app.css?v=9f3a…`.
    ///
    /// Browsers then keep such a file for good, because a new one has a new URL. Flask has no such
    /// key.
    public var versionsStaticURLs: Bool {
        get { value(of: "STATIC_URL_VERSIONS") ?? true }
        set { set("STATIC_URL_VERSIONS", newValue) }
    }

    /// Whether the application is being developed: `DEBUG`.
    var isDebug: Bool { value(of: "DEBUG") ?? false }
}
