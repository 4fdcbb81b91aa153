import Dewar
import DewarTesting
import Synchronization
import Testing

/// What is done when an answer was sent, or never will be.
@Suite struct AfterResponseTests {
    private struct Failure: Error {}

    private final class Notes: Sendable {
        private let lines = Mutex<[String]>([])
        func add(_ line: String) { lines.withLock { $0.append(line) } }
        var all: [String] { lines.withLock { $0 } }
    }

    private func notes(
        _ method: HTTPRequest.Method = .get, _ target: String = "/",
        _ setUp: @escaping (Application, Notes) -> Void
    ) async throws -> [String] {
        let notes = Notes()
        let app = Application { app in
            app.teardownRequest { _ in notes.add("teardown") }
            setUp(app, notes)
        }
        let client = try TestClient(app)
        notes.add("\(try await client.send(method, target).status.code)")
        await client.finishBackground()
        return notes.all
    }

    @Test func actionsFollowTheAnswerInOrderWithTheRequest() async throws {
        let found = try await notes { app, notes in
            app.route("/") {
                try afterResponse { notes.add("first \(request.path)") }
                try afterResponse { throw Failure() }
                try afterResponse { notes.add("third \(currentApp === app)") }
                notes.add("view")
                return "done"
            }
        }
        // The background's own context is torn down as well.
        #expect(
            found.filter { $0 != "200" }
                == ["view", "teardown", "first /", "third true", "teardown"])
    }

    @Test func actionsFollowTheLastPieceOfAStream() async throws {
        let found = try await notes { app, notes in
            app.teardownRequest { _ in notes.add("over") }
            app.route("/") { () -> Response in
                try afterResponse { notes.add("after") }
                return Response(
                    body: .stream { out in
                        try await out.write("a")
                        try afterResponse { notes.add("after too") }
                        notes.add("written")
                    })
            }
        }
        #expect(
            found.filter { $0 != "200" }
                == ["written", "over", "teardown", "after", "after too", "over", "teardown"])
    }

    @Test func actionsFollowAnErrorAsWell() async throws {
        let found = try await notes { app, notes in
            app.route("/") { () -> Response in
                try afterResponse { notes.add("after") }
                throw Failure()
            }
        }
        #expect(found.contains("500") && found.contains("after"))
    }

    @Test func aTeardownFunctionMayBeTheFirst() async throws {
        let found = try await notes { app, notes in
            let isFirst = Atomic(true)
            app.teardownRequest { _ in
                if isFirst.exchange(false, ordering: .relaxed) {
                    try afterResponse { notes.add("after") }
                }
            }
            app.route("/") { "done" }
        }
        #expect(found.contains("after"))
    }

    @Test func aResponseTellsWhenItWasSent() async throws {
        let found = try await notes { app, notes in
            app.route("/") { () -> Response in
                var response: Response = "done"
                response.callOnClose { notes.add("first") }
                response.callOnClose { notes.add("second") }
                return response
            }
        }
        #expect(found == ["teardown", "first", "second", "200"])
    }

    @Test func aResponseThatWasReplacedTellsItToo() async throws {
        let found = try await notes { app, notes in
            app.use { request, next in
                _ = await next(request)
                return "another"
            }
            app.route("/") { () -> Response in
                try afterResponse { notes.add("after") }
                return "done"
            }
        }
        #expect(found.contains("after"))
    }

    @Test(arguments: [HTTPRequest.Method.get, .head])
    func aStreamsContextIsTornDownOnce(method: HTTPRequest.Method) async throws {
        let found = try await notes(method) { app, notes in
            app.route("/") {
                Response(body: .stream { out in try await out.write("\(request.path)") })
            }
        }
        #expect(found == ["teardown", "200"])
    }

    @Test func aStreamThatNobodyWritesIsTornDown() async throws {
        let isDown = Mutex<CheckedContinuation<Void, Never>?>(nil)
        let app = Application { app in
            app.use { request, next in
                _ = await next(request)
                return "another"
            }
            app.teardownRequest { _ in isDown.withLock { $0?.resume() } }
            app.route("/") { Response(body: .stream { _ in }) }
        }
        let client = try TestClient(app)
        await withCheckedContinuation { continuation in
            isDown.withLock { $0 = continuation }
            Task { try await client.get("/") }
        }
    }

    @Test func aStreamThatFailsIsTornDownWithItsError() async throws {
        let found = try await notes { app, notes in
            app.teardownRequest { error in notes.add("\(error is Failure)") }
            app.route("/") { Response(body: .stream { _ in throw Failure() }) }
        }
        #expect(found == ["true", "teardown", "200"])
    }

    @Test func outsideOfARequestItStops() async throws {
        await #expect(processExitsWith: .failure) { try afterResponse {} }
        await #expect(processExitsWith: .failure) {
            try await Application { _ in }.withContext { try afterResponse {} }
        }
    }
}
