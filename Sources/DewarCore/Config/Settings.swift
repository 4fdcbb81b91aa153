import DewarHTTP

/// What requests need of an application's configuration, made once when the application is built.
struct Settings: Sendable {
    /// Where sessions come from.
    let sessions: any SessionInterface
    /// What a request's body may be; nil for the defaults, which cost nothing to set.
    let limits: RequestLimits?
    /// The hosts that a request may name; nil for any.
    let trustedHosts: [String]?
    /// Whether pages of errors tell what went wrong.
    let isDebug: Bool

    init(_ config: Config, sessions: (any SessionInterface)?) {
        self.sessions = sessions ?? SecureCookieSessionInterface(config.session)
        let limited = ["MAX_CONTENT_LENGTH", "MAX_FORM_MEMORY_SIZE", "MAX_FORM_PARTS"]
        limits = limited.contains { config[$0] != nil } ? config.limits : nil
        trustedHosts = config.trustedHosts
        isDebug = config.isDebug
    }
}
