import Dewar
import DewarTesting
import Synchronization
import Testing

/// What an application does before its first request and after its last one.
@Suite struct LifecycleTests {
    private struct Failure: Error {}

    private final class Notes: Sendable {
        private let lines = Mutex<[String]>([])
        func add(_ line: String) { lines.withLock { $0.append(line) } }
        var all: [String] { lines.withLock { $0 } }
    }

    @Test func startsOnceInOrderAndStopsInReverse() async throws {
        let notes = Notes()
        let inner = Blueprint("inner") { inner in
            inner.onStart { notes.add("start inner") }
            inner.onStop { notes.add("stop inner") }
        }
        let mounted = Application { app in
            app.onStart { notes.add("start mounted \(currentApp.config["NAME"]?.string ?? "-")") }
            app.onStop { notes.add("stop mounted") }
            app.config["NAME"] = "m"
        }
        let app = Application { app in
            app.onStart { notes.add("start first \(hasAppContext) \(hasRequestContext)") }
            app.onStop { notes.add("stop first") }
            app.register(inner)
            app.onStart { notes.add("start last") }
            app.onStop { throw Failure() }
            app.mount(mounted, at: "/m")
            app.route("/") { "done" }
        }
        let client = try TestClient(app)
        #expect(notes.all.isEmpty)
        try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<20 { group.addTask { try await client.get("/").text } }
            for try await text in group { #expect(text == "done") }
        }
        await client.stop()
        await client.stop()
        #expect(
            notes.all == [
                "start first true false", "start inner", "start last", "start mounted m",
                "stop mounted", "stop inner", "stop first",
            ])
    }

    @Test func whatCannotStartAnswersNothingAndSaysWhere() async throws {
        let notes = Notes()
        let app = Application { app in
            app.onStart(file: "Shop/App.swift", line: 12) { throw Failure() }
            app.onStart { notes.add("second") }
            app.onStop { notes.add("stop") }
            app.route("/") { "done" }
        }
        await #expect(throws: StartError.self) { try await app.start() }
        let client = try TestClient(app)
        let error = await #expect(throws: StartError.self) { try await client.get("/") }
        #expect(
            error?.description
                == "the application could not start: onStart (in Shop/App.swift:12) threw: Failure()"
        )
        await client.stop()
        #expect(notes.all.isEmpty)
    }

    @Test func whatNeverStartedDoesNotStop() async {
        let notes = Notes()
        await Application { $0.onStop { notes.add("stop") } }.stop()
        #expect(notes.all.isEmpty)
    }
}
