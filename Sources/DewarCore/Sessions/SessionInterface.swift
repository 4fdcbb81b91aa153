public import DewarHTTP

/// Where sessions come from and where they are kept.
///
/// ``SecureCookieSessionInterface`` keeps them in a signed cookie. Another may keep them in files or
/// a database, and only a key in the cookie.
///
/// - SeeAlso: Flask `SessionInterface`.
public protocol SessionInterface: Sendable {
    /// Opens the session of a request.
    ///
    /// It is called when somebody looks at the session, and before one is saved that nobody looked
    /// at.
    /// ```swift
    /// struct NoSessions: SessionInterface {
    ///     func open(_ request: Request) -> Session? { Session() }
    ///     func save(_ session: Session, of request: Request, into response: inout Response) {}
    /// }
    ///
    /// app.sessionInterface = NoSessions()
    /// ```
    ///
    /// - Parameter request: The request.
    /// - Returns: The session; nil when there can be none, as without a secret key.
    /// - Throws: What keeps it from being opened.
    /// - SeeAlso: Flask `SessionInterface.open_session`.
    func open(_ request: Request) throws -> Session?

    /// Tells whether a session that nobody looked at must be saved all the same, as one that
    /// every request prolongs.
    /// ```swift
    /// let configuration = SessionConfiguration(secretKey: "a long secret")
    /// let interface = SecureCookieSessionInterface(configuration)
    /// interface.savesUntouched(request)  // false for a request without the session's cookie
    /// ```
    ///
    /// - Parameter request: The request.
    /// - Returns: true without an implementation of one's own.
    /// - SeeAlso: Flask `SessionInterface.should_set_cookie`.
    func savesUntouched(_ request: Request) -> Bool

    /// Saves the session of a request that was answered.
    ///
    /// ```swift
    /// let configuration = SessionConfiguration(secretKey: "a long secret")
    /// let interface = SecureCookieSessionInterface(configuration)
    /// var response: Response = "Hello"
    /// try interface.save(Session(["user_id": 7]), of: request, into: &response)
    /// response.headers["Set-Cookie"]  // nil: nothing was set in the session
    /// ```
    ///
    /// - Parameters:
    ///   - session: The session.
    ///   - request: Its request.
    ///   - response: The response, to which saving adds a cookie or `Vary`.
    /// - Throws: What keeps it from being saved.
    /// - SeeAlso: Flask `SessionInterface.save_session`.
    func save(_ session: Session, of request: Request, into response: inout Response) throws
}

extension SessionInterface {
    /// Every session is saved.
    public func savesUntouched(_ request: Request) -> Bool { true }
}
