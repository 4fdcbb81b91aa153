import DewarFastCGI
import DewarHTTP
import DewarTesting
import HTTPTypes
import Testing

/// What the transport answers itself, or does not answer; the responder never sees it.
@Suite(.timeLimit(.minutes(1)))
struct RefusalTests {
    private let responder = StubResponder { request in .plain(request.path) }

    /// After every case another request over another connection is answered.
    private func expectAlive(_ harness: FastCGIHarness, seen: [String] = []) throws {
        #expect(try harness.request("GET", "/alive").text == "/alive")
        #expect(responder.paths == seen + ["/alive"])
    }

    @Test(arguments: [
        [],
        [("PATH_INFO", "/app")],
        [("SCRIPT_FILENAME", "/var/www/x"), ("REQUEST_METHOD", "")],
    ])
    func requestWithoutMethodTellsWhatToSetUp(_ parameters: [(String, String)]) throws {
        let harness = try FastCGIHarness(responder)  // 9, 45
        let answer = try harness.send(FastCGIRequest(parameters: parameters))
        #expect(answer.status == 500)
        #expect(answer["Content-Type"] == "text/plain; charset=utf-8")
        #expect(
            answer.text == """
                500 Internal Server Error

                incomplete request: the web server sent no REQUEST_METHOD. \
                With nginx, say 'include fastcgi_params;' in the location: \
                one 'fastcgi_param' there drops all that are set outside of it.

                """)
        #expect(harness.logLines.count == 1)
        try expectAlive(harness)
    }

    @Test(arguments: [
        ("REQUEST_METHOD", "G T", "the method is no token"),
        ("REQUEST_METHOD", "GET\r\n", "the method is no token"),
    ])
    func invalidParameterIsAnsweredWith400(
        _ name: String, _ value: String, _ reason: String
    ) throws {
        let harness = try FastCGIHarness(responder)
        var request = FastCGIRequest()
        request.set(name, to: value)
        let answer = try harness.send(request)
        #expect(answer.status == 400)
        #expect(answer.text == "400 Bad Request\n\ninvalid request: \(reason).\n")
        try expectAlive(harness)
    }

    @Test func repeatedHostIsAnsweredWith400() throws {
        let harness = try FastCGIHarness(responder)
        var request = FastCGIRequest()
        request.parameters.append((name: "HTTP_HOST", value: "1"))
        let answer = try harness.send(request)
        #expect(
            answer.text
                == "400 Bad Request\n\ninvalid request: there is more than one Host header.\n")
        try expectAlive(harness)
    }

    @Test(arguments: [
        ("N", String(repeating: "v", count: 900), 1, "the parameters have more than 1024 bytes"),
        ("N", "v", 31, "there are more than 50 parameters"),
        (
            String(repeating: "N", count: 41), "", 1,
            "the name of a parameter has more than 40 bytes"
        ),
    ])
    func tooManyParametersAreAnsweredWith431(
        _ name: String, _ value: String, _ count: Int, _ reason: String
    ) throws {
        var configuration = FastCGIHarness.configuration  // 56
        configuration.maximalParameterBytes = 1024
        configuration.maximalParameters = 50
        configuration.maximalParameterNameBytes = 40
        let harness = try FastCGIHarness(responder, configuration: configuration)
        var request = FastCGIRequest()
        for _ in 0..<count { request.parameters.append((name: name, value: value)) }
        let answer = try harness.send(request)
        #expect(answer.status == 431)
        #expect(
            answer.text == "431 Request Header Fields Too Large\n\nrequest too large: \(reason).\n")
        try expectAlive(harness)
    }

    @Test func limitsAreTheLargestThatIsAllowed() throws {
        var request = FastCGIRequest()
        request.set("HTTP_X", to: "value")
        var configuration = FastCGIHarness.configuration
        configuration.maximalParameters = request.parameters.count
        configuration.maximalParameterBytes = request.parameters.reduce(0) {
            $0 + $1.name.utf8.count + $1.value.utf8.count
        }
        configuration.maximalParameterNameBytes = 17  // GATEWAY_INTERFACE
        let harness = try FastCGIHarness(responder, configuration: configuration)
        let answer = try harness.send(request)
        #expect(answer.text == "/")
    }

    @Test func requestsOverTheBoundAreAnsweredWith503() async throws {
        let gate = Gate()
        var configuration = FastCGIHarness.configuration
        configuration.maximalRequests = 1
        let waiting = StubResponder { _ in
            await gate.pass()
            return .plain("done")
        }
        let harness = try FastCGIHarness(waiting, configuration: configuration)
        let connection = try harness.connection()
        try connection.send(FastCGIRequest().bytes)
        await gate.waitForArrival()
        let other = try harness.connection()
        #expect(try other.exchange(FastCGIRequest(keepConnection: false)).status == 503)
        // Closed is no longer counted.
        try other.waitForEnd()
        gate.open()
        #expect(try connection.receive().text == "done")
        #expect(try connection.exchange(FastCGIRequest()).text == "done")
    }

    @Test func connectionsOverTheBoundWait() throws {
        var configuration = FastCGIHarness.configuration
        configuration.maximalConnections = 1
        configuration.acceptPause = .milliseconds(1)
        let harness = try FastCGIHarness(responder, configuration: configuration)
        var first: FastCGIConnection? = try harness.connection()
        #expect(try first?.exchange(FastCGIRequest()).status == 200)
        let second = try harness.connection()
        try second.send(FastCGIRequest("GET", "/second").bytes)
        first = nil
        #expect(try second.receive().text == "/second")
    }
}
