import Dewar
import DewarFastCGI
import DewarTesting
import Glibc
import Logging
import Synchronization
import Testing

extension Globals {
    fileprivate var user: String? {
        get { self[UserKey.self] }
        set { self[UserKey.self] = newValue }
    }
    fileprivate enum UserKey: GlobalsKey { typealias Value = String }
}

@Suite(.timeLimit(.minutes(1)))
struct BackgroundTests {
    private let notes = Notes()

    // MARK: In this process

    @Test func workGoesOnAfterTheAnswer() async throws {
        let (notes, door) = (notes, Door())
        let app = Application { app in
            app.route("/") {
                try app.background {
                    await door.wait()
                    notes.add("worked")
                }
                return "answered"
            }
        }
        let client = try TestClient(app)
        #expect(try await client.get("/").text == "answered")
        #expect(notes.all == [])
        door.open()
        await client.finishBackground()
        #expect(notes.all == ["worked"])
    }

    @Test func workHasTheRequestTheApplicationAndGlobalsOfItsOwn() async throws {
        let (notes, door) = (notes, Door())
        let app = Application { app in
            app.route("/<path:any>") { (_: String) in
                g.user = "kim"
                try app.background {
                    await door.wait()
                    notes.add("\(request.path) \(hasRequestContext) \(currentApp === app)")
                    notes.add("\(g.user ?? "nobody")")
                    g.user = "lee"
                    notes.add("\(await Task { g.user ?? "nobody" }.value)")
                }
                return g.user ?? "nobody"
            }
        }
        let client = try TestClient(app)
        #expect(try await client.get("/a/b").text == "kim")
        door.open()
        await client.finishBackground()
        // Flask 3.1.3: in a thread with a copied request context, hasattr(g, "user") is False.
        #expect(notes.all == ["/a/b true true", "nobody", "lee"])
    }

    @Test func workMayBeginMoreOfIt() async throws {
        let notes = notes
        let app = Application { app in
            app.route("/") {
                try app.background {
                    try app.background { notes.add(request.path) }
                }
                return ""
            }
        }
        let client = try TestClient(app)
        _ = try await client.get("/")
        await client.finishBackground()
        #expect(notes.all == ["/"])
    }

    @Test func whatWorkThrowsIsLogged() async throws {
        struct Failure: Error {}
        let app = Application(logger: notes.logger) { app in
            app.route("/<path:any>") { (_: String) in
                try app.background { throw Failure() }
                return "fine"
            }
        }
        let client = try TestClient(app)
        #expect(try await client.get("/a/b").text == "fine")
        await client.finishBackground()
        #expect(notes.all == ["error: background work of GET /a/b: Failure()"])
    }

    @Test func theEndOfWorkIsTornDownAsARequestIs() async throws {
        struct Failure: Error {}
        let (notes, door) = (notes, Door())
        let app = Application { app in
            app.teardownRequest { error in
                notes.add(
                    "\(request.path) \(g.user ?? "nobody") \(error.map { "\($0)" } ?? "well")")
            }
            app.route("/<user>") { user in
                g.user = user
                try app.background {
                    await door.wait()
                    g.user = "worker"
                    throw Failure()
                }
                return ""
            }
        }
        let client = try TestClient(app)
        _ = try await client.get("/kim")
        door.open()
        await client.finishBackground()
        // Flask 3.1.3: a copied request context is torn down at its end, with its own g.
        #expect(notes.all == ["/kim kim well", "/kim worker Failure()"])
    }

    @Test func workWithoutARequestHasTheApplicationAlone() async throws {
        let (notes, door) = (notes, Door())
        let app = Application { _ in }
        try app.background {
            notes.add("\(hasRequestContext) \(hasAppContext) \(currentApp === app)")
            door.open()
        }
        await door.wait()
        #expect(notes.all == ["false true true"])
    }

    // MARK: On a server

    @Test func workRunsOnTheServersThreads() async throws {
        let (notes, door) = (notes, Door())
        let app = Application { app in
            app.route("/") {
                try app.background {
                    notes.add(threadName())
                    await Task.yield()
                    notes.add(threadName())
                    door.open()
                }
                return ""
            }
        }
        let harness = try FastCGIHarness(app.makeResponder())
        #expect(try harness.request().status == 200)
        await door.wait()
        let names = notes.all
        #expect(names.count == 2)
        #expect(names.allSatisfy { $0.hasPrefix("dewar-") }, "\(names)")
    }

