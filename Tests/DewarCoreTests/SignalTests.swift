import Dewar
import DewarTesting
import Synchronization
import Testing

/// What an application tells, and to whom.
@Suite struct SignalTests {
    private final class Record: Sendable {
        private let lines = Mutex<[String]>([])
        func add(_ line: String) { lines.withLock { $0.append(line) } }
        var all: [String] { lines.withLock { $0 } }
    }

    private struct Failure: Error {}

    private let record = Record()

    private func listen(_ app: Application) -> [SignalConnection] {
        let record = record
        return [
            app.signals.requestStarted.connect { record.add("started \($0.path)") },
            app.signals.gotRequestError.connect { record.add("error \(type(of: $0))") },
            app.signals.requestFinished.connect { record.add("finished \($0.status.code)") },
            app.signals.requestTearingDown.connect { error in
                record.add("tearing down \(error.map { "\(type(of: $0))" } ?? "-")")
            },
        ]
    }

    private func makeApplication() -> Application {
        Application { app in
            app.get("/") { "home" }
            app.get("/fail") { () throws -> String in throw Failure() }
        }
    }

    @Test func signalsComeInFlasksOrder() async throws {
        let app = makeApplication()
        let connections = listen(app)
        let client = try TestClient(app)
        _ = try await client.get("/")
        _ = try await client.get("/fail")
        for connection in connections { connection.end() }
        _ = try await client.get("/")
        #expect(
            record.all == [
                "started /", "finished 200", "tearing down -",
                "started /fail", "error Failure", "finished 500", "tearing down Failure",
            ])
    }

    @Test func aReceiverLastsAsLongAsItsCode() async throws {
        let app = makeApplication()
        let record = record
        let client = try TestClient(app)
        try await app.signals.requestStarted.connected(to: { record.add($0.path) }) {
            _ = try await client.get("/during")
        }
        _ = try await client.get("/after")
        #expect(record.all == ["/during"])
    }

    @Test func eventsAreASequence() async throws {
        let app = makeApplication()
        var events = app.signals.requestFinished.events.makeAsyncIterator()
        let client = try TestClient(app)
        _ = try await client.get("/")
        _ = try await client.get("/none")
        #expect(await events.next()?.status == .ok)
        #expect(await events.next()?.status == .notFound)
    }
}
