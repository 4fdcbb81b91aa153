public import DewarHTTP
public import DewarText
public import HTTPTypes

/// Sends requests of one method: `client.get`, `client.post`, which are called like functions.
///
/// ```swift
/// try await client.get("/search", query: ["q": "swift", "page": "2"])
/// try await client.post("/login", form: ["name": "kim"], followsRedirects: true)
/// try await client.post("/api/posts", json: ["title": "Hello", "tags": ["a", "b"]])
/// try await client.put("/notes/7", body: "text")
/// ```
public struct TestCall: Sendable {
    let client: TestClient
    let method: HTTPRequest.Method

    /// Sends a request, with a body if there is one.
    ///
    /// - Parameters:
    ///   - target: Path and query, as in a browser's address line, or a whole URL.
    ///   - query: What is added to the target's query: names and values, decoded.
    ///   - headers: The header fields.
    ///   - auth: Who asks.
    ///   - body: The body.
    ///   - parameters: What the web server tells beside the request, by CGI's names.
    ///   - followsRedirects: Whether the answer is that of the last redirect; those before are its
    ///     ``TestAnswer/history``.
    /// - Returns: The answer, as a client sees it: without a body for HEAD, 204 and 304.
    /// - Throws: ``TestClientError``; what the server cannot do; and what a view threw, if the
    ///   application's configuration says `TESTING` or `PROPAGATE_EXCEPTIONS`.
    @discardableResult
    public func callAsFunction(
        _ target: String, query: MultiDict<String> = [:], headers: Headers = [:],
        auth: TestAuthorization? = nil, body: TestBody? = nil,
        parameters: [String: String] = [:], followsRedirects: Bool = false
    ) async throws -> TestAnswer {
        var request = TestRequest(
            method, target, query: query, headers: headers, body: body, parameters: parameters)
        if let auth { request.headers[.authorization] = auth.field }
        return try await client.send(request, followsRedirects: followsRedirects)
    }

    /// Sends a form.
    ///
    /// - Parameters:
    ///   - target: Path and query, as in a browser's address line, or a whole URL.
    ///   - form: Names and values, decoded; names may repeat.
    ///   - files: Files, with which the form is sent as `multipart/form-data`.
    ///   - query: What is added to the target's query.
    ///   - headers: The header fields.
    ///   - auth: Who asks.
    ///   - parameters: What the web server tells beside the request, by CGI's names.
    ///   - followsRedirects: Whether the answer is that of the last redirect.
    /// - Returns: The answer.
    /// - Throws: As the call without a form.
    @discardableResult
    public func callAsFunction(
        _ target: String, form: MultiDict<String>, files: [TestFile] = [],
        query: MultiDict<String> = [:], headers: Headers = [:], auth: TestAuthorization? = nil,
        parameters: [String: String] = [:], followsRedirects: Bool = false
    ) async throws -> TestAnswer {
        try await self(
            target, query: query, headers: headers, auth: auth,
            body: .form(form, files: files), parameters: parameters,
            followsRedirects: followsRedirects)
    }

    /// Sends JSON.
    ///
    /// - Parameters:
    ///   - target: Path and query, as in a browser's address line, or a whole URL.
    ///   - json: The value; a literal will do.
    ///   - query: What is added to the target's query.
    ///   - headers: The header fields.
    ///   - auth: Who asks.
    ///   - parameters: What the web server tells beside the request, by CGI's names.
    ///   - followsRedirects: Whether the answer is that of the last redirect.
    /// - Returns: The answer.
    /// - Throws: As the call without JSON.
    @discardableResult
    public func callAsFunction(
        _ target: String, json: JSON, query: MultiDict<String> = [:], headers: Headers = [:],
        auth: TestAuthorization? = nil, parameters: [String: String] = [:],
        followsRedirects: Bool = false
    ) async throws -> TestAnswer {
        try await self(
            target, query: query, headers: headers, auth: auth, body: .json(json),
            parameters: parameters, followsRedirects: followsRedirects)
    }
}

extension TestClient {
    /// Sends GET requests.
    public var get: TestCall { TestCall(client: self, method: .get) }
    /// Sends HEAD requests.
    public var head: TestCall { TestCall(client: self, method: .head) }
    /// Sends POST requests.
    public var post: TestCall { TestCall(client: self, method: .post) }
    /// Sends PUT requests.
    public var put: TestCall { TestCall(client: self, method: .put) }
    /// Sends PATCH requests.
    public var patch: TestCall { TestCall(client: self, method: .patch) }
    /// Sends DELETE requests.
    public var delete: TestCall { TestCall(client: self, method: .delete) }
    /// Sends OPTIONS requests.
    public var options: TestCall { TestCall(client: self, method: .options) }
    /// Sends TRACE requests; nginx answers them itself.
    public var trace: TestCall { TestCall(client: self, method: .trace) }

    /// Sends requests of any method.
    ///
    /// - Parameter method: The method.
    /// - Returns: What is called like ``get``.
    public func method(_ method: HTTPRequest.Method) -> TestCall {
        TestCall(client: self, method: method)
    }
}
