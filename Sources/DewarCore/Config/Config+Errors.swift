// Flask's keys for how errors are answered, and how much is told about them.
extension Config {
    /// Whether the application is being developed: pages of errors say what was found and what was
    /// wanted.
    ///
    /// `DEBUG`. Never for the public.
    public var isDebug: Bool {
        get { value(of: "DEBUG") ?? false }
        set { set("DEBUG", newValue) }
    }

    /// Whether the application is being tested: see ``propagatesErrors``.
    ///
    /// `TESTING`.
    public var isTesting: Bool {
        get { value(of: "TESTING") ?? false }
        set { set("TESTING", newValue) }
    }

    /// Whether errors that no handler is for go to whoever called the application: no handler of
    /// 500 and no function after the view sees them, and a test's client has the error itself.
    ///
    /// `PROPAGATE_EXCEPTIONS`; without it, whether ``isTesting`` or ``isDebug``. A web server gets
    /// the usual page of a 500 either way.
    public var propagatesErrors: Bool {
        get { value(of: "PROPAGATE_EXCEPTIONS") ?? (isTesting || isDebug) }
        set { set("PROPAGATE_EXCEPTIONS", newValue) }
    }

    /// Whether an `HTTPError` that no handler is for, also that of an unknown URL, is an error like
    /// any other: a 500 with a line in the log.
    ///
    /// `TRAP_HTTP_EXCEPTIONS`.
    public var trapsHTTPErrors: Bool {
        get { value(of: "TRAP_HTTP_EXCEPTIONS") ?? false }
        set { set("TRAP_HTTP_EXCEPTIONS", newValue) }
    }

    /// As ``trapsHTTPErrors``, for those of status 400 alone; nil for only those of a name that is
    /// missing in a form or query, and only in debug.
    ///
    /// `TRAP_BAD_REQUEST_ERRORS`.
    public var trapsBadRequests: Bool? {
        get { value(of: "TRAP_BAD_REQUEST_ERRORS") }
        set { set("TRAP_BAD_REQUEST_ERRORS", newValue) }
    }
}
