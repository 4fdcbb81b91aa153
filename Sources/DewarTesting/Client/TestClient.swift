public import DewarCore
public import DewarHTTP
public import HTTPTypes
import Synchronization

/// Sends requests to an application, keeps its cookies, and follows its redirects.
///
/// ```swift
/// @Test func greets() async throws {
///     let client = try TestClient(app)
///     let answer = try await client.get("/user/kim")
///     #expect(answer.status == .ok)
///     #expect(answer.text == "사용자 이름: kim")
/// }
/// ```
/// With `over: .fastcgi` or `over: .nginx` the same test goes over sockets; see ``TestTransport``.
///
/// - SeeAlso: Flask `test_client`.
public final class TestClient: Sendable {
    /// What lies between the client and the application.
    public let transport: TestTransport

    let application: Application?
    let state: Mutex<State>
    private let exchange: any Exchange
    private let background: BackgroundCount
    private let contexts: ContextBoard

    struct State {
        var base: TestURL
        var headers: Headers = [:]
        var parameters: [String: String] = [:]
        var followsSubdomains = false
        /// nil when cookies are not kept.
        var cookies: CookieJar?
        var requestCount = 0
    }

    /// How many redirects are followed one after the other; browsers stop at 20 too.
    public static let maximalRedirects = 20

    /// Makes a client of an application.
    ///
    /// - Parameters:
    ///   - application: The application; it is built, if it was not before.
    ///   - transport: What lies between.
    ///   - keepsCookies: Whether what answers set is sent with later requests.
    /// - Throws: ``SetupError`` when a rule does not fit its view, or another problem was found;
    ///   what keeps a server or nginx from being started.
    public convenience init(
        _ application: Application, over transport: TestTransport = .direct,
        keepsCookies: Bool = true
    ) throws {
        let contexts = ContextBoard()
        try self.init(
            try application.makeResponder(observing: contexts.add), of: application, transport,
            keepsCookies: keepsCookies, contexts)
    }

    /// Makes a client of an application behind an nginx that has other servers behind it as well.
    ///
    /// - Parameters:
    ///   - application: The application.
    ///   - adjust: Changes nginx's configuration.
    /// - Throws: As ``init(_:over:keepsCookies:)``.
    package convenience init(
        _ application: Application, adjustingNginx adjust: @escaping @Sendable (String) -> String
    ) throws {
        let contexts = ContextBoard()
        try self.init(
            try application.makeResponder(observing: contexts.add), of: application, .nginx,
            keepsCookies: true, contexts, adjust)
    }

    /// Makes a client of anything that answers.
    ///
    /// - Parameters:
    ///   - responder: What answers.
    ///   - transport: What lies between.
    ///   - keepsCookies: Whether what answers set is sent with later requests.
    /// - Throws: What keeps a server or nginx from being started.
    public convenience init(
        responder: any Responder, over transport: TestTransport = .direct,
        keepsCookies: Bool = true
    ) throws {
        try self.init(responder, of: nil, transport, keepsCookies: keepsCookies, ContextBoard())
    }

    private init(
        _ responder: any Responder, of application: Application?, _ transport: TestTransport,
        keepsCookies: Bool, _ contexts: ContextBoard,
        _ adjust: @escaping @Sendable (String) -> String = { $0 }
    ) throws {
        let background = BackgroundCount()
        let counted = CountingResponder(responder, background)
        exchange =
            switch transport {
            case .direct: DirectExchange(counted)
            case .fastcgi: try FastCGIExchange(counted)
            case .nginx: try NginxExchange(counted, adjust: adjust)
            }
        state = Mutex(
            State(
                base: try TestURL(base: application?.testURL ?? "http://localhost/"),
                cookies: keepsCookies ? CookieJar() : nil))
        self.application = application
        self.transport = transport
        self.background = background
        self.contexts = contexts
    }

    /// Header fields that go with every request that has no field of the name.
    public var headers: Headers {
        get { state.withLock(\.headers) }
        set { state.withLock { $0.headers = newValue } }
    }

    /// What a web server tells with every request, by CGI's names, as `REMOTE_ADDR`.
    ///
    /// - SeeAlso: Flask's `environ_base` of a client.
    public var parameters: [String: String] {
        get { state.withLock(\.parameters) }
        set { state.withLock { $0.parameters = newValue } }
    }

