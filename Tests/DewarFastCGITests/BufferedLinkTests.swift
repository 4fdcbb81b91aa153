import DewarFastCGI
import DewarHTTP
import DewarTesting
import Glibc
import HTTPTypes
import Synchronization
import Testing

/// What only a server can do whose sockets do not block: one thread is enough for all of it.
@Suite(.timeLimit(.minutes(1)))
struct BufferedLinkTests {
    private static func configuration(
        _ change: (inout FastCGIConfiguration) -> Void = { _ in }
    ) -> FastCGIConfiguration {
        var configuration = FastCGIHarness.configuration
        configuration.usesPlainDescriptors = false
        configuration.threads = 1
        change(&configuration)
        return configuration
    }

    // MARK: Requests

    @Test func halfSentRequestsHoldNoThread() throws {
        let harness = try FastCGIHarness(
            StubResponder.echo(), configuration: Self.configuration())  // 61, 62
        let request = FastCGIRequest("GET", "/").bytes
        let connections = try [1, 7, 8, 20, 200].flatMap { count in
            try (0..<10).map { _ in
                let connection = try harness.connection()
                try connection.send(Array(request.prefix(count)))
                return connection
            }
        }
        #expect(try harness.request("GET", "/good").text == echoed("GET", "/good"))
        for (index, connection) in connections.enumerated() {
            try connection.send(Array(request.dropFirst([1, 7, 8, 20, 200][index / 10])))
            #expect(try connection.receive().text == echoed("GET", "/"))
        }
    }

