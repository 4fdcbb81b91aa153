import DewarHTTP
import HTTPTypes

/// What requests need of an application's configuration, made once when the application is built.
struct Settings: Sendable {
    /// Where sessions come from.
    let sessions: any SessionInterface
    /// What a request's body may be; nil for the defaults, which cost nothing to set.
    let limits: RequestLimits?
    /// The hosts that a request may name; nil for any.
    let trustedHosts: [String]?
    /// Whether pages of errors say what was found and what was wanted.
    let isDebug: Bool
    /// Whether errors that nobody handled go to whoever called the application.
    let propagatesErrors: Bool
    private let trapsHTTPErrors: Bool
    private let trapsBadRequests: Bool?

    init(_ config: Config, sessions: (any SessionInterface)?) {
        self.sessions = sessions ?? SecureCookieSessionInterface(config.session)
        let limited = ["MAX_CONTENT_LENGTH", "MAX_FORM_MEMORY_SIZE", "MAX_FORM_PARTS"]
        limits = limited.contains { config[$0] != nil } ? config.limits : nil
        trustedHosts = config.trustedHosts
        isDebug = config.isDebug
        propagatesErrors = config.propagatesErrors
        trapsHTTPErrors = config.trapsHTTPErrors
        trapsBadRequests = config.trapsBadRequests
    }

    /// Whether an error that has a page is treated as if it had none.
    ///
    /// - SeeAlso: Flask `trap_http_exception`.
    func traps(_ error: HTTPError) -> Bool {
        if trapsHTTPErrors { return true }
        guard error.status == .badRequest else { return false }
        return trapsBadRequests ?? (isDebug && error.missingKey != nil)
    }
}
