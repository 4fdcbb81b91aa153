import Dewar
import DewarTesting
import Synchronization
import Testing

extension Globals {
    fileprivate var counter: Int? {
        get { self[CounterKey.self] }
        set { self[CounterKey.self] = newValue }
    }
    fileprivate enum CounterKey: GlobalsKey { typealias Value = Int }
}

@Suite struct ContextTests {
    @Test func aViewReachesRequestGlobalsAndApplication() async throws {
        let app = Application { app in
            app.route("/<int:id>") { (id: Int) in
                g.counter = id
                try await Task.sleep(for: .milliseconds(1))
                let inherited = await Task { g.counter }.value
                return "\(request.path) \(g.counter ?? 0) \(inherited ?? 0) \(currentApp === app)"
            }
        }
        let client = try TestClient(app)
        #expect(try await client.get("/7").text == "/7 7 7 true")
    }

    @Test func contextsOfInterleavedRequestsAreNotMixed() async throws {
        let app = Application { app in
            app.route("/<int:id>") { (id: Int) in
                g.counter = id
                await Task.yield()
                return "\(request.path) \(g.counter ?? -1)"
            }
        }
        let client = try TestClient(app)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for id in 0..<1000 {
                group.addTask { try await client.get("/\(id)").text == "/\(id) \(id)" }
            }
            for try await isRight in group { #expect(isRight) }
        }
    }

    @Test func thereIsNoContextOutsideOfARequest() async throws {
        #expect(!hasRequestContext)
        #expect(!hasAppContext)
        let app = Application { _ in }
        await app.withContext {
            #expect(hasAppContext)
            #expect(!hasRequestContext)
            #expect(currentApp === app)
            g.counter = 3
            #expect(g.counter == 3)
        }
        #expect(!hasAppContext)
    }

