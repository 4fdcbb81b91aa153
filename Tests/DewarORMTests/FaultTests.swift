import DewarORM
import DewarPostgreSQL
import PostgreSQLFixture
import Synchronization
import SystemFixture
import Testing

/// Waiting in vain, being in each other's way, and servers that go.
@Suite struct FaultTests {
    /// A statement that never ends by itself.
    static let endless: RawSQL =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"

    @Test(arguments: TestDatabase.allCases)
    func aStatementEndsWithItsTask(_ database: TestDatabase) async throws {
        try await database.runAsync { (database) async throws in
            let task = Task { () -> (any Error, Duration)? in
                let start = ContinuousClock.now
                do {
                    _ = try database.sql(Self.endless).all()
                    return nil
                } catch {
                    return (error, ContinuousClock.now - start)
                }
            }
            // It has begun, or begins in a task that is cancelled already: both must end.
            task.cancel()
            let (error, time) = try #require(await task.value)
            #expect((error as? DatabaseError)?.kind == .cancelled)
            #expect(time < .seconds(5))
            #expect(try database.sql("SELECT 1").all(Int.self) == [1])
        }
    }

    @Test(arguments: TestDatabase.allCases)
    func aShortStatementOfACancelledTaskIsRun(_ database: TestDatabase) async throws {
        try await database.runAsync { database in
            try database.createAll(Tag.self)
            let task = Task {
                while !Task.isCancelled { await Task.yield() }
                try database.transaction { _ = try Tag(name: "last words").inserted() }
            }
            task.cancel()
            try await task.value
            #expect(try Tag.query.count() == 1)
        }
    }

    @Test(arguments: TestDatabase.allCases)
    func aTransactionOfACancelledTaskIsRolledBack(_ database: TestDatabase) async throws {
        try await database.runAsync { database in
            try database.createAll(Tag.self)
            let task = Task {
                try database.transaction {
                    _ = try Tag(name: "a").inserted()
                    _ = try database.sql(Self.endless).all()
                }
            }
            task.cancel()
            #expect((await task.result.failure as? DatabaseError)?.kind == .cancelled)
            #expect(try Tag.query.count() == 0)
        }
    }