    /// Whether redirects to hosts below the client's own are followed.
    ///
    /// - SeeAlso: Werkzeug `allow_subdomain_redirects`.
    public var followsSubdomains: Bool {
        get { state.withLock(\.followsSubdomains) }
        set { state.withLock { $0.followsSubdomains = newValue } }
    }

    /// The URL of the application's root: `http://localhost/` unless the configuration says
    /// otherwise by `SERVER_NAME`, `APPLICATION_ROOT` and `PREFERRED_URL_SCHEME`.
    public var baseURL: String { state.withLock { $0.base.text } }

    /// Sends what follows to another URL.
    ///
    /// ```swift
    /// try client.visit("https://shop.example.com/")
    /// ```
    ///
    /// - Parameter base: Scheme and host, and the path at which the application is mounted.
    /// - Throws: ``TestClientError`` when it is no such URL.
    public func visit(_ base: String) throws(TestClientError) {
        let url = try TestURL(base: base)
        state.withLock { $0.base = url }
    }

    /// Waits until everything has ended that requests of this client began by
    /// ``DewarCore/Application/background(_:)``.
    ///
    /// ```swift
    /// @Test func anOrderIsConfirmedByMail() async throws {
    ///     let client = try TestClient(app)
    ///     try await client.post("/orders/7")
    ///     await client.finishBackground()
    ///     #expect(mailbox == ["order 7"])
    /// }
    /// ```
    public func finishBackground() async {
        await background.waitUntilIdle()
    }

    /// Stops the application, as a server that ends: waits for what goes on after answers, and
    /// does what was declared by ``DewarCore/Scaffold/onStop(file:line:_:)``.
    public func stop() async {
        await finishBackground()
        await application?.stop()
    }

    /// Sends a request.
    ///
    /// - Parameters:
    ///   - method: The method.
    ///   - target: Path and query, as in a browser's address line, or a whole URL.
    ///   - headers: The header fields.
    ///   - body: The body.
    /// - Returns: The answer.
    /// - Throws: As ``send(_:followsRedirects:)``.
    @discardableResult
    public func send(
        _ method: HTTPRequest.Method, _ target: String, headers: Headers = [:],
        body: [UInt8] = []
    ) async throws -> TestAnswer {
        try await send(
            TestRequest(
                method, target, headers: headers, body: body.isEmpty ? nil : .bytes(body)))
    }

    /// Sends a request.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - followsRedirects: Whether the answer is that of the last redirect; those before are its
    ///     ``TestAnswer/history``.
    /// - Returns: The answer, as a client sees it: without a body for HEAD, 204 and 304.
    /// - Throws: ``TestClientError``; `StartError` when the application does not start; what the
    ///   server cannot do; and what a view threw, if the
    ///   application's configuration says `TESTING` or `PROPAGATE_EXCEPTIONS`.
    @discardableResult
    public func send(
        _ request: TestRequest, followsRedirects: Bool = false
    ) async throws -> TestAnswer {
        let url = state.withLock(\.base).page(of: request)
        let answer = try await exchange(request, at: url)
        return followsRedirects ? try await follow(answer, from: url) : answer
    }

    /// Sends a request without following where it leads.
    func exchange(_ request: TestRequest, at url: TestURL) async throws -> TestAnswer {
        // As a server does, before its first request.
        try await application?.start()
        let message = message(of: request, at: url)
        let received: ReceivedAnswer
        do {
            received = try await exchange.send(message)
        } catch {
            _ = contexts.take(message.number)
            throw error
        }
        let kept = contexts.take(message.number)
        state.withLock { $0.cookies?.take(received.headers.all("Set-Cookie"), from: url) }
        if let error = kept?.failure, application?.propagatesErrors == true { throw error }
        return TestAnswer(
            received, to: request, at: url, context: kept.map { TestContext($0) })
    }

    /// The request with the client's cookies and defaults.
    private func message(of request: TestRequest, at url: TestURL) -> TestMessage {
        state.withLock { state in
            state.requestCount += 1
            var headers = request.headers
            for field in state.headers where !request.headers.contains(field.name) {
                try? headers.add(field.name, field.value)
            }
            if !headers.contains("Cookie"), let cookies = state.cookies?.field(for: url) {
                headers["Cookie"] = cookies
            }
            return TestMessage(
                method: request.method, url: url, headers: headers, body: request.body,
                parameters: state.parameters.merging(request.parameters) { $1 },
                number: String(state.requestCount))
        }
    }
}
