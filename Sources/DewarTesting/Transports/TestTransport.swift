import DewarHTTP

/// What lies between a client and the application.
///
/// ```swift
/// @Test(arguments: TestTransport.allCases) func greets(over transport: TestTransport) async throws {
///     let client = try TestClient(app, over: transport)
///     #expect(try await client.get("/user/kim").text == "사용자 이름: kim")
/// }
/// ```
/// With all of them the application runs in the test's process.
public enum TestTransport: String, Sendable, Hashable, CaseIterable {
    /// Nothing: the request is handed over as a value.
    case direct
    /// FastCGI records over a socket, to the server that the application runs in.
    case fastcgi
    /// HTTP to a private nginx, and from there FastCGI to that server.
    case nginx
}

/// Sends a request and waits for its answer.
protocol Exchange: Sendable {
    /// Sends a message.
    ///
    /// - Parameter message: What is sent.
    /// - Returns: What came.
    /// - Throws: ``TestClientError``, ``FastCGIHarnessError``: no answer came.
    func send(_ message: TestMessage) async throws -> ReceivedAnswer
}