    @Test func aTaskThatOutlivesItsRequestIsToldSo() async throws {
        await #expect(processExitsWith: .failure) {
            let app = Application { app in
                app.route("/") {
                    Kept.task.withLock { kept in
                        kept = Task {
                            while !Task.isCancelled { await Task.yield() }
                            _ = request.path
                        }
                    }
                    return "started"
                }
            }
            _ = try await TestClient(app).get("/")
            let task = Kept.task.withLock { $0 }
            task?.cancel()
            await task?.value
        }
    }

    private enum Kept {
        static let task = Mutex<Task<Void, Never>?>(nil)
    }

    @Test func outsideOfAContextAccessStops() async throws {
        await #expect(processExitsWith: .failure) { _ = request }
        await #expect(processExitsWith: .failure) { _ = g }
        await #expect(processExitsWith: .failure) { _ = currentApp }
        await #expect(processExitsWith: .failure) {
            await Application { _ in }.withContext { _ = request }
        }
    }

    @Test func theStopSaysWhatToDo() async {
        let outside = await #expect(
            processExitsWith: .failure, observing: [\.standardErrorContent]
        ) { _ = request }
        let text = String(decoding: outside?.standardErrorContent ?? [], as: UTF8.self)
        #expect(text.contains("working outside of a context: 'request' is there while"))
        #expect(
            text.contains("say 'app.withContext { … }', or 'app.withRequestContext(of:) { … }'"))
        let noRequest = await #expect(
            processExitsWith: .failure, observing: [\.standardErrorContent]
        ) { await Application { _ in }.withContext { _ = session } }
        let other = String(decoding: noRequest?.standardErrorContent ?? [], as: UTF8.self)
        #expect(other.contains("working outside of a request: 'session' is there while"))
    }

    @Test func aDetachedTaskInheritsNothingAndATaskDoes() async throws {
        let app = Application { app in
            app.route("/") {
                let inherited = await Task { hasRequestContext }.value
                let detached = await Task.detached { hasRequestContext }.value
                return "\(inherited) \(detached)"
            }
        }
        #expect(try await TestClient(app).get("/").text == "true false")
    }

    @Test func aMadeUpRequestHasARuleAndNoView() async throws {
        let lines = Mutex<[String]>([])
        let note: @Sendable (String) -> Void = { line in lines.withLock { $0.append(line) } }
        let app = Application { app in
            app.config.secretKey = "k"
            app.config.maxContentLength = 3
            app.beforeRequest { note("before") }
            app.teardownRequest { _ in note("teardown \(request.path)") }
            app.teardownContext { error in note("context \(error != nil)") }
            app.post("/posts/<int:id>", name: "post") { (id: Int) in
                note("view")
                return ""
            }
        }
        let result = try await app.testRequestContext(
            "/posts/7?page=2", method: .post, headers: [.contentType: "text/plain"], body: "abc"
        ) {
            session["a"] = 1
            let body = String(decoding: try request.body.bytes(), as: UTF8.self)
            return "\(request.endpoint ?? "-") \(request.viewArguments?["id"]?.description ?? "-") "
                + "\(request.args["page"] ?? "-") \(body) \(try urlFor("post", 8)) "
                + "\(currentApp === app) \(hasRequestContext)"
        }
        #expect(result == "post 7 2 abc /posts/8 true true")
        #expect(lines.withLock { $0 } == ["teardown /posts/7", "context false"])
        await #expect(throws: HTTPError.self) {
            try await app.testRequestContext("/posts/7", method: .post, body: "abcd") {
                do { _ = try request.body.bytes() } catch { try abort(.contentTooLarge) }
            }
        }
        #expect(lines.withLock { $0.last } == "context true")
        try await app.testRequestContext("/none") {
            #expect(request.endpoint == nil && request.routingError != nil)
        }
    }

    @Test func everyContextIsTornDown() async throws {
        struct Failure: Error {}
        let lines = Mutex<[String]>([])
        let note: @Sendable (String) -> Void = { line in lines.withLock { $0.append(line) } }
        let app = Application { app in
            app.teardownContext { error in note("first \(error is Failure)") }
            app.teardownContext { _ in
                note("last \(hasAppContext)")
                throw Failure()
            }
            app.teardownRequest { _ in note("request") }
            app.signals.contextPushed.connect { _ in note("pushed") }
            app.signals.requestTearingDown.connect { _ in note("request signal") }
            app.signals.contextTearingDown.connect { _ in note("signal") }
            app.signals.contextPopped.connect { _ in note("popped") }
            app.route("/") { () -> String in
                note("view")
                throw Failure()
            }
        }
        let ends = ["last true", "first true", "signal", "popped"]
        _ = try await TestClient(app).get("/")
        #expect(
            lines.withLock { $0 } == ["pushed", "view", "request", "request signal"] + ends)
        lines.withLock { $0 = [] }
        await #expect(throws: Failure.self) { try await app.withContext { throw Failure() } }
        #expect(lines.withLock { $0 } == ["pushed"] + ends)
    }

    @Test func aCopiedContextGoesToWhoInheritsNone() async throws {
        struct Failure: Error {}
        let lines = Mutex<[String]>([])
        let app = Application { app in
            app.config.secretKey = "key"
            app.teardownRequest { _ in lines.withLock { $0.append("teardown") } }
            app.get("/<int:id>", name: "show") { (id: Int) async throws -> String in
                session["a"] = id
                g.counter = 1
                let copied = copyCurrentRequestContext {
                    let inner = "\(request.path) \(request.endpoint ?? "-") \(g.counter ?? 0)"
                    g.counter = 2
                    let kept: Int? = session["a"]
                    return "\(inner) \(kept ?? 0) \(currentApp === app)"
                }
                let answers = try await Task.detached {
                    #expect(!hasRequestContext)
                    return [try await copied(), try await copied()]
                }.value
                lines.withLock { $0 += answers }
                let failing = copyCurrentRequestContext { () -> Int in throw Failure() }
                await #expect(throws: Failure.self) {
                    try await Task.detached { try await failing() }.value
                }
                return "\(g.counter ?? 0)"
            }
        }
        #expect(try await TestClient(app).get("/7").text == "1")
        let answer = "/7 show 0 7 true"
        #expect(
            lines.withLock { $0 } == [
                "teardown", "teardown", answer, answer, "teardown", "teardown",
            ])
    }
}
