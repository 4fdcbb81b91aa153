public import DewarCore
public import DewarHTTP
public import HTTPTypes

extension Application {
    /// Runs code in the context of a request that is made up: what a view would see of it.
    ///
    /// ```swift
    /// try await app.testRequestContext("/posts/7?page=2") {
    ///     #expect(request.endpoint == "post.show")
    ///     #expect(request.args["page"] == "2")
    /// }
    /// ```
    /// No view is called, and nothing of what comes before and after one; at the end, what was
    /// declared for the end of requests and contexts runs.
    ///
    /// - Parameters:
    ///   - target: Path and query, as in a browser's address line.
    ///   - method: The method.
    ///   - headers: The header fields.
    ///   - body: The body.
    ///   - code: The code.
    /// - Returns: The code's result.
    /// - Throws: `SetupError` when the application cannot be built, `RequestError` when this is no
    ///   request, what the code throws.
    /// - SeeAlso: Flask `test_request_context`.
    public func testRequestContext<Result>(
        _ target: String, method: HTTPRequest.Method = .get, headers: Headers = [:],
        body: String = "", _ code: () async throws -> Result
    ) async throws -> Result {
        let bytes = Array(body.utf8)
        let parameters = TestClient.parameters(
            method, target, headers: headers, bodyLength: bytes.count)
        let request = try Request(parameters: parameters, body: RequestBody(bytes))
        return try await withRequestContext(of: request, code)
    }
}
