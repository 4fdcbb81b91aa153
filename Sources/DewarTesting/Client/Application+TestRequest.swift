public import DewarCore
public import DewarHTTP
public import HTTPTypes

extension Application {
    /// Runs code in the context of a request that no view answers: `request`, `session`, `g` and
    /// `currentApp` are there, and the request has its rule.
    ///
    /// ```swift
    /// try await app.testRequestContext(TestRequest(.post, "/hello")) {
    ///     #expect(request.path == "/hello")
    ///     let login = try urlFor("login")
    ///     #expect(login == "/login")
    /// }
    /// ```
    /// Neither what comes before a view nor what comes after it is called; what was declared by
    /// `teardownRequest` runs at the end.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - body: The code.
    /// - Returns: What the code returns.
    /// - Throws: ``SetupError``, ``TestClientError``, `RequestError`: there can be no such request;
    ///   what the code throws.
    /// - SeeAlso: Flask `test_request_context`.
    @discardableResult
    public func testRequestContext<Result>(
        _ request: TestRequest = TestRequest(), _ body: () async throws -> Result
    ) async throws -> Result {
        let url = try TestURL(base: testURL).page(of: request)
        let message = TestMessage(
            method: request.method, url: url, headers: request.headers, body: request.body,
            parameters: request.parameters, number: "")
        return try await withRequestContext(of: message.makeRequest(), body)
    }

    /// Runs code in the context of a request that no view answers.
    ///
    /// ```swift
    /// try await app.testRequestContext("/posts/7?page=2") {
    ///     #expect(request.args["page"] == "2")
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - target: Path and query, as in a browser's address line.
    ///   - method: The method.
    ///   - headers: The header fields.
    ///   - body: The body.
    ///   - code: The code.
    /// - Returns: What the code returns.
    /// - Throws: As with a ``TestRequest``.
    /// - SeeAlso: Flask `test_request_context`.
    @discardableResult
    public func testRequestContext<Result>(
        _ target: String, method: HTTPRequest.Method = .get, headers: Headers = [:],
        body: TestBody? = nil, _ code: () async throws -> Result
    ) async throws -> Result {
        try await testRequestContext(
            TestRequest(method, target, headers: headers, body: body), code)
    }

    /// The URL of the application's root, as its configuration tells it.
    var testURL: String {
        let root = config.applicationRoot
        return "\(config.preferredURLScheme)://\(config.serverName ?? "localhost")"
            + (root.hasPrefix("/") ? root : "/" + root)
    }
}
