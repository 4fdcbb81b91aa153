public import DewarCore
public import DewarHTTP
import HTTPTypes
import Synchronization

extension TestClient {
    /// The cookies that the client keeps, in the order in which they are sent.
    public var cookies: [TestCookie] { state.withLock { $0.cookies?.cookies ?? [] } }

    /// A cookie that the client keeps.
    ///
    /// - Parameters:
    ///   - name: The name.
    ///   - domain: The domain; nil for the client's host.
    ///   - path: The path.
    /// - Returns: The cookie; nil when there is none.
    /// - SeeAlso: Werkzeug `Client.get_cookie`.
    public func cookie(_ name: String, domain: String? = nil, path: String = "/") -> TestCookie? {
        state.withLock {
            $0.cookies?.cookie(name, domain: domain ?? $0.base.hostName, path: path)
        }
    }

    /// Keeps a cookie, as if an answer had set it.
    ///
    /// - Parameters:
    ///   - name: The name.
    ///   - value: The value.
    ///   - domain: The domain; nil for the client's host.
    ///   - path: The path below which it is sent.
    ///   - isHostOnly: Whether hosts below the domain do not get it.
    /// - Throws: `HeaderError`: the domain has no form in ASCII.
    /// - SeeAlso: Werkzeug `Client.set_cookie`.
    public func setCookie(
        _ name: String, _ value: String, domain: String? = nil, path: String = "/",
        isHostOnly: Bool = true
    ) throws {
        try setCookie(Cookie(name, value, path: path, domain: domain), isHostOnly: isHostOnly)
    }

    /// Keeps a cookie with all that it can say; one that has ended is forgotten.
    ///
    /// - Parameters:
    ///   - cookie: The cookie.
    ///   - isHostOnly: Whether hosts below its domain do not get it.
    /// - Throws: `HeaderError`: the domain has no form in ASCII.
    public func setCookie(_ cookie: Cookie, isHostOnly: Bool = true) throws {
        let field = try cookie.headerValue()
        state.withLock { state in
            let kept = TestCookie(
                field, from: state.base.hostName, path: "/", isHostOnly: isHostOnly)
            if let kept { state.cookies?.set(kept) }
        }
    }

    /// Forgets a cookie.
    ///
    /// - Parameters:
    ///   - name: The name.
    ///   - domain: The domain; nil for the client's host.
    ///   - path: The path.
    /// - SeeAlso: Werkzeug `Client.delete_cookie`.
    public func deleteCookie(_ name: String, domain: String? = nil, path: String = "/") {
        state.withLock {
            $0.cookies?.remove(name, domain: domain ?? $0.base.hostName, path: path)
        }
    }

    /// Forgets all cookies, as a new visitor has none.
    public func deleteCookies() { state.withLock { $0.cookies?.removeAll() } }

    /// Opens the client's session, and keeps what a closure does to it.
    ///
    /// ```swift
    /// try await client.sessionTransaction { session in session["user"] = "kim" }
    /// #expect(try await client.get("/profile").text == "kim")
    /// ```
    ///
    /// - Parameters:
    ///   - target: The path, or URL, of a request that would open the session.
    ///   - body: Reads the session, and changes it.
    /// - Returns: What the closure returns.
    /// - Throws: ``TestClientError`` without an application or a secret key; what the session's
    ///   interface and the closure throw.
    /// - SeeAlso: Flask `session_transaction`.
    @discardableResult
    public func sessionTransaction<Result>(
        _ target: String = "/", _ body: (Session) async throws -> Result
    ) async throws -> Result {
        guard let application else {
            throw TestClientError.noApplication(for: "sessionTransaction")
        }
        let (url, cookies) = state.withLock { state in
            let url = state.base.page(target)
            return (url, state.cookies?.field(for: url))
        }
        let message = TestMessage(
            method: .get, url: url, headers: cookies.map { ["Cookie": $0] } ?? [:], body: nil,
            parameters: parameters, number: "")
        let request = try message.makeRequest()
        let sessions = application.currentSessionInterface
        // An interface may look at the context, as it does in a view.
        let opened = try await application.withRequestContext(of: request) {
            try sessions.open(request)
        }
        guard let session = opened, try !session.outcome().isNull else {
            throw TestClientError.noSession
        }
        let result = try await body(session)
        let fields = try await application.withRequestContext(of: request) {
            var response = Response()
            try sessions.save(session, of: request, into: &response)
            return response.headers.all("Set-Cookie")
        }
        state.withLock { $0.cookies?.take(fields, from: url) }
        return result
    }
}
