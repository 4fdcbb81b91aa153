import Dewar
import DewarTesting
import Synchronization
import Testing

/// Thousands of requests that await at the same time, of which each sees its own context alone.
@Suite(.serialized) struct ContextIsolationTests {
    private static let count = 10_000
    private let meeting: Meeting
    private let mistakes = Mistakes()
    /// What awaits as often as this must not take turns with all other tests.
    private let threads = OwnThreads()

    /// How many meet in their views before any of them goes on.
    private static let crowd = 250

    init() { meeting = Meeting(of: Self.crowd) }

    private func makeApplication() -> Application {
        let (meeting, mistakes, threads) = (meeting, mistakes, threads)
        return Application { app in
            app.config.secretKey = "key"
            app.beforeRequest { () async throws -> Response? in
                g.number = request.args.get("n", as: Int.self)
                await Task.yield()
                return nil
            }
            app.get("/<int:number>") { (number: Int) async throws -> Response in
                session["number"] = number
                flash("\(number)")
                mistakes.check(number, "at once")
                await meeting.arrive()
                mistakes.check(number, "after the meeting")
                async let child: Void = { await Task.yield() }()
                async let inside: Void = mistakes.checkLater(number, "in a child")
                // The first of them on Swift's own threads, which all other tests are on as well.
                let task = Task(executorPreference: number < Self.crowd ? nil : threads) {
                    await mistakes.checkLater(number, "in a task")
                }
                _ = await (child, inside)
                await task.value
                try await Task.sleep(for: .microseconds(number % 7 * 100))
                mistakes.check(number, "after a pause")
                afterThisRequest { response in
                    mistakes.check(number, "after this request")
                    response.headers["X-This"] = "\(number)"
                }
                return makeResponse("\(number)")
            }
            app.afterRequest { response in
                await Task.yield()
                response.headers["X-Number"] = g.number.map { "\($0)" }
            }
            app.teardownRequest { _ in
                await Task.yield()
                if let number = g.number { mistakes.check(number, "at the end") }
            }
        }
    }

    @Test func valuesHandedOverNeverMix() async throws {
        let client = try TestClient(makeApplication(), keepsCookies: false)
        try await withTaskExecutorPreference(threads) {
            try await withThrowingTaskGroup { group in
                for number in 0..<Self.count {
                    group.addTask { try await isOwn(client.get("/\(number)?n=\(number)"), number) }
                }
                for try await isOwn in group where !isOwn {
                    mistakes.add("an answer is another's")
                }
            }
        }
        #expect(mistakes.all == [])
    }

    private func isOwn(_ answer: TestAnswer, _ number: Int) -> Bool {
        answer.text == "\(number)" && answer.headers["X-Number"] == "\(number)"
            && answer.headers["X-This"] == "\(number)"
            && answer.context?.session["number"] == number
            && answer.context?.g.number == number
    }

    /// On the workers of the transport, which share their threads.
    @Test func requestsOverConnectionsNeverMix() async throws {
        // Its end of the connections blocks.
        try await withTaskExecutorPreference(threads) { try exchangeAll() }
        #expect(mistakes.all == [])
    }

    private func exchangeAll() throws {
        let harness = try FastCGIHarness(makeApplication().makeResponder())
        for start in stride(from: 0, to: Self.count, by: Self.crowd) {
            let connections = try (start..<(start + Self.crowd)).map { number in
                let connection = try harness.connection()
                try connection.send(FastCGIRequest("GET", "/\(number)?n=\(number)").bytes)
                return (number, connection)
            }
            for (number, connection) in connections {
                let answer = try connection.receive()
                try #require(answer.text == "\(number)")
                #expect(answer["X-Number"] == "\(number)" && answer["X-This"] == "\(number)")
            }
        }
    }
}

/// Lets nobody go on before a number of tasks has come.
private actor Meeting {
    private let count: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(of count: Int) { self.count = count }

    func arrive() async {
        guard waiting.count + 1 < count else {
            let all = waiting
            waiting = []
            for continuation in all { continuation.resume() }
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }
}

/// What somebody saw that was another's.
private final class Mistakes: Sendable {
    private let list = Mutex<[String]>([])

    var all: [String] { list.withLock { Array($0.prefix(10)) } }

    func add(_ mistake: String) { list.withLock { $0.append(mistake) } }

    /// Looks at everything that a context has.
    func check(_ number: Int, _ place: String) {
        let kept: Int? = session["number"]
        let flashed = session["_flashes"] as SessionValue?
        let isOwn =
            request.path == "/\(number)" && request.args["n"] == "\(number)"
            && request.viewArguments?["number"] == .int(number) && g.number == number
            && kept == number && flashed?.list?.count == 1
        if !isOwn { add("\(number) \(place): \(request.path) \(g.number ?? -1) \(kept ?? -1)") }
    }

    func checkLater(_ number: Int, _ place: String) async {
        await Task.yield()
        check(number, place)
    }
}

extension Globals {
    fileprivate var number: Int? {
        get { self[NumberKey.self] }
        set { self[NumberKey.self] = newValue }
    }
    private enum NumberKey: GlobalsKey { typealias Value = Int }
}
