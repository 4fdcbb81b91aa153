public import DewarHTTP
import DewarSigning
public import DewarText

/// Keeps sessions in a signed cookie, bit for bit as Flask does.
///
/// Everybody who has the cookie can read it; nobody without the secret key can write it.
///
/// - SeeAlso: Flask `SecureCookieSessionInterface`.
public struct SecureCookieSessionInterface: SessionInterface {
    /// How sessions are signed, and how their cookie is sent.
    public let configuration: SessionConfiguration
    /// Made once, for its keys are.
    private let serializer: SessionSerializer?
    private let permanentSessions: PermanentSessionSearch

    /// Makes an interface.
    ///
    /// - Parameter configuration: How sessions are signed, and how their cookie is sent.
    public init(_ configuration: SessionConfiguration) {
        self.configuration = configuration
        serializer = configuration.serializer
        permanentSessions = PermanentSessionSearch(cookieName: configuration.cookieName)
    }

    /// Opens the session of a request.
    ///
    /// - Parameter request: The request.
    /// - Returns: The session, empty without an acceptable cookie; nil without a secret key.
    public func open(_ request: Request) -> Session? {
        guard serializer != nil else { return nil }
        return open(cookie: request.cookie(configuration.cookieName))
    }

    /// Tells whether the request may come with a permanent session.
    ///
    /// What its cookie says is believed: whether the session is one of ours is found out when it is
    /// opened.
    public func savesUntouched(_ request: Request) -> Bool {
        serializer != nil && configuration.refreshesEachRequest
            && permanentSessions.mayFind(in: request)
    }

    /// Opens the session of a cookie.
    ///
    /// ```swift
    /// let configuration = SessionConfiguration(secretKey: "a long secret")
    /// let interface = SecureCookieSessionInterface(configuration)
    /// interface.open(cookie: nil)?.isEmpty          // true
    /// interface.open(cookie: "forged.x.y")?.isEmpty  // true: no signature of ours
    /// ```
    ///
    /// - Parameters:
    ///   - cookie: The cookie's value; nil for none.
    ///   - date: The present moment.
    /// - Returns: The session, empty without an acceptable cookie; nil without a secret key.
    /// - SeeAlso: Flask `SecureCookieSessionInterface.open_session`.
    public func open(cookie: String?, at date: HTTPDate? = nil) -> Session? {
        guard let serializer else { return nil }
        guard let cookie, !cookie.isEmpty else { return Session() }
        let lifetime = configuration.lifetime
        return Session { () throws(SigningError) in
            do throws(SigningError) {
                return try serializer.loads(cookie, lifetime: lifetime, at: date ?? .now)
            } catch {
                guard error.isBadSignature else { throw error }
                return nil
            }
        }
    }

    /// Saves the session of a request that was answered.
    ///
    /// - Parameters:
    ///   - session: The session.
    ///   - request: Its request.
    ///   - response: The response, to which saving adds a cookie or `Vary`.
    /// - Throws: ``SessionError``; ``SigningError``: what the session holds cannot be written;
    ///   `HeaderError`: the cookie's domain has no form in ASCII.
    public func save(
        _ session: Session, of request: Request, into response: inout Response
    ) throws {
        let changes = try changes(of: session.outcome(), isSecure: request.isSecure, at: .now)
        if let field = changes.setCookie { try response.headers.add("Set-Cookie", field) }
        if changes.variesByCookie { response.vary(by: "Cookie") }
    }

    /// What saving a session adds to a response.
    ///
    /// ```swift
    /// let configuration = SessionConfiguration(secretKey: "a long secret")
    /// let interface = SecureCookieSessionInterface(configuration)
    /// let session = Session()
    /// session["user_id"] = 7
    /// try interface.changes(of: session, isSecure: true).setCookie  // "session=eyJ1c2Vy…"
    /// ```
    ///
    /// - Parameters:
    ///   - session: The session.
    ///   - isSecure: Whether the request came over HTTPS.
    ///   - date: The present moment.
    /// - Returns: The cookie, and whether the answer depends on it.
    /// - Throws: ``SessionError``; ``SigningError``: what the session holds cannot be written;
    ///   `HeaderError`: the cookie's domain has no form in ASCII.
    /// - SeeAlso: Flask `SecureCookieSessionInterface.save_session`.
    public func changes(
        of session: Session, isSecure: Bool, at date: HTTPDate = .now
    ) throws -> SessionChanges {
        try changes(of: session.outcome(), isSecure: isSecure, at: date)
    }

    private func changes(
        of outcome: Session.Outcome, isSecure: @autoclosure () -> Bool,
        at date: @autoclosure () -> HTTPDate
    ) throws -> SessionChanges {
        guard let serializer, !outcome.isNull else { return SessionChanges() }
        guard !outcome.values.isEmpty else {
            guard outcome.isModified else {
                return SessionChanges(variesByCookie: outcome.isAccessed)
            }
            let cookie = configuration.cookie(nil, expires: nil, isSecure: isSecure())
            return SessionChanges(
                setCookie: try cookie.headerValue(now: date()), variesByCookie: true)
        }
        guard configuration.shouldSetCookie(outcome) else {
            return SessionChanges(variesByCookie: outcome.isAccessed)
        }
        let date = date()
        let value = try serializer.dumps(outcome.values, at: date)
        let expires = outcome.isPermanent ? date + configuration.lifetime : nil
        let cookie = configuration.cookie(
            value, expires: expires.map { .date($0) }, isSecure: isSecure())
        let field = try cookie.headerValue(now: date)
        try configuration.checkSize(field, value)
        return SessionChanges(setCookie: field, variesByCookie: true)
    }
}

extension SessionConfiguration {
    /// Tells whether the cookie is sent: the session was changed, or it is permanent and lives on
    /// from every request.
    /// ```swift
    /// let session = Session()
    /// SessionConfiguration().shouldSetCookie(try session.outcome())  // false: nobody changed it
    /// ```
    ///
    /// - SeeAlso: Flask `should_set_cookie`.
    public func shouldSetCookie(_ outcome: Session.Outcome) -> Bool {
        outcome.isModified || outcome.isPermanent && refreshesEachRequest
    }

    /// Refuses a cookie that browsers would drop.
    fileprivate func checkSize(_ field: String, _ value: String) throws(SessionError) {
        let size = field.utf8.count
        guard maximalCookieSize > 0, size > maximalCookieSize else { return }
        throw SessionError(
            .tooLarge(
                name: cookieName, size: size, valueSize: value.utf8.count,
                limit: maximalCookieSize))
    }
}

/// What saving a session adds to a response.
public struct SessionChanges: Sendable, Hashable {
    /// The value of a `Set-Cookie` field; nil for none.
    public var setCookie: String?
    /// Whether `Vary` names `Cookie`: the answer is another with another session.
    public var variesByCookie: Bool

    /// Makes changes.
    ///
    /// ```swift
    /// SessionChanges(setCookie: "sid=7f3a; Path=/; HttpOnly", variesByCookie: true)
    /// ```
    ///
    /// - Parameters:
    ///   - setCookie: The value of a `Set-Cookie` field; nil for none.
    ///   - variesByCookie: Whether `Vary` names `Cookie`.
    /// - SeeAlso: what Flask's `save_session` does to a response.
    public init(setCookie: String? = nil, variesByCookie: Bool = false) {
        self.setCookie = setCookie
        self.variesByCookie = variesByCookie
    }
}