    @Test func tooMuchWorkIsA503() async throws {
        let (door, started) = (Door(), Door())
        let app = Application(logger: notes.logger) { app in
            app.route("/") {
                try app.background {
                    started.open()
                    await door.wait()
                }
                return ""
            }
        }
        var configuration = FastCGIHarness.configuration
        configuration.maximalBackgroundTasks = 1
        let harness = try FastCGIHarness(app.makeResponder(), configuration: configuration)
        #expect(try harness.request().status == 200)
        await started.wait()
        #expect(try harness.request().status == 503)
        let line = "background work refused: too much goes on already, or the server has stopped."
        #expect(notes.all == ["warning: \(line)"])
        door.open()
    }

    @Test func aGracefulStopWaitsForWork() async throws {
        let (notes, door, started) = (notes, Door(), Door())
        let app = Self.application(waitingAt: door, started, notes)
        let harness = try FastCGIHarness(app.makeResponder())
        let server = try #require(harness.server)
        #expect(try harness.request().status == 200)
        await started.wait()
        server.stop()
        notes.add("stopping")
        async let unanswered = server.waitUntilStopped()
        door.open()
        #expect(await unanswered == 0)
        #expect(notes.all == ["stopping", "worked"])
        #expect(throws: HTTPError.self) { try app.background {} }
    }

    @Test func aGracefulStopWaitsNoLongerThanItsDeadline() async throws {
        let (door, started) = (Door(), Door())
        let app = Self.application(waitingAt: door, started, notes)
        let harness = try FastCGIHarness(app.makeResponder())
        let server = try #require(harness.server)
        #expect(try harness.request().status == 200)
        await started.wait()
        server.stop(within: .milliseconds(10))
        #expect(await server.waitUntilStopped() == 0)
        let line = "warning: stopped before 1 pieces of background work had ended."
        #expect(harness.logLines.contains(line))
        door.open()
    }

    @Test func aClientThatGoesAwayEndsNoWork() async throws {
        let (notes, door, started, ended) = (notes, Door(), Door(), Door())
        let app = Application { app in
            app.route("/") { () async throws -> String in
                try app.background {
                    started.open()
                    await door.wait()
                    notes.add("cancelled: \(Task.isCancelled)")
                    ended.open()
                }
                try await Task.sleep(for: .seconds(60))
                return ""
            }
        }
        let harness = try FastCGIHarness(app.makeResponder())
        do {
            let connection = try harness.connection()
            try connection.send(FastCGIRequest().bytes)
            await started.wait()
        }
        door.open()
        await ended.wait()
        #expect(notes.all == ["cancelled: false"])
    }

    private static func application(
        waitingAt door: Door, _ started: Door, _ notes: Notes
    ) -> Application {
        Application { app in
            app.route("/") {
                try app.background {
                    started.open()
                    await door.wait()
                    notes.add("worked")
                }
                return ""
            }
        }
    }
}

/// The name of the thread that asks.
private func threadName() -> String {
    let file = open("/proc/thread-self/comm", O_RDONLY)
    defer { close(file) }
    var name = [UInt8](repeating: 0, count: 16)
    let count = read(file, &name, name.count)
    return String(decoding: name.prefix(max(0, count)), as: UTF8.self)
}

/// Lets those pass who wait, once it is open.
private final class Door: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() { (stream, continuation) = AsyncStream.makeStream() }

    func open() { continuation.finish() }

    /// Waits until the door is open.
    func wait() async { for await _ in stream {} }
}

/// What happened, in order; also what was logged.
private final class Notes: LogHandler, Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }
    var logger: Logger { Logger(label: "dewar.test") { _ in self } }

    func add(_ line: String) { lines.withLock { $0.append(line) } }

    // MARK: LogHandler

    var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }

    var logLevel: Logger.Level {
        get { .debug }
        set {}
    }

    subscript(metadataKey _: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }

    func log(event: LogEvent) { add("\(event.level): \(event.message)") }
}
