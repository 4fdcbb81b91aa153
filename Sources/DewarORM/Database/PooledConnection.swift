#if canImport(Glibc)
    private import Glibc
#elseif canImport(Darwin)
    private import Darwin
#endif

/// A connection with the statements that it has prepared.
///
/// Unchecked, because one holder at a time uses it, which the pool and transactions see to.
final class PooledConnection: @unchecked Sendable {
    let driver: any DriverConnection
    var lastUse = ContinuousClock.now
    private let cacheSize: Int
    private var cache: [String: (statement: any DriverStatement, tick: Int)] = [:]
    private var tick = 0
    /// What was run last, which often comes again: in a loop.
    private var last: (sql: String, statement: any DriverStatement)?

    init(_ driver: any DriverConnection, cacheSize: Int) {
        self.driver = driver
        self.cacheSize = max(1, cacheSize)
    }

    /// Runs a statement to its end.
    ///
    /// - Parameters:
    ///   - statement: SQL and values.
    ///   - onRow: Gets each row; it may not use the connection.
    /// - Returns: How many rows were inserted, updated or deleted.
    /// - Throws: ``DatabaseError``, and what `onRow` throws.
    func run(
        _ statement: SQLStatement,
        onRow: (any DriverRow) throws -> Void
    ) throws -> Int {
        try BindCheck.check(statement.binds, sql: statement.sql)
        let prepared = try prepared(statement)
        defer { prepared.finish() }
        try prepared.start(statement.binds)
        while try prepared.next() { try onRow(prepared) }
        return prepared.changedRows
    }

    /// Runs one statement for many rows of values.
    func runMany(_ sql: String, count: Int, binds: (Int) -> [DatabaseValue]) throws {
        guard count > 0 else { return }
        let first = SQLStatement(sql: sql, binds: binds(0))
        let prepared = try prepared(first)
        for index in 0..<count {
            let values = index == 0 ? first.binds : binds(index)
            try BindCheck.check(values, sql: sql)
            defer { prepared.finish() }
            try prepared.start(values)
            while try prepared.next() {}
        }
    }

    /// The statement prepared, from the cache if it was run before.
    private func prepared(_ statement: SQLStatement) throws -> any DriverStatement {
        if let last, last.sql == statement.sql { return last.statement }
        tick &+= 1
        if let index = cache.index(forKey: statement.sql) {
            cache.values[index].tick = tick
            let prepared = cache.values[index].statement
            last = (statement.sql, prepared)
            return prepared
        }
        // Which drivers would take for its end.
        if statement.sql.utf8.contains(0) { throw DatabaseError.nulCharacter(sql: statement.sql) }
        let prepared = try driver.prepare(statement.sql, for: statement.binds)
        if cache.count >= cacheSize, let oldest = cache.min(by: { $0.value.tick < $1.value.tick }) {
            cache[oldest.key] = nil
        }
        cache[statement.sql] = (prepared, tick)
        last = (statement.sql, prepared)
        return prepared
    }

    /// Forgets the statements: after changes of the schema.
    func forgetStatements() {
        cache = [:]
        last = nil
    }

    func close() {
        forgetStatements()
        driver.close()
    }
}

/// What no driver has to look at.
enum BindCheck {
    /// Refuses text with U+0000, and what became no value.
    static func check(_ binds: [DatabaseValue], sql: String) throws {
        for bind in binds {
            switch bind {
            case .text(let text), .json(let text):
                if holdsNUL(text) { throw DatabaseError.nulCharacter(sql: sql) }
            case .invalid(let reason): throw DatabaseError.unstorable(reason)
            default: break
            }
        }
    }

    /// The same, of a statement that is run once.
    static func check(_ statement: SQLStatement) throws {
        try check(statement.binds, sql: statement.sql)
        if holdsNUL(statement.sql) { throw DatabaseError.nulCharacter(sql: statement.sql) }
    }

    private static func holdsNUL(_ text: String) -> Bool {
        text.utf8.withContiguousStorageIfAvailable { bytes in
            bytes.baseAddress.map { memchr($0, 0, bytes.count) != nil } ?? false
        } ?? text.utf8.contains(0)
    }
}
