import Dewar
import DewarTesting
import Synchronization
import Testing

/// Server-sent events, as the WHATWG's HTML writes them.
@Suite struct EventStreamTests {
    private func text(
        headers: Headers = [:], _ stream: @escaping @Sendable () -> EventStream
    ) async throws -> TestAnswer {
        let app = Application { app in app.get("/") { stream() } }
        return try await TestClient(app).get("/", headers: headers)
    }

    @Test func eventsAreWrittenLineByLine() async throws {
        let answer = try await text {
            EventStream { events in
                try await events.send("one")
                try await events.send("a\nb\r\nc\rd\n", name: "many", id: "7")
                try await events.send("", id: "")
                try await events.send(json: ["x": [1, "\n"]], name: "json")
                try await events.comment("still\nhere")
            }
        }
        #expect(
            answer.text == """
                :

                data: one

                id: 7
                event: many
                data: a
                data: b
                data: c
                data: d
                data: 

                id: 
                data: 

                event: json
                data: {"x":[1,"\\n"]}

                :still
                :here


                """)
        #expect(answer.headers[.contentType] == "text/event-stream; charset=utf-8")
        #expect(answer.headers[.cacheControl] == "no-store")
        #expect(answer.headers["X-Accel-Buffering"] == "no")
        #expect(answer.headers[.contentLength] == nil)
    }

    @Test(arguments: [
        (Duration.milliseconds(2500), "retry: 2500\n\n"), (.zero, "retry: 0\n\n"),
        (.seconds(-3), "retry: 0\n\n"), (.seconds(Int64.max), "retry: 1099511627776000\n\n"),
    ])
    func retryIsInMilliseconds(retry: Duration, text: String) async throws {
        #expect(try await self.text { EventStream(retry: retry) { _ in } }.text == text)
    }

    @Test func theLastIDIsTheClients() async throws {
        let stream: @Sendable () -> EventStream = {
            EventStream { events in
                try await events.send("\(events.lastEventID ?? "none") \(request.path)")
            }
        }
        #expect(try await text(stream).text == ":\n\ndata: none /\n\n")
        let answer = try await text(headers: ["Last-Event-ID": "41"], stream)
        #expect(answer.text == ":\n\ndata: 41 /\n\n")
    }

    @Test func sequencesAreStreams() async throws {
        let answer = try await text {
            EventStream(
                AsyncStream { continuation in
                    continuation.yield(ServerEvent("a", name: "n"))
                    continuation.yield(ServerEvent(json: [1]))
                    continuation.finish()
                })
        }
        #expect(answer.text == ":\n\nevent: n\ndata: a\n\ndata: [1]\n\n")
    }

    @Test(arguments: [("a\nb", nil), (nil, "a\rb"), (nil, "a\0b")] as [(String?, String?)])
    func namesAndIDsOfSeveralLinesAreRefused(name: String?, id: String?) async throws {
        let isRefused = Atomic(false)
        _ = try await text {
            EventStream { events in
                do {
                    try await events.send("x", name: name, id: id)
                } catch is EventError {
                    isRefused.store(true, ordering: .relaxed)
                }
            }
        }
        let wasRefused = isRefused.load(ordering: .relaxed)
        #expect(wasRefused)
    }

    @Test func silenceIsFilledWithComments() async throws {
        let answer = try await text {
            EventStream(heartbeat: .milliseconds(5)) { events in
                try await Task.sleep(for: .milliseconds(60))
                try await events.send("late")
            }
        }
        #expect(answer.text.hasPrefix(":\n\n:\n\n"))
        #expect(answer.text.hasSuffix("data: late\n\n"))
    }

    /// A client that is gone when the second piece comes.
    private final class GoneClient: ResponseBodyWriter {
        private let count = Atomic(0)
        struct Gone: Error {}
        func write(_ bytes: [UInt8]) async throws {
            if count.wrappingAdd(1, ordering: .relaxed).newValue > 1 { throw Gone() }
        }
    }

    @Test func aClientThatIsGoneEndsTheStreamAndItsContext() async throws {
        let isOver = Atomic(false)
        let isCancelled = Atomic(false)
        let app = Application { app in
            app.teardownRequest { error in
                isOver.store(error is GoneClient.Gone, ordering: .relaxed)
            }
            app.get("/") {
                EventStream(heartbeat: .milliseconds(1)) { _ in
                    do {
                        try await Task.sleep(for: .seconds(600))
                    } catch {
                        isCancelled.store(true, ordering: .relaxed)
                        throw error
                    }
                }
            }
        }
        let request = try Request(
            parameters: RequestParameters([("REQUEST_METHOD", "GET"), ("PATH_INFO", "/")]),
            body: RequestBody())
        let response = await (try app.makeResponder()).respond(to: request)
        guard case .stream(let write) = response.body.storage else {
            Issue.record("no stream")
            return
        }
        await #expect(throws: GoneClient.Gone.self) { try await write(GoneClient()) }
        let (over, cancelled) = (
            isOver.load(ordering: .relaxed), isCancelled.load(ordering: .relaxed)
        )
        #expect(over && cancelled)
    }

    @Test func aCancelledStreamEndsInOrder() async throws {
        let app = Application { app in
            app.get("/") { EventStream { _ in try await Task.sleep(for: .seconds(600)) } }
        }
        let client = try TestClient(app)
        let task = Task { try await client.get("/").text }
        task.cancel()
        let text = (try? await task.value) ?? ""
        #expect([":\n\n", ""].contains(text))
    }

    @Test func tasksMayShareASender() async throws {
        let answer = try await text {
            EventStream { events in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for number in 0..<200 {
                        group.addTask { try await events.send("\(number)\n\(number)") }
                    }
                    try await group.waitForAll()
                }
            }
        }
        let events = answer.text.split(separator: "\n\n").dropFirst()
        #expect(events.count == 200)
        #expect(Set(events) == Set((0..<200).map { "data: \($0)\ndata: \($0)" }))
    }
}