    @Test func manyRequestsInOneWriteAreAnsweredInOrder() throws {
        let harness = try FastCGIHarness(
            StubResponder { .plain($0.path) }, configuration: Self.configuration())  // 16
        try harness.connect { connection throws in
            try connection.send((0..<500).flatMap { FastCGIRequest("GET", "/\($0)").bytes })
            for index in 0..<500 { #expect(try connection.receive().text == "/\(index)") }
        }
    }

    // MARK: Bodies

    @Test func bodiesThatComeSlowlyHoldNoThread() throws {
        let responder = StubResponder { request in
            var count = 0
            do {
                for try await chunk in request.body { count += chunk.count }
            } catch {
                return .plain("\(error)")
            }
            return .plain("\(count)")
        }
        let harness = try FastCGIHarness(responder, configuration: Self.configuration())
        let request = FastCGIRequest("POST", "/", body: bytes(1_000_000)).bytes
        let connections = try (0..<4).map { _ in try harness.connection() }
        var sent = 0
        for size in [70_000, 1, 300_000, 500_000, request.count] {
            let piece = Array(request.dropFirst(sent).prefix(size))
            for connection in connections { try connection.send(piece) }
            sent += piece.count
            #expect(try harness.request("GET", "/").text == "0")
        }
        for connection in connections { #expect(try connection.receive().text == "1000000") }
    }

    @Test func aBodyThatIsAwaitedTimesOut() throws {
        let responder = StubResponder { request in
            do {
                for try await _ in request.body {}
                return .plain("whole")
            } catch {
                return .plain("\(error)")
            }
        }
        let harness = try FastCGIHarness(
            responder,
            configuration: Self.configuration { $0.readDeadline = .milliseconds(50) })
        try harness.connect { connection throws in
            try connection.send(
                Array(FastCGIRequest("POST", "/", body: bytes(200_000)).bytes.prefix(100_000)))
            let text = "request body timed out: no byte came in time."
            #expect(try connection.receive().text == text)
            try connection.waitForEnd()
        }
    }

    /// Reads while it writes, as an echo does, for a web server that sends first.
    @Test func aPeerThatSendsBeforeItReadsIsServed() throws {
        let responder = StubResponder { request in  // 72
            Response(
                body: .stream { writer in
                    for try await chunk in request.body { try await writer.write(chunk) }
                })
        }
        let harness = try FastCGIHarness(
            responder,
            configuration: Self.configuration { $0.bodyBacklogBytes = 8 * 1024 * 1024 })
        let body = bytes(4_000_000)
        try harness.connect { connection throws in
            try connection.sendBeforeReading(FastCGIRequest("POST", "/", body: body).bytes)
            #expect(try connection.receive().body == body)
        }
    }

    @Test func aBodyOverTheBacklogIsGivenUpAndNotTheAnswer() throws {
        let answer = bytes(1_000_000)
        let responder = StubResponder { _ in
            Response(body: .stream { writer in try await writer.write(answer) })
        }
        let harness = try FastCGIHarness(
            responder,
            configuration: Self.configuration { $0.bodyBacklogBytes = 100_000 })
        try harness.connect { connection throws in
            try connection.sendBeforeReading(
                FastCGIRequest("POST", "/", body: bytes(8_000_000)).bytes)
            #expect(try connection.receive().body == answer)
        }
    }

    // MARK: Answers

    @Test(arguments: [0, 1, 65_527, 65_528, 65_529, 131_056, 131_057, 5_000_000])
    func filesAreSent(_ count: Int) throws {
        let path = "/tmp/dewar-\(getpid())-\(count)"
        defer { unlink(path) }
        let content = bytes(count + 20)
        let file = fopen(path, "w")
        fwrite(content, 1, content.count, file)
        fclose(file)
        let responder = StubResponder { _ in
            do {
                return Response(body: .file(try OpenFile(path: path, range: 10..<(10 + count))))
            } catch {
                return .plain("\(error)")
            }
        }
        for isPlain in [false, true] {
            let harness = try FastCGIHarness(
                responder,
                configuration: Self.configuration { $0.usesPlainDescriptors = isPlain })
            try harness.connect { connection throws in
                for _ in 0..<2 {
                    let answer = try connection.exchange(FastCGIRequest("GET", "/"))
                    #expect(answer.body == Array(content[10..<(10 + count)]))
                    #expect(answer.isComplete)
                }
            }
        }
    }

    @Test(arguments: [65_535, 65_536, 131_056, 3_000_001])
    func largeTextIsSent(_ count: Int) throws {
        let text =
            String(repeating: "가", count: count / 3) + String(repeating: "x", count: count % 3)
        let harness = try FastCGIHarness(
            StubResponder { _ in .plain(text) }, configuration: Self.configuration())
        try harness.connect { connection throws in
            for _ in 0..<2 {
                #expect(try connection.exchange(FastCGIRequest("GET", "/")).text == text)
            }
        }
    }

    @Test func answersThatNobodyReadsHoldNoThread() throws {
        let answer = bytes(3_000_000)
        let responder = StubResponder { request in
            switch request.path {
            case "/whole": Response(body: .bytes(answer))
            case "/stream": Response(body: .stream { try await $0.write(answer) })
            default: .plain("small")
            }
        }
        let harness = try FastCGIHarness(responder, configuration: Self.configuration())
        let connections = try ["/whole", "/stream", "/whole", "/stream"].map { path in
            let connection = try harness.connection()
            try connection.send(FastCGIRequest("GET", path).bytes)
            return connection
        }
        #expect(try harness.request("GET", "/").text == "small")
        for connection in connections { #expect(try connection.receive().body == answer) }
    }

    @Test(arguments: ["/whole", "/stream"])
    func answersThatNobodyReadsHaveADeadline(_ path: String) throws {
        let answer = bytes(3_000_000)
        let responder = StubResponder { request in  // 69
            request.path == "/whole"
                ? Response(body: .bytes(answer))
                : Response(body: .stream { try await $0.write(answer) })
        }
        let harness = try FastCGIHarness(
            responder,
            configuration: Self.configuration { $0.writeDeadline = .milliseconds(50) })
        try harness.connect { connection throws in
            try connection.send(FastCGIRequest("GET", path).bytes)
            usleep(300_000)
            #expect(try connection.waitForEnd() < answer.count)
        }
    }

    @Test(arguments: ["/whole", "/stream"])
    func whoSendsAndDoesNotReadHasTheSameDeadline(_ path: String) throws {
        let answer = bytes(3_000_000)
        let responder = StubResponder { request in
            request.path == "/whole"
                ? Response(body: .bytes(answer))
                : Response(body: .stream { try await $0.write(answer) })
        }
        let harness = try FastCGIHarness(
            responder,
            configuration: Self.configuration { $0.writeDeadline = .milliseconds(100) })
        try harness.connect { connection throws in
            try connection.send(FastCGIRequest("GET", path).bytes)
            // Records of a request that is not there are ignored: each is an event all the same.
            let isCut = Self.waitUntil {
                (try? connection.send([1, 5, 0, 99, 0, 0, 0, 0])) == nil
            }
            #expect(isCut)
        }
    }

    // MARK: Cancellation

    private static func waitUntil(_ condition: () -> Bool) -> Bool {
        for _ in 0..<2000 where !condition() { usleep(5000) }
        return condition()
    }

    /// Sleeps for a minute, or until it is cancelled.
    private final class Sleeper: Responder {
        let begun = Atomic(0)
        let cancelled = Atomic(0)

        func respond(to request: Request) async -> Response {
            if request.path == "/quick" { return .plain("quick") }
            begun.add(1, ordering: .relaxed)
            do {
                try await Task.sleep(for: .seconds(60))
                return .plain("slept")
            } catch {
                cancelled.add(1, ordering: .relaxed)
                return .plain("cancelled")
            }
        }
    }

    @Test(arguments: [FastCGIHarness.Kind.unix, .tcp])
    func whenTheClientIsGoneTheTaskIsCancelled(_ kind: FastCGIHarness.Kind) throws {
        let sleeper = Sleeper()
        let harness = try FastCGIHarness(
            sleeper, configuration: Self.configuration(), over: kind)
        do {
            let connection = try harness.connection()
            try connection.send(FastCGIRequest("GET", "/").bytes)
            #expect(Self.waitUntil { sleeper.begun.load(ordering: .relaxed) == 1 })
        }
        #expect(Self.waitUntil { sleeper.cancelled.load(ordering: .relaxed) == 1 })
    }

    /// Over TCP its first byte goes out early, to find out whether the peer still reads.
    @Test(arguments: [FastCGIHarness.Kind.unix, .tcp], [10, 100_000])
    func aPeerThatSaysNoMoreGetsItsAnswer(_ kind: FastCGIHarness.Kind, _ count: Int) async throws {
        let gate = Gate()
        let body = bytes(count)
        let responder = StubResponder { request in  // 68
            switch request.path {
            case "/whole":
                await gate.pass()
                return Response(body: .bytes(body))
            case "/stream":
                return Response(
                    body: .stream { writer in
                        try await writer.write(body)
                        await gate.pass()
                        try await writer.write(body)
                    })
            default: return .plain("quick")
            }
        }
        let harness = try FastCGIHarness(
            responder, configuration: Self.configuration(), over: kind)
        let connections = try ["/whole", "/stream"].map { path in
            let connection = try harness.connection()
            try connection.send(FastCGIRequest("GET", path).bytes)
            return connection
        }
        await gate.waitForArrival(of: 2)
        for connection in connections { connection.closeWriting() }
        // The one thread takes the events one after the other: it has seen the ends by then.
        for _ in 0..<5 { #expect(try harness.request("GET", "/").text == "quick") }
        gate.open()
        #expect(try connections[0].receive().body == body)
        #expect(try connections[1].receive().body == body + body)
        for connection in connections { try connection.waitForEnd() }
    }

    @Test func aRequestThatTakesTooLongIsAnsweredWith504() throws {
        let sleeper = Sleeper()
        let harness = try FastCGIHarness(
            sleeper,
            configuration: Self.configuration { $0.requestTimeout = .milliseconds(50) })
        try harness.connect { connection throws in
            #expect(try connection.exchange(FastCGIRequest("GET", "/")).status == 504)
            #expect(try connection.exchange(FastCGIRequest("GET", "/quick")).text == "quick")
        }
        #expect(
            harness.logLines == [
                "warning: request refused with 504: request timed out: it took longer than 0.05 seconds."
            ])
    }

    @Test func aStreamThatTakesTooLongToBeginIsAnsweredWith504() throws {
        let responder = StubResponder { request in
            Response(
                body: .stream { writer in
                    if request.path == "/late" { try await writer.write("begun") }
                    try await Task.sleep(for: .seconds(60))
                })
        }
        let harness = try FastCGIHarness(
            responder,
            configuration: Self.configuration { $0.requestTimeout = .milliseconds(50) })
        #expect(try harness.request("GET", "/").status == 504)
        let answer = try harness.request("GET", "/late")
        #expect(answer.text == "begun" && !answer.isComplete)
    }

    // MARK: Management

    @Test func repliesThatNobodyReadsHaveALimit() throws {
        let harness = try FastCGIHarness(
            StubResponder.echo(),
            configuration: Self.configuration { $0.maximalManagementRecords = .max })  // 59
        let question = FastCGIRecord(
            .getValues, requestID: 0, FastCGIRecord.pair("FCGI_MPXS_CONNS", "")
        ).bytes
        try harness.connect { connection throws -> Void in
            let questions = (0..<100_000).flatMap { _ in question }
            #expect(throws: FastCGIHarnessError.self) {
                try connection.sendBeforeReading(questions)
            }
            return
        }
        #expect(try harness.request("GET", "/").text == echoed("GET", "/"))
    }
}
