public import DewarCore
public import DewarHTTP
import DewarText
public import HTTPTypes

/// Sends requests to an application in this process, without a socket.
///
/// ```swift
/// @Test func greets() async throws {
///     let client = try TestClient(app)
///     let answer = await client.get("/user/kim")
///     #expect(answer.status == .ok)
///     #expect(answer.text == "사용자 이름: kim")
/// }
/// ```
///
/// - SeeAlso: Flask `test_client`.
public struct TestClient: Sendable {
    private let responder: any Responder
    private let background = BackgroundWork()

    /// Makes a client of an application.
    ///
    /// - Parameter application: The application; it is built, if it was not before.
    /// - Throws: ``SetupError`` when a rule does not fit its view, or another problem was found.
    public init(_ application: Application) throws {
        self.init(responder: try application.makeResponder())
    }

    /// Makes a client of anything that answers.
    ///
    /// - Parameter responder: What answers.
    public init(responder: any Responder) {
        self.responder = responder
        responder.willServe(with: background)
    }

    /// Waits until everything has ended that requests of this client began by
    /// ``DewarCore/Application/background(_:)``.
    ///
    /// ```swift
    /// @Test func anOrderIsConfirmedByMail() async throws {
    ///     let client = try TestClient(app)
    ///     _ = await client.post("/orders/7")
    ///     await client.finishBackground()
    ///     #expect(mailbox == ["order 7"])
    /// }
    /// ```
    public func finishBackground() async {
        await background.waitUntilIdle()
    }

    /// Sends a GET request.
    ///
    /// - Parameters:
    ///   - target: Path and query, as in a browser's address line.
    ///   - headers: The header fields.
    /// - Returns: The answer.
    public func get(_ target: String, headers: Headers = [:]) async -> TestAnswer {
        await send(.get, target, headers: headers)
    }

    /// Sends a POST request.
    ///
    /// - Parameters:
    ///   - target: Path and query, as in a browser's address line.
    ///   - headers: The header fields.
    ///   - body: The body.
    /// - Returns: The answer.
    public func post(
        _ target: String, headers: Headers = [:], body: String = ""
    ) async -> TestAnswer {
        await send(.post, target, headers: headers, body: Array(body.utf8))
    }

    /// Sends a request.
    ///
    /// - Parameters:
    ///   - method: The method.
    ///   - target: Path and query, as in a browser's address line: characters that a URL cannot
    ///     hold may stand as they are.
    ///   - headers: The header fields.
    ///   - body: The body.
    /// - Returns: The answer, as a client sees it: without a body for HEAD, 204 and 304.
    public func send(
        _ method: HTTPRequest.Method, _ target: String, headers: Headers = [:],
        body: [UInt8] = []
    ) async -> TestAnswer {
        let parameters = Self.parameters(method, target, headers: headers, bodyLength: body.count)
        let request: Request
        do {
            request = try Request(exactly: parameters, body: RequestBody(body))
        } catch {
            return TestAnswer(status: error.status, headers: [:], body: [])
        }
        return await TestAnswer(responder.respond(to: request), to: method)
    }

    /// The parameters that nginx sends for a request.
    private static func parameters(
        _ method: HTTPRequest.Method, _ target: String, headers: Headers, bodyLength: Int
    ) -> RequestParameters {
        let halves = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let path = PercentCoding.decode(halves[0].utf8)
        var parameters = RequestParameters([
            ("REQUEST_METHOD", method.rawValue),
            ("QUERY_STRING", halves.count > 1 ? String(halves[1]) : ""),
            ("REQUEST_URI", target),
            ("SCRIPT_NAME", ""),
            ("CONTENT_LENGTH", bodyLength > 0 ? String(bodyLength) : ""),
            ("CONTENT_TYPE", headers[.contentType] ?? ""),
            ("SERVER_PROTOCOL", "HTTP/1.1"),
            ("REQUEST_SCHEME", "http"),
            ("SERVER_NAME", "localhost"),
            ("SERVER_PORT", "80"),
            ("REMOTE_ADDR", "127.0.0.1"),
        ])
        parameters.append(name: "PATH_INFO".utf8, value: path)
        if !headers.contains("Host") {
            parameters.append(name: "HTTP_HOST".utf8, value: "localhost".utf8)
        }
        for field in headers
        where !["content-type", "content-length"].contains(field.name.lowercased()) {
            let name = "HTTP_" + field.name.uppercased().replacing("-", with: "_")
            parameters.append(name: name.utf8, value: field.value.utf8)
        }
        return parameters
    }
}
