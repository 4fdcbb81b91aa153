public import DewarHTTP
public import DewarSigning

/// How sessions are signed, and how their cookie is sent.
///
/// Names and defaults are Flask's, but for two: the cookie is not sent with requests that come from
/// other sites (`SameSite=Lax`), and over HTTPS alone once it was set over HTTPS.
///
/// - SeeAlso: Flask's configuration.
public struct SessionConfiguration: Sendable {
    /// What sessions are signed with; without one there are none.
    ///
    /// `SECRET_KEY`.
    public var secretKey: KeyMaterial?
    /// Older keys, whose cookies are still accepted.
    ///
    /// `SECRET_KEY_FALLBACKS`.
    public var secretKeyFallbacks: [KeyMaterial] = []
    /// The cookie's name.
    ///
    /// `SESSION_COOKIE_NAME`.
    public var cookieName = "session"
    /// The domain to whose names the cookie is sent; nil for the host that sets it.
    ///
    /// `SESSION_COOKIE_DOMAIN`.
    public var cookieDomain: String?
    /// The path below which the cookie is sent; nil for the application's root.
    ///
    /// `SESSION_COOKIE_PATH`.
    public var cookiePath: String?
    /// The path that the application is mounted at.
    ///
    /// `APPLICATION_ROOT`.
    public var applicationRoot = "/"
    /// Whether the cookie is kept from scripts.
    ///
    /// `SESSION_COOKIE_HTTPONLY`.
    public var isCookieHTTPOnly = true
    /// Whether the cookie is sent over HTTPS alone; nil when the request came over HTTPS.
    ///
    /// `SESSION_COOKIE_SECURE`.
    public var isCookieSecure: Bool?
    /// Whether other sites that embed this one have a cookie of their own.
    ///
    /// `SESSION_COOKIE_PARTITIONED`.
    public var isCookiePartitioned = false
    /// Whether the cookie is sent with requests from other sites; nil leaves it to the browser.
    ///
    /// `SESSION_COOKIE_SAMESITE`.
    public var cookieSameSite: Cookie.SameSite? = .lax
    /// How long a permanent session lives, and how old a cookie of any may be.
    ///
    /// `PERMANENT_SESSION_LIFETIME`.
    public var lifetime: Duration = .seconds(31 * 86_400)
    /// Whether a permanent session is sent with every answer, so that it lives on from there.
    ///
    /// `SESSION_REFRESH_EACH_REQUEST`.
    public var refreshesEachRequest = true
    /// The greatest number of bytes of the `Set-Cookie` field; 0 for any.
    ///
    /// `MAX_COOKIE_SIZE`.
    ///
    /// Browsers drop what is longer without a word, and the session with it.
    public var maximalCookieSize = Cookie.usualSizeLimit
    /// The greatest number of bytes that a packed session may become.
    public var payloadLimit = SigningLimits.payload

    /// Makes Dewar's defaults.
    ///
    /// ```swift
    /// var configuration = SessionConfiguration(secretKey: "a long random text")
    /// configuration.cookieName = "shop"
    /// ```
    ///
    /// - Parameter secretKey: What sessions are signed with.
    /// - SeeAlso: Flask `SECRET_KEY`.
    public init(secretKey: KeyMaterial? = nil) {
        self.secretKey = secretKey
    }

    /// What signs sessions; nil without a secret key.
    ///
    /// - SeeAlso: Flask `get_signing_serializer`.
    public var serializer: SessionSerializer? {
        guard let secretKey, !secretKey.bytes.isEmpty else { return nil }
        return SessionSerializer(
            secret: secretKey, fallbacks: secretKeyFallbacks, payloadLimit: payloadLimit)
    }

    /// The session's cookie with these settings.
    ///
    /// ```swift
    /// try SessionConfiguration().cookie("x", expires: nil, isSecure: true).headerValue()
    /// // "session=x; Secure; HttpOnly; Path=/; SameSite=Lax"
    /// ```
    ///
    /// - Parameters:
    ///   - value: The cookie's value; nil makes the client forget the cookie.
    ///   - expires: When it ends; nil when the browser is closed.
    ///   - isSecure: Whether the request came over HTTPS.
    /// - Returns: The cookie.
    /// - SeeAlso: Flask `SecureCookieSessionInterface.save_session`.
    public func cookie(_ value: String?, expires: Cookie.Expiry?, isSecure: Bool) -> Cookie {
        let path = cookiePath.flatMap { $0.isEmpty ? nil : $0 } ?? applicationRoot
        var cookie =
            value.map {
                Cookie(cookieName, $0, expires: expires, path: path, domain: cookieDomain)
            } ?? .deletion(of: cookieName, path: path, domain: cookieDomain)
        cookie.isSecure = isCookieSecure ?? isSecure
        cookie.isHTTPOnly = isCookieHTTPOnly
        cookie.isPartitioned = isCookiePartitioned
        cookie.sameSite = cookieSameSite
        return cookie
    }
}
