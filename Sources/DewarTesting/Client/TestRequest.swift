public import DewarHTTP
public import HTTPTypes

/// A request of a test, before it is sent.
///
/// ```swift
/// var request = TestRequest(.post, "/login", body: .form(["name": "kim"]))
/// request.parameters["REMOTE_ADDR"] = "192.0.2.7"
/// let answer = try await client.send(request)
/// ```
///
/// - SeeAlso: Werkzeug `EnvironBuilder`.
public struct TestRequest: Sendable {
    /// The method.
    public var method: HTTPRequest.Method
    /// Path and query, as in a browser's address line, or a whole URL: characters that a URL cannot
    /// hold may stand as they are.
    public var target: String
    /// What is added to the target's query: names and values, decoded.
    public var query: MultiDict<String>
    /// The header fields; a `Cookie` among them is sent in place of the client's cookies.
    public var headers: Headers
    /// The body.
    public var body: TestBody?
    /// What a web server tells that is not in the request, by CGI's names: `REMOTE_ADDR`,
    /// `REMOTE_USER`, and whatever else; the last word in every case.
    public var parameters: [String: String]

    /// Makes a request.
    ///
    /// - Parameters:
    ///   - method: The method.
    ///   - target: Path and query, or a whole URL.
    ///   - query: What is added to the target's query.
    ///   - headers: The header fields.
    ///   - body: The body.
    ///   - parameters: What a web server tells, by CGI's names.
    public init(
        _ method: HTTPRequest.Method = .get, _ target: String = "/",
        query: MultiDict<String> = [:], headers: Headers = [:], body: TestBody? = nil,
        parameters: [String: String] = [:]
    ) {
        self.method = method
        self.target = target
        self.query = query
        self.headers = headers
        self.body = body
        self.parameters = parameters
    }

    /// Says who asks, by name and password: `Authorization: Basic`.
    ///
    /// - Parameters:
    ///   - name: The user's name, without a colon.
    ///   - password: The password.
    public mutating func authorize(_ name: String, _ password: String) {
        headers[.authorization] = TestAuthorization.basic(name, password).field
    }
}
