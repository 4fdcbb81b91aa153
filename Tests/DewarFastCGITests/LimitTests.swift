import DewarFastCGI
import DewarHTTP
import DewarTesting
import Glibc
import HTTPTypes
import Testing

/// Limits of ``FastCGIConfiguration`` that the other suites do not cross.
@Suite(.timeLimit(.minutes(1)))
struct LimitTests {
    private static func configuration(
        _ change: (inout FastCGIConfiguration) -> Void
    ) -> FastCGIConfiguration {
        var configuration = FastCGIHarness.configuration
        configuration.usesPlainDescriptors = false
        configuration.threads = 1
        change(&configuration)
        return configuration
    }

    @Test func aRequestBeginsWhenSoMuchOfItsBodyIsThere() async throws {
        let gate = Gate()
        let responder = StubResponder { request in
            if request.path == "/body" { await gate.pass() }
            return .plain(request.path)
        }
        let harness = try FastCGIHarness(
            responder, configuration: Self.configuration { $0.bodyBufferBytes = 10 })
        let connection = try harness.connection()
        let records = FastCGIRequest("POST", "/body", body: bytes(20)).records
        try connection.send(Array(records.prefix { $0.kind != FastCGIRecord.Kind.input.rawValue }))
        try connection.send([FastCGIRecord(.input, bytes(9))])
        // The one thread takes the events one after the other: it has seen the nine bytes by then.
        #expect(try harness.request("GET", "/").text == "/")
        #expect(responder.paths == ["/"])
        try connection.send([FastCGIRecord(.input, bytes(1))])
        await gate.waitForArrival()
        gate.open()
        try connection.send([FastCGIRecord(.input, bytes(10)), FastCGIRecord(.input)])
        #expect(try connection.receive().text == "/body")
    }

    /// What a server does with a body that nobody reads, on a connection that is not kept.
    private func withEarlyAnswer(
        _ configuration: FastCGIConfiguration, _ body: (FastCGIConnection) throws -> Void
    ) throws {
        let harness = try FastCGIHarness(
            StubResponder { _ in .plain("early") }, configuration: configuration)
        let connection = try harness.connection()
        let request = FastCGIRequest("POST", "/", body: bytes(1_000_000), keepConnection: false)
        try connection.send(Array(request.bytes.prefix(100_000)))
        #expect(try connection.receive().text == "early")
        try connection.waitForEnd()
        try body(connection)
    }

    @Test func aConnectionThatLingersTakesSoManyBytes() throws {
        try withEarlyAnswer(Self.configuration { $0.lingerBytes = 200_000 }) { connection in
            #expect(throws: FastCGIHarnessError.self) {
                try connection.sendBeforeReading(bytes(3_000_000))
            }
        }
        try withEarlyAnswer(Self.configuration { _ in }) { connection in
            try connection.sendBeforeReading(bytes(3_000_000))
        }
    }

    @Test func aConnectionLingersForSoLong() throws {
        let configuration = Self.configuration { $0.lingerTimeout = .milliseconds(50) }
        try withEarlyAnswer(configuration) { connection in
            #expect(throws: FastCGIHarnessError.self) {
                for _ in 0..<10_000 {
                    try connection.sendBeforeReading([0])
                    usleep(1000)
                }
            }
        }
    }

    @Test func stoppingWaitsForSoLong() async throws {
        let gate = Gate()
        let responder = StubResponder { _ in
            await gate.pass()
            return .plain("late")
        }
        let harness = try FastCGIHarness(
            responder, configuration: Self.configuration { $0.gracefulTimeout = .milliseconds(50) })
        let connection = try harness.connection()
        try connection.send(FastCGIRequest().bytes)
        await gate.waitForArrival()
        let server = try #require(harness.server)
        server.stop()
        #expect(await server.waitUntilStopped() == 1)
        gate.open()
    }
}
