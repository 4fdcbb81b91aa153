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
}
