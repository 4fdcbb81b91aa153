import DewarORM
import DewarSQLite
import Testing

@Suite struct DatabaseTests {
    struct Failure: Error {}

    @Test(arguments: TestDatabase.allCases)
    func aTransactionHappensWholeOrNotAtAll(_ database: TestDatabase) throws {
        try database.board { database in
            #expect(throws: Failure.self) {
                try database.transaction {
                    _ = try Tag(name: "a").inserted()
                    throw Failure()
                }
            }
            #expect(try Tag.query.count() == 0)
            let tag = try database.transaction { try Tag(name: "a").inserted() }
            #expect(tag.name == "a")
            #expect(try Tag.query.count() == 1)
        }
    }

    @Test(arguments: TestDatabase.allCases)
    func aTransactionInsideAnotherIsASavepoint(_ database: TestDatabase) throws {
        try database.board { database in
            var inner = 0
            try database.transaction {
                _ = try Tag(name: "outer").inserted()
                let failed = failure {
                    try database.transaction {
                        _ = try Tag(name: "inner").inserted()
                        inner = try Tag.query.count()
                        throw Failure()
                    }
                }
                #expect(failed is Failure)
                let refused = failure {
                    try database.transaction { _ = try Tag(name: "outer").inserted() }
                }
                #expect((refused as? DatabaseError)?.kind == .constraint(.unique))
                try database.transaction { _ = try Tag(name: "second").inserted() }
            }
            #expect(inner == 2)
            #expect(try Tag.order { $0.id }.select { $0.name }.all() == ["outer", "second"])
        }
    }

    /// What a piece of work throws.
    ///
    /// Not `#expect(throws:)`, on which the compiler crashes inside
    /// these closures (6.3.1).
    private func failure(_ body: () throws -> Void) -> (any Error)? {
        do {
            try body()
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: TestDatabase.allCases)
    func readingSeesOneState(_ database: TestDatabase) throws {
        try database.board { database in
            try database.read { () throws in
                #expect(try Tag.query.count() == 0)
                // Not the current task's transaction: as another request would.
                let error = OtherThread.run { _ = try Tag(name: "x").inserted(in: database) }
                #expect(error == nil)
                #expect(try Tag.query.count() == 0)
                let refused = failure { _ = try Tag(name: "y").inserted() }
                #expect((refused as? DatabaseError)?.kind == .invalidTransaction)
            }
            #expect(try Tag.query.count() == 1)
        }
    }

    @Test(arguments: TestDatabase.allCases)
    func aTransactionMayAwait(_ database: TestDatabase) async throws {
        try await withBoard(database) { database in
            try await database.transaction {
                _ = try Tag(name: "a").inserted()
                await Task.yield()
                // A child task is in the transaction too.
                async let count = Tag.query.count()
                #expect(try await count == 1)
            }
            await #expect(throws: Failure.self) {
                try await database.transaction {
                    _ = try Tag(name: "b").inserted()
                    await Task.yield()
                    throw Failure()
                }
            }
            #expect(try Tag.query.count(in: database) == 1)
            let late = try await database.transaction {
                await Task.yield()
                let (gate, opening) = AsyncStream.makeStream(of: Void.self)
                let task = Task { () -> Int in
                    for await _ in gate {}
                    return try Tag.query.count()
                }
                return (task, opening)
            }
            late.1.finish()
            let error = await #expect(throws: DatabaseError.self) { try await late.0.value }
            #expect(error?.kind == .invalidTransaction)
        }
    }

    private func withBoard(
        _ database: TestDatabase, _ body: @Sendable @escaping (Database) async throws -> Void
    ) async throws {
        try await database.runAsync { database in
            try database.createAll(boardModels)
            try await body(database)
        }
    }

    @Test(arguments: TestDatabase.allCases)
    func whoWaitsInVainIsToldWhoHoldsTheConnections(_ database: TestDatabase) throws {
        var configuration = DatabaseConfiguration()
        configuration.poolSize = 1
        configuration.poolTimeout = .milliseconds(50)
        try database.run(configuration: configuration) { database in
            try database.createAll(Tag.self)
            try database.transaction {
                let error =
                    OtherThread.run { _ = try Tag(name: "x").inserted(in: database) }
                    as? DatabaseError
                #expect(error?.kind == .poolExhausted)
                #expect(
                    error?.description.hasPrefix(
                        "no connection was free for 0.05 seconds: all 1 are held, by 'transaction at DewarORMTests/DatabaseTests.swift:"
                    ) == true, "\(error?.description ?? "")")
            }
            #expect(try Tag.query.count() == 0)
        }
    }

    @Test(arguments: TestDatabase.allCases)
    func aStatementEndsWhenItsTimeIsUp(_ database: TestDatabase) throws {
        try database.run { (database) throws in
            let endless: RawSQL =
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
            let start = ContinuousClock.now
            let error = #expect(throws: DatabaseError.self) {
                try Database.withTimeLimit(.milliseconds(50)) { try database.sql(endless).all() }
            }
            #expect(error?.kind == .timedOut)
            #expect(ContinuousClock.now - start < .seconds(5))
            // The connection is of use again.
            #expect(try database.sql("SELECT 1").all(Int.self) == [1])
        }
    }

    @Test func withoutADatabaseTheErrorSaysWhatToDo() throws {
        let error = #expect(throws: DatabaseError.self) { try Tag.query.all() }
        #expect(error?.kind == .noDatabase)
    }

    @Test(arguments: TestDatabase.allCases)
    func aClosedDatabaseRefuses(_ database: TestDatabase) throws {
        try database.board { database in
            database.close()
            #expect(throws: DatabaseError.self) { try Tag.query.all() }
        }
    }

    @Test func aDatabaseInMemoryHasOneConnection() throws {
        let database = try Database("sqlite://", using: .sqlite)
        try database.createAll(Tag.self)
        _ = try Tag(name: "a").inserted(in: database)
        #expect(try Tag.query.count(in: database) == 1)
    }

    @Test(arguments: [
        ("sqlite:///board.db", "sqlite", "", "board.db"),
        ("sqlite:////var/board.db", "sqlite", "", "/var/board.db"),
        ("sqlite://", "sqlite", "", ""),
        ("postgres://u%40:p%3Aw@h:5432/b%20c?x=1", "postgresql", "h:5432", "b c"),
        ("postgresql+psycopg://h/b", "postgresql", "h", "b"),
    ])
    func urlsAreRead(_ text: String, _ scheme: String, _ host: String, _ path: String) throws {
        let url = try DatabaseURL(text)
        #expect(url.scheme == scheme)
        #expect(url.host == host)
        #expect(url.path == path)
    }

    @Test(arguments: [
        "", "board.db", "://x", "sqlite://%zz", "mysql://h/b", "sqlite://host/b", "sqlite:///b?c=d",
    ])
    func uselessURLsAreRefused(_ text: String) {
        let error = #expect(throws: DatabaseError.self) { try Database(text, using: .sqlite) }
        #expect(error?.kind == .invalidConfiguration)
    }

    @Test func passwordsAreNotShown() throws {
        #expect(
            try DatabaseURL("postgresql://u:secret@h/b?password=secret").description
                == "postgresql://u:***@h/b")
    }
}
