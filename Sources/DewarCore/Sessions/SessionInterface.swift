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
    /// It is called for every request: leave what costs time to ``Session/init(loading:)``.
    ///
    /// - Parameter request: The request.
    /// - Returns: The session; nil when there can be none, as without a secret key.
    /// - Throws: What keeps it from being opened.
    func open(_ request: Request) throws -> Session?

    /// Saves the session of a request that was answered.
    ///
    /// - Parameters:
    ///   - session: The session.
    ///   - request: Its request.
    ///   - response: The response, to which saving adds a cookie or `Vary`.
    /// - Throws: What keeps it from being saved.
    func save(_ session: Session, of request: Request, into response: inout Response) throws
}