    @Test(arguments: TestDatabase.allCases)
    func countersOfManyLoseNothing(_ database: TestDatabase) throws {
        try database.run { database in
            try database.createAll(Post.self, Author.self)
            let author = try Author(name: "a", email: "a").inserted()
            let post = try Post(title: "t", authorID: author.id ?? 0).inserted()
            let attempts = Mutex(0)
            let failures = OtherThread.runMany(4) { _ in
                for _ in 0..<10 {
                    try database.transaction(isolation: .serializable, retries: 50) {
                        attempts.withLock { $0 += 1 }
                        var post = try Post.get(post.id)
                        try post.update { $0.views += 1 }
                    }
                }
            }
            #expect(failures.isEmpty, "\(failures)")
            #expect(try Post.get(post.id).views == 40)
            if database.dialect == .postgresql { #expect(attempts.withLock(\.self) > 40) }
        }
    }

    @Test(.enabled(if: PostgreSQLServer.isInstalled, "PostgreSQL is not installed"))
    func oneOfTwoThatWaitForEachOtherIsDoneAgain() throws {
        try TestDatabase.postgresql.run { database in
            try database.createAll(Tag.self)
            try Tag.insert([Tag(name: "a"), Tag(name: "b")])
            let attempts = Mutex(0)
            let meeting = Meeting(of: 2)
            let failures = OtherThread.runMany(2) { number in
                var isFirst = true
                try database.transaction {
                    attempts.withLock { $0 += 1 }
                    try Tag.filter { $0.id == number + 1 }.update { $0.set(\.name, "x\(number)") }
                    if isFirst { meeting.wait() }
                    isFirst = false
                    try Tag.filter { $0.id == 2 - number }.update { $0.set(\.name, "y\(number)") }
                }
            }
            #expect(failures.isEmpty, "\(failures)")
            #expect(attempts.withLock(\.self) == 3)
            let none = OtherThread.runMany(2) { number in
                try database.transaction(retries: 0) {
                    try Tag.filter { $0.id == number + 1 }.update { $0.set(\.name, "v\(number)") }
                    meeting.wait()
                    try Tag.filter { $0.id == 2 - number }.update { $0.set(\.name, "w\(number)") }
                }
            }
            #expect(none.map { ($0 as? DatabaseError)?.kind } == [.conflict(.deadlock)])
        }
    }

    @Test(.enabled(if: PostgreSQLServer.isInstalled, "PostgreSQL is not installed"))
    func whileTheServerIsAwayErrorsComeSoonAndThenAllIsWell() throws {
        let server = try PostgreSQLServer(isDurable: true)
        let database = try Database(server.url(), using: .postgresql)
        defer { database.close() }
        try database.createAll(Tag.self)
        let isOver = Atomic(false)
        let outcomes = Mutex<[(kind: DatabaseError.Kind?, time: Duration)]>([])
        @Sendable func count(_ isCounted: (DatabaseError.Kind?) -> Bool) -> Int {
            outcomes.withLock { $0.count { isCounted($0.kind) } }
        }
        let order = OtherThread.begin {
            for round in 0..<3 {
                let before = count { $0 == nil }
                waitUntil { count { $0 == nil } >= before + 20 }
                let failed = count { $0 != nil }
                if round == 1 { try server.kill() } else { try server.stop() }
                waitUntil { count { $0 != nil } >= failed + 10 }
                try server.start()
            }
            let before = count { $0 == nil }
            waitUntil { count { $0 == nil } >= before + 20 }
            isOver.store(true, ordering: .relaxed)
        }
        let failures = OtherThread.runMany(4) { number in
            var request = 0
            while !isOver.load(ordering: .relaxed) {
                request += 1
                let name = "\(number) \(request)"
                let start = ContinuousClock.now
                do {
                    try database.transaction { _ = try Tag(name: name).inserted() }
                    outcomes.withLock { $0.append((nil, ContinuousClock.now - start)) }
                } catch let error as DatabaseError {
                    outcomes.withLock { $0.append((error.kind, ContinuousClock.now - start)) }
                }
            }
        }
        #expect(order.wait() == nil)
        #expect(failures.isEmpty)
        let found = outcomes.withLock(\.self)
        #expect(found.allSatisfy { $0.kind == nil || $0.kind == .unavailable })
        #expect(found.allSatisfy { $0.time < .seconds(5) })
        #expect(found.count { $0.kind != nil } >= 30)
        // What was said to be there is there.
        #expect(try Tag.query.count(in: database) >= found.count { $0.kind == nil })
    }

    @Test(.enabled(if: PostgreSQLServer.isInstalled, "PostgreSQL is not installed"))
    func afterARestartIdleConnectionsAreNotUsed() throws {
        let server = try PostgreSQLServer()
        let database = try Database(server.url(), using: .postgresql)
        defer { database.close() }
        for _ in 0..<2 {
            let failures = OtherThread.runMany(4) { _ in
                try database.sql("SELECT pg_sleep(0.05)").run()
            }
            #expect(failures.isEmpty, "\(failures)")
            try server.stop()
            try server.start()
        }
    }

    /// A server that neither answers nor goes: its processes are stopped.
    @Test(.enabled(if: PostgreSQLServer.isInstalled, "PostgreSQL is not installed"))
    func aServerThatHangsIsWaitedForOnlySoLong() throws {
        let server = try PostgreSQLServer()
        var configuration = DatabaseConfiguration()
        configuration.connectTimeout = .milliseconds(200)
        let database = try Database(
            server.url(), using: .postgresql, configuration: configuration)
        defer { database.close() }
        try database.sql("SELECT 1").run()
        try server.freeze()
        let start = ContinuousClock.now
        let late = #expect(throws: DatabaseError.self) {
            try Database.withTimeLimit(.milliseconds(100)) { try database.sql("SELECT 1").run() }
        }
        #expect(late?.kind == .timedOut)
        let away = #expect(throws: DatabaseError.self) { try database.sql("SELECT 1").run() }
        #expect(away?.kind == .unavailable)
        #expect(ContinuousClock.now - start < .seconds(3))
        try server.thaw()
        #expect(try database.sql("SELECT 1").all(Int.self) == [1])
    }
}

extension Result {
    fileprivate var failure: Failure? {
        if case .failure(let failure) = self { failure } else { nil }
    }
}
