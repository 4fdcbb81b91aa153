import DewarHTTP
import DewarSigning

// Flask's own keys: `sessionCookieName` is `config["SESSION_COOKIE_NAME"]`, and so on. Where
// nothing is set the default holds, which is said where it is used.
extension Config {
    private static let session = SessionConfiguration()
    private static let limits = RequestLimits()

    /// Signs sessions and whatever else a client shall not forge.
    public var secretKey: String? {
        get { value(of: "SECRET_KEY") }
        set { set("SECRET_KEY", newValue) }
    }

    /// Older secret keys, newest first, which are still accepted.
    public var secretKeyFallbacks: [String] {
        get { value(of: "SECRET_KEY_FALLBACKS") ?? [] }
        set { set("SECRET_KEY_FALLBACKS", newValue) }
    }

    /// The name of the session's cookie.
    public var sessionCookieName: String {
        get { value(of: "SESSION_COOKIE_NAME") ?? Self.session.cookieName }
        set { set("SESSION_COOKIE_NAME", newValue) }
    }

    /// The domain of the session's cookie; nil for the host alone.
    public var sessionCookieDomain: String? {
        get { value(of: "SESSION_COOKIE_DOMAIN") }
        set { set("SESSION_COOKIE_DOMAIN", newValue) }
    }

    /// The path of the session's cookie; nil for ``applicationRoot``.
    public var sessionCookiePath: String? {
        get { value(of: "SESSION_COOKIE_PATH") }
        set { set("SESSION_COOKIE_PATH", newValue) }
    }

    /// Whether scripts cannot read the session's cookie.
    public var sessionCookieIsHTTPOnly: Bool {
        get { value(of: "SESSION_COOKIE_HTTPONLY") ?? Self.session.isCookieHTTPOnly }
        set { set("SESSION_COOKIE_HTTPONLY", newValue) }
    }

    /// Whether the session's cookie is sent over HTTPS only; nil: when the request came over it.
    public var sessionCookieIsSecure: Bool? {
        get { value(of: "SESSION_COOKIE_SECURE") }
        set { set("SESSION_COOKIE_SECURE", newValue) }
    }

    /// Whether the session's cookie belongs to the site that embeds this one.
    public var sessionCookieIsPartitioned: Bool {
        get { value(of: "SESSION_COOKIE_PARTITIONED") ?? Self.session.isCookiePartitioned }
        set { set("SESSION_COOKIE_PARTITIONED", newValue) }
    }

    /// From which sites the session's cookie is sent: `Lax`, `Strict` or `None`.
    public var sessionCookieSameSite: String? {
        get { value(of: "SESSION_COOKIE_SAMESITE", default: Self.session.cookieSameSite?.rawValue) }
        set { set("SESSION_COOKIE_SAMESITE", newValue) }
    }

    /// How long a permanent session lives; in seconds where it is configured.
    public var permanentSessionLifetime: Duration {
        get { value(of: "PERMANENT_SESSION_LIFETIME") ?? Self.session.lifetime }
        set { set("PERMANENT_SESSION_LIFETIME", newValue) }
    }

    /// Whether a permanent session is sent again with every answer.
    public var refreshesSession: Bool {
        get { value(of: "SESSION_REFRESH_EACH_REQUEST") ?? Self.session.refreshesEachRequest }
        set { set("SESSION_REFRESH_EACH_REQUEST", newValue) }
    }

    /// The hosts that a request may name, `.example.com` with all below it; nil for any.
    public var trustedHosts: [String]? {
        get { value(of: "TRUSTED_HOSTS") }
        set { set("TRUSTED_HOSTS", newValue) }
    }

    /// The host, with a port if it is unusual: for subdomains, and for URLs outside of a request.
    public var serverName: String? {
        get { value(of: "SERVER_NAME") }
        set { set("SERVER_NAME", newValue) }
    }

    /// The path below which the application lies, for URLs outside of a request.
    public var applicationRoot: String {
        get { value(of: "APPLICATION_ROOT") ?? Self.session.applicationRoot }
        set { set("APPLICATION_ROOT", newValue) }
    }

    /// The scheme of URLs outside of a request.
    public var preferredURLScheme: String {
        get { value(of: "PREFERRED_URL_SCHEME") ?? "http" }
        set { set("PREFERRED_URL_SCHEME", newValue) }
    }

    /// The bytes of a request's body; nil for no limit beside the web server's.
    public var maxContentLength: Int? {
        get { value(of: "MAX_CONTENT_LENGTH") }
        set { set("MAX_CONTENT_LENGTH", newValue) }
    }

    /// The bytes of a form's field that is no file; nil for no limit.
    public var maxFormMemorySize: Int? {
        get { value(of: "MAX_FORM_MEMORY_SIZE", default: Self.limits.maxFormMemorySize) }
        set { set("MAX_FORM_MEMORY_SIZE", newValue) }
    }

    /// The fields of a form; nil for no limit.
    public var maxFormParts: Int? {
        get { value(of: "MAX_FORM_PARTS", default: Self.limits.maxFormParts) }
        set { set("MAX_FORM_PARTS", newValue) }
    }

    /// The bytes of a cookie above which it is refused, as browsers would drop it; 0 for no limit.
    public var maxCookieSize: Int {
        get { value(of: "MAX_COOKIE_SIZE") ?? Self.session.maximalCookieSize }
        set { set("MAX_COOKIE_SIZE", newValue) }
    }

    /// Whether OPTIONS is answered without a view.
    public var answersOptions: Bool {
        get { value(of: "PROVIDE_AUTOMATIC_OPTIONS") ?? true }
        set { set("PROVIDE_AUTOMATIC_OPTIONS", newValue) }
    }
}
