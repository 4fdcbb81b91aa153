import DewarORM
import DewarPostgreSQL
import DewarSQLite
import Glibc
import SystemFixture
import Testing

/// A process that is killed while it commits.
@Suite struct CrashTests {
    struct Half: Model {
        var id: Int?
        var number: Int

        static let schema = Schema<Half>("half") { t in
            t.key(\.id)
            t.column(\.number, .index)
        }
    }

    @Test(arguments: TestDatabase.allCases)
    func whatWasCommittedIsThereAndNothingIsHalf(_ system: TestDatabase) throws {
        try TemporaryFolder.with { folder in
            let log = "\(folder)/log"
            let url =
                switch system {
                case .sqlite: "sqlite:///\(folder)/crash.db"
                case .postgresql:
                    try TestDatabase.emptySchema() + "&application_name=dewar_crash"
                }
            let database = try Database(url, using: .sqlite, .postgresql)
            try database.createAll(Half.self)
            database.close()
            var random = SplitMix(seed: 9)
            var kills = 0
            while kills < 5 || numbers(in: log).count < 1000 {
                kills += 1
                #expect(kills < 500, "the program commits nothing")
                guard kills < 500 else { return }
                let before = numbers(in: log).count
                let process = try BuiltProgram("TransactionRunner").start([url, log])
                // Some while after it has begun to commit.
                let wanted = before + Int.random(in: 1...250, using: &random)
                waitUntil(within: .seconds(5)) { numbers(in: log).count >= wanted }
                kill(process, SIGKILL)
                waitpid(process, nil, 0)
                try check(url, log)
            }
        }
    }

    /// All transactions that were told of are there, at most one more is, and each is whole.
    private func check(_ url: String, _ log: String) throws {
        let committed = numbers(in: log)
        let database = try Database(url, using: .sqlite, .postgresql)
        defer { database.close() }
        if database.dialect == .postgresql { try waitForTheEndOfOthers(database) }
        let counts = try Half.group { $0.number }.order { $0.number }
            .select { ($0.number, countOfRows()) }.all(in: database)
        #expect(counts.allSatisfy { $0.1 == 2 })
        let found = counts.map(\.0)
        #expect(found == Array(1..<(found.count + 1)))
        #expect(found.count == committed.count || found.count == committed.count + 1)
        if database.dialect == .sqlite {
            #expect(try database.sql("PRAGMA integrity_check").all(String.self) == ["ok"])
        }
        // The program goes on after the last: what it did not tell of was committed all the same.
        if found.count > committed.count { try append(found.count, log) }
    }

    /// The server may still be at what the program that was killed had sent.
    private func waitForTheEndOfOthers(_ database: Database) throws {
        let others: RawSQL = """
            SELECT count(*) FROM pg_stat_activity \
            WHERE application_name = 'dewar_crash' AND pid <> pg_backend_pid()
            """
        let areGone = try waitUntil {
            try database.sql(others).all(Int.self).first ?? 0 == 0
        }
        #expect(areGone, "the server does not notice that its client is gone")
    }

    private func append(_ number: Int, _ log: String) throws {
        let file = open(log, O_WRONLY | O_APPEND)
        defer { close(file) }
        let line = "\(number)\n"
        #expect(write(file, line, line.utf8.count) == line.utf8.count)
    }

    private func numbers(in log: String) -> [Int] {
        let file = open(log, O_RDONLY)
        guard file >= 0 else { return [] }
        defer { close(file) }
        // A thousand numbers and the rest of a run: some 10,000 bytes.
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = max(0, read(file, &bytes, bytes.count))
        return String(decoding: bytes.prefix(count), as: UTF8.self).split(separator: "\n")
            .compactMap { Int($0) }
    }
}
