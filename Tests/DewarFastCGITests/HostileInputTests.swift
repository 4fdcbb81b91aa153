import DewarFastCGI
import DewarHTTP
import DewarTesting
import Testing

/// What closes a connection: the responder never sees it, and the server goes on.
@Suite(.timeLimit(.minutes(1)))
struct HostileInputTests {
    private let responder = StubResponder { request in .plain(request.path) }

    private func expectClosed(
        _ bytes: [UInt8], endsWriting: Bool = true, logs: Int = 1,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        // One thread: it logs before it answers the next request.
        var configuration = FastCGIHarness.configuration
        configuration.threads = 1
        let harness = try FastCGIHarness(responder, configuration: configuration)
        try harness.connect { connection throws in
            try connection.send(bytes)
            if endsWriting { connection.closeWriting() }
            #expect(try connection.waitForEnd() == 0, sourceLocation: sourceLocation)
        }
        #expect(
            try harness.request("GET", "/alive").text == "/alive", sourceLocation: sourceLocation)
        #expect(harness.logLines.count == logs, sourceLocation: sourceLocation)
        #expect(responder.paths == ["/alive"], sourceLocation: sourceLocation)
    }

    @Test(arguments: [0, 2, 255] as [UInt8])
    func otherVersionsAreClosed(_ version: UInt8) throws {
        var records = FastCGIRequest().records  // 47
        records[0].version = version
        try expectClosed(records.flatMap(\.bytes), endsWriting: false)
    }

    @Test(arguments: [0, 4, 7, 9])
    func beginningsOfOtherLengthsAreClosed(_ length: Int) throws {
        var records = FastCGIRequest().records  // 48
        records[0].content = Array((records[0].content + [0]).prefix(length))
        try expectClosed(records.flatMap(\.bytes), endsWriting: false)
    }

    @Test func requestNumberZeroIsClosed() throws {
        var request = FastCGIRequest()  // 49
        request.id = 0
        try expectClosed(request.bytes, endsWriting: false)
    }

    @Test func bodyBeforeTheParametersEndIsClosed() throws {
        var records = FastCGIRequest("POST", "/", body: [1, 2, 3]).records  // 51
        records.remove(at: 2)
        try expectClosed(records.flatMap(\.bytes), endsWriting: false)
    }

    /// Cut off at the end of a pair, libfcgi takes the rest for all there is.
    @Test(arguments: 0...25)
    func parametersThatEndWithTheConnectionAreNoRequest(_ cut: Int) throws {
        let pairs = FastCGIRecord.pair("REQUEST_METHOD", "GET")  // 53, 62
        let bytes =
            FastCGIRecord.begin(flags: 1).bytes + FastCGIRecord(.parameters, pairs + pairs).bytes
        try expectClosed(Array(bytes.prefix(16 + 8 + pairs.count + cut)))
    }

    /// The connection is closed where libfcgi has it, and goes on where it is ours.
    @Test(arguments: [true, false])
    func parametersThatAreAbortedAreNoRequest(_ isPlain: Bool) throws {
        var configuration = FastCGIHarness.configuration  // 64
        configuration.usesPlainDescriptors = isPlain
        let harness = try FastCGIHarness(responder, configuration: configuration)
        try harness.connect { connection throws in
            try connection.send([
                .begin(flags: 1),
                FastCGIRecord(.parameters, FastCGIRecord.pair("REQUEST_METHOD", "GET")),
                FastCGIRecord(.abortRequest),
            ])
            if isPlain {
                #expect(try connection.waitForEnd() == 0)
            } else {
                #expect(try connection.receiveRecord()?.kind == 3)
                #expect(try connection.exchange(FastCGIRequest("GET", "/next")).text == "/next")
            }
        }
        #expect(responder.paths == (isPlain ? [] : ["/next"]))
    }

    @Test(arguments: 1...19)
    func pairsThatAreLongerThanTheirStreamAreNoRequest(_ length: Int) throws {
        let pair = FastCGIRecord.pair("REQUEST_METHOD", "GET", longLengths: true)  // 53
        try expectClosed(
            [
                FastCGIRecord.begin(flags: 1),
                FastCGIRecord(.parameters, pair + pair.prefix(length)),
                FastCGIRecord(.parameters), FastCGIRecord(.input),
            ].flatMap(\.bytes), endsWriting: false)
    }

    @Test(arguments: [
        Array("GET / HTTP/1.1\r\nHost: x\r\n\r\n".utf8),
        [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc],
    ])
    func otherProtocolsAreClosed(_ bytes: [UInt8]) throws {
        try expectClosed(bytes, endsWriting: false)  // 84, 85
    }

    @Test func connectionWithoutARequestIsClosedQuietly() throws {
        try expectClosed([], logs: 0)
    }

    @Test func idleConnectionIsClosedAtItsDeadline() throws {
        var configuration = FastCGIHarness.configuration  // 60
        configuration.idleTimeout = .milliseconds(20)
        let harness = try FastCGIHarness(responder, configuration: configuration)
        try harness.connect { connection throws in #expect(try connection.waitForEnd() == 0) }
        try harness.connect { connection throws in
            #expect(try connection.exchange(FastCGIRequest()).status == 200)
            #expect(try connection.waitForEnd() == 0)
        }
        #expect(harness.logLines == [])
    }

    @Test func stalledBeginningIsClosedAtItsDeadline() throws {
        var configuration = FastCGIHarness.configuration  // 61
        configuration.readDeadline = .milliseconds(20)
        let harness = try FastCGIHarness(responder, configuration: configuration)
        try harness.connect { connection throws in
            try connection.send(Array(FastCGIRequest().bytes.prefix(7)))
            #expect(try connection.waitForEnd() == 0)
        }
        #expect(responder.paths == [])
    }

    @Test func halfClosedConnectionIsAnswered() throws {
        let harness = try FastCGIHarness(responder)  // 68
        try harness.connect { connection throws in
            try connection.send(FastCGIRequest("GET", "/half").bytes)
            connection.closeWriting()
            #expect(try connection.receive().text == "/half")
            #expect(try connection.waitForEnd() == 0)
        }
    }

    @Test func randomBytesAreSurvived() throws {
        let harness = try FastCGIHarness(responder)  // 83
        var state: UInt64 = 42
        for _ in 0..<50 {
            let bytes = (0..<20_000).map { _ -> UInt8 in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return UInt8(state >> 56)
            }
            try harness.connect { connection throws in
                // The server may close before all is sent.
                try? connection.send(bytes)
                connection.closeWriting()
                try connection.waitForEnd()
            }
        }
        #expect(try harness.request("GET", "/alive").text == "/alive")
    }
}
