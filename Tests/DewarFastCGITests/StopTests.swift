import DewarFastCGI
import DewarHTTP
import DewarTesting
import HTTPTypes
import Testing

@Suite(.timeLimit(.minutes(1)))
struct StopTests {
    private let gate = Gate()

    private var responder: StubResponder {
        let gate = gate
        return StubResponder { request in
            if request.path.hasPrefix("/wait") { await gate.pass() }
            if request.path.hasSuffix("/endless") { return Self.endless }
            var response = Response.plain(request.path)
            response.isOpenEnded = request.path == "/over"
            return response
        }
    }

    /// What goes on until it is cancelled.
    private static var endless: Response {
        var response = Response(
            contentType: "text/plain",
            body: .stream { out in
                try await out.write("begun ")
                do { try await Task.sleep(for: .seconds(600)) } catch {
                    try await out.write("ended")
                }
            })
        response.isOpenEnded = true
        return response
    }

    @Test func idleServerStopsAtOnce() async throws {
        let harness = try FastCGIHarness(responder)  // 77
        let server = try #require(harness.server)
        server.stop()
        #expect(await server.waitUntilStopped() == 0)
        #expect(throws: FastCGIHarnessError.self) { try harness.connection() }
    }

    @Test func idleConnectionsAreClosed() async throws {
        let harness = try FastCGIHarness(responder)
        let server = try #require(harness.server)
        let connections = try (0..<5).map { _ in try harness.connection() }
        for connection in connections.dropLast() {
            #expect(try connection.exchange(FastCGIRequest()).status == 200)
        }
        server.stop()
        #expect(await server.waitUntilStopped() == 0)
        for connection in connections { try connection.waitForEnd() }
    }

    @Test func requestsInFlightAreAnswered() async throws {
        let harness = try FastCGIHarness(responder)
        let server = try #require(harness.server)
        let connection = try harness.connection()
        try connection.send(FastCGIRequest("GET", "/wait").bytes)
        await gate.waitForArrival()
        server.stop()
        gate.open()
        #expect(try connection.receive().text == "/wait")
        try connection.waitForEnd()
        #expect(await server.waitUntilStopped() == 0)
    }

    @Test func answersWithoutAnEndAreEndedAtOnce() async throws {
        let harness = try FastCGIHarness(responder)
        let server = try #require(harness.server)
        let connections = try (0..<20).map { _ in try harness.connection() }
        for connection in connections {
            try connection.send(FastCGIRequest("GET", "/endless").bytes)
            let begun = try #require(try connection.receiveRecord())
            #expect(String(decoding: begun.content, as: UTF8.self).hasSuffix("begun "))
        }
        server.stop()
        for connection in connections {
            let rest = try connection.receive()
            #expect(rest.isComplete && rest.output.elementsEqual("ended".utf8))
            try connection.waitForEnd()
        }
        #expect(await server.waitUntilStopped() == 0)
    }

    @Test func anAnswerWithoutAnEndThatBeginsLateIsEndedAtOnce() async throws {
        let harness = try FastCGIHarness(responder)
        let server = try #require(harness.server)
        let connection = try harness.connection()
        try connection.send(FastCGIRequest("GET", "/wait/endless").bytes)
        await gate.waitForArrival()
        server.stop()
        gate.open()
        #expect(try connection.receive().text == "begun ended")
        #expect(await server.waitUntilStopped() == 0)
    }

    /// The connection is kept, and its next answer is one like any other.
    @Test func anAnswerAfterOneWithoutAnEndIsWaitedFor() async throws {
        let harness = try FastCGIHarness(responder)
        let server = try #require(harness.server)
        let connection = try harness.connection()
        try connection.send(FastCGIRequest("GET", "/over").bytes)
        _ = try connection.receive()
        try connection.send(FastCGIRequest("GET", "/wait").bytes)
        await gate.waitForArrival()
        server.stop()
        gate.open()
        #expect(try connection.receive().text == "/wait")
        #expect(await server.waitUntilStopped() == 0)
    }

    @Test func requestsThatWaitInTheQueueAreAnswered() async throws {
        var configuration = FastCGIHarness.configuration
        configuration.idleGrace = .seconds(5)
        let harness = try FastCGIHarness(responder, configuration: configuration)
        let server = try #require(harness.server)
        let connections = try (0..<10).map { _ in try harness.connection() }
        server.stop()
        for connection in connections {
            #expect(try connection.exchange(FastCGIRequest("GET", "/late")).text == "/late")
            try connection.waitForEnd()
        }
        #expect(await server.waitUntilStopped() == 0)
    }

    @Test func waitingForAnswersHasADeadline() async throws {
        let harness = try FastCGIHarness(responder)
        let server = try #require(harness.server)
        let connection = try harness.connection()
        try connection.send(FastCGIRequest("GET", "/wait").bytes)
        await gate.waitForArrival()
        server.stop(within: .milliseconds(10))
        #expect(await server.waitUntilStopped() == 1)
        gate.open()
        #expect(try connection.receive().text == "/wait")
    }

    @Test func secondStopCanOnlyShortenTheTime() async throws {
        let harness = try FastCGIHarness(responder)  // 78
        let server = try #require(harness.server)
        let connection = try harness.connection()
        try connection.send(FastCGIRequest("GET", "/wait").bytes)
        await gate.waitForArrival()
        server.stop()
        server.stop(within: .zero)
        server.stop(within: .seconds(60))
        #expect(await server.waitUntilStopped() == 1)
        gate.open()
    }

    @Test func serverStartsOnce() throws {
        let harness = try FastCGIHarness(responder)
        #expect(throws: FastCGIError.self) { try harness.server?.start() }
    }

    @Test func serverThatNeverStartedStops() async throws {
        let socket = try ListeningSocket.tcp(host: "127.0.0.1", port: 0)
        let server = try FastCGIServer(sockets: [socket], responder: responder)
        server.stop()
        #expect(await server.waitUntilStopped() == 0)
    }
}
