import Dewar
import DewarFastCGI
import DewarTesting
import PostgreSQLFixture
import Synchronization
import Testing

/// A database that goes while requests come: an application with models behind a real nginx.
@Suite(
    .serialized, .timeLimit(.minutes(3)),
    .enabled(if: PostgreSQLServer.isInstalled, "PostgreSQL is not installed"))
struct DatabaseOutageTests {
    /// How a database goes.
    enum Outage: CaseIterable {
        /// It tells its clients.
        case stopped
        /// As a failing machine would.
        case killed
        /// It neither answers nor closes its connections.
        case frozen

        func begin(_ server: PostgreSQLServer) throws {
            switch self {
            case .stopped: try server.stop()
            case .killed: try server.kill()
            case .frozen: try server.freeze()
            }
        }

        func end(_ server: PostgreSQLServer) throws {
            if self == .frozen { try server.thaw() } else { try server.start() }
        }
    }

    @Test(arguments: Outage.allCases)
    func requestsAreAnsweredMeanwhileAndSucceedAgainAfterwards(_ outage: Outage) throws {
        let database = try PostgreSQLServer(isDurable: true)
        let board = try BoardBehindNginx(database.url())
        let process = try board.ask("GET", "/pid").text
        let load = try Load(4, board)
        defer { load.end() }
        for _ in 0..<2 {
            #expect(load.waits(for: 40, of: 200))
            try outage.begin(database)
            #expect(load.waits(for: outage == .frozen ? 4 : 40, of: 503))
            try outage.end(database)
        }
        #expect(load.waits(for: 40, of: 200))
        load.end()
        let answers = load.answers
        #expect(Set(answers.map(\.status)) == [200, 503], "\(load.failures)")
        #expect(answers.allSatisfy { $0.time < .seconds(5) }, "\(answers.map(\.time).max() as Any)")
        for answer in answers where answer.status == 503 {
            #expect(answer.retryAfter == ["5"] && !answer.text.contains("dewar-pg"))
        }
        #expect(load.failures == [])
        // The same process, and none of its connections is a broken one.
        for _ in 0..<10 { #expect(try board.ask("GET", "/entries").status == 200) }
        #expect(try board.ask("GET", "/pid").text == process)
        // What was said to be there is there, and of two things that belong together both or none.
        let names = Set(
            try board.ask("GET", "/entries").text.split(separator: "\n").map(String.init))
        for answer in answers where answer.status == 200 && !answer.written.isEmpty {
            #expect(names.isSuperset(of: answer.written))
        }
        for name in names where name.hasPrefix("pair") {
            #expect(
                names.contains(name.hasSuffix(" too") ? String(name.dropLast(4)) : "\(name) too"))
        }
    }
}

/// Clients that ask one thing after the other until they are told to end.
private final class Load: Sendable {
    struct Answer {
        let status: Int
        let time: Duration
        let retryAfter: [String]
        let text: String
        /// The names that the request wrote, if it succeeded.
        let written: [String]
    }

    private struct State {
        var answers: [Answer] = []
        var failures: [String] = []
        var running = 0
        var isOver = false
    }

    private let board: BoardBehindNginx
    private let state: Mutex<State>

    init(_ clients: Int, _ board: BoardBehindNginx) throws {
        self.board = board
        state = Mutex(State(running: clients))
        for number in 0..<clients {
            let code = startThread("client \(number)") { [self] in
                ask(number)
                state.withLock { $0.running -= 1 }
            }
            try #require(code == 0)
        }
    }

    var answers: [Answer] { state.withLock { $0.answers } }

    /// What came instead of an answer.
    var failures: [String] { state.withLock { $0.failures } }

    /// Waits until so many more answers of a status have come, or a while.
    func waits(for count: Int, of status: Int) -> Bool {
        let wanted = { self.state.withLock { $0.answers.count { $0.status == status } } }
        let end = wanted() + count
        return board.waits { wanted() >= end }
    }

    /// Lets the clients end, and waits for them.
    func end() {
        state.withLock { $0.isOver = true }
        _ = board.waits { state.withLock { $0.running == 0 } }
    }

    private func ask(_ client: Int) {
        var number = 0
        while !state.withLock({ $0.isOver }) {
            number += 1
            let start = ContinuousClock.now
            do {
                let (method, path, names) = Self.request(client, number)
                let answer = try board.ask(method, path)
                let kept = Answer(
                    status: answer.status, time: ContinuousClock.now - start,
                    retryAfter: answer.values("retry-after"), text: answer.text, written: names)
                state.withLock { $0.answers.append(kept) }
            } catch {
                state.withLock { $0.failures.append("\(error)") }
            }
        }
    }

    /// A request, and the names that it writes.
    private static func request(
        _ client: Int, _ number: Int
    ) -> (method: String, path: String, names: [String]) {
        let name = "\(client)-\(number)"
        return switch number % 3 {
        case 0: ("GET", "/entries", [])
        case 1: ("POST", "/entries/one\(name)", ["one\(name)"])
        default: ("POST", "/pairs/pair\(name)", ["pair\(name)", "pair\(name) too"])
        }
    }
}

/// The board on a database of PostgreSQL's, as spawn-fcgi starts it, behind nginx.
private final class BoardBehindNginx: @unchecked Sendable {
    // Unchecked: nothing changes after the start, and connections are each client's own.
    private let nginx: NginxInFront
    private let application: ChildProcess

    init(_ database: String) throws {
        let nginx = try NginxInFront(buffersRequests: true)
        application = try ChildProcess(
            [
                "spawn-fcgi", "-n", "-s", nginx.socket, "-M", "0600", "--",
                SpawnedProgram.path(of: "BoardServer"),
            ],
            environment: [
                "BOARD_DATABASE_URL": database, "BOARD_DATABASE_STATEMENT_TIMEOUT": "0.5",
            ], onLine: nginx.output.append)
        self.nginx = nginx
        let isAnswering = nginx.waitUntil { (try? nginx.connect().send("GET", "/"))?.status == 200 }
        try #require(isAnswering, "\(nginx.output.text)")
    }

    deinit { application.terminate() }

    /// Asks over a connection of its own.
    func ask(_ method: String, _ path: String) throws -> HTTPConnection.Answer {
        try nginx.connect().send(method, path)
    }

    /// Waits until something is so, or a while.
    func waits(_ condition: () -> Bool) -> Bool {
        waitUntil(application, within: .seconds(30), condition)
    }
}
