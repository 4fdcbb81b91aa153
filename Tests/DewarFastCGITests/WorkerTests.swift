import DewarFastCGI
import DewarHTTP
import DewarTesting
import HTTPTypes
import Testing

@Suite(.timeLimit(.minutes(1)))
struct WorkerTests {
    private var oneThread: FastCGIConfiguration {
        var configuration = FastCGIHarness.configuration
        configuration.threads = 1
        return configuration
    }

    @Test func viewThatAwaitsHoldsNoThread() async throws {
        let gate = Gate()
        let responder = StubResponder { request in
            if request.path == "/wait" { await gate.pass() }
            return .plain(request.path)
        }
        let harness = try FastCGIHarness(responder, configuration: oneThread)
        let connections = try (0..<20).map { _ in try harness.connection() }
        for connection in connections {
            try connection.send(FastCGIRequest("GET", "/wait").bytes)
        }
        await gate.waitForArrival()
        #expect(try harness.request("GET", "/other").text == "/other")
        gate.open()
        for connection in connections {
            #expect(try connection.receive().text == "/wait")
            #expect(try connection.exchange(FastCGIRequest("GET", "/next")).text == "/next")
        }
    }

    @Test func viewMayAwaitActorsTasksAndTime() throws {
        actor Counter {
            var count = 0
            func next() -> Int {
                count += 1
                return count
            }
        }
        let counter = Counter()
        let responder = StubResponder { _ in
            async let first = counter.next()
            async let second = counter.next()
            let sum = await first + second
            await MainActor.run {}
            await Task.yield()
            try? await Task.sleep(for: .milliseconds(1))
            return .plain("\(sum) \(await counter.next())")
        }
        let harness = try FastCGIHarness(responder, configuration: oneThread)
        #expect(try harness.request().text == "3 3")
    }

    /// Each of two views waits, on its thread, for the other to come.
    @Test func viewsThatGoOnTogetherHaveAThreadEach() async throws {
        let gate = Gate()
        let rendezvous = try Rendezvous()
        let responder = StubResponder { request in
            await gate.pass()
            return .plain("\(rendezvous.meet(isFirst: request.path == "/0"))")
        }
        var configuration = FastCGIHarness.configuration
        configuration.threads = 2
        let harness = try FastCGIHarness(responder, configuration: configuration)
        let connections = try (0..<2).map { _ in try harness.connection() }
        for (number, connection) in connections.enumerated() {
            try connection.send(FastCGIRequest("GET", "/\(number)").bytes)
        }
        await gate.waitForArrival(of: 2)
        gate.open()
        for connection in connections { #expect(try connection.receive().text == "true") }
    }

    @Test func manyConnectionsAreServedAtOnce() async throws {
        let harness = try FastCGIHarness(StubResponder.echo())
        try await withThrowingTaskGroup(of: Void.self) { group in
            for client in 0..<8 {
                group.addTask { () throws in
                    try harness.connect { connection throws in
                        for number in 0..<200 {
                            let path = "/\(client)/\(number)"
                            let body = bytes(number * 97)
                            let answer = try connection.exchange(
                                FastCGIRequest("POST", path, body: body))
                            #expect(answer.text == echoed("POST", path, body))
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(harness.logLines == [])
    }

    @Test func connectionsThatAreNotKeptComeAndGo() async throws {
        let harness = try FastCGIHarness(StubResponder.echo(), over: .tcp)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for client in 0..<8 {
                group.addTask { () throws in
                    for number in 0..<100 {
                        let path = "/\(client)/\(number)"
                        #expect(try harness.request("GET", path).text == echoed("GET", path))
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(harness.logLines == [])
    }
}
