import DewarORM

/// A database that takes every statement and has no rows: to see what is said to one.
struct SpyDriver: DatabaseDriver {
    let dialect: Dialect
    var address: String { "nowhere" }
    var separatesReaders: Bool { false }
    var connectionLimit: Int? { nil }

    func connect(_ role: ConnectionRole) -> any DriverConnection { SpyConnection() }

    /// The statements that a piece of work runs, whatever comes of it.
    static func statements(_ dialect: Dialect, _ work: () throws -> Void) -> [String] {
        let database = Database(SpyDriver(dialect: dialect), DatabaseConfiguration())
        let log = QueryLog()
        try? log.record { try database.run { try work() } }
        return log.entries.map(\.sql)
    }
}

final class SpyConnection: DriverConnection {
    var isInTransaction: Bool { false }
    var isUsable: Bool { true }
    var deadline: ContinuousClock.Instant? {
        get { nil }
        set {}
    }

    func prepare(_ sql: String, for binds: [DatabaseValue]) -> any DriverStatement {
        SpyStatement()
    }
    func execute(_ script: String) {}
    func checkHealth() {}
    func interrupt() {}
    func close() {}
}

final class SpyStatement: DriverStatement {
    var columnNames: [String] { [] }
    var columnCount: Int { 0 }
    var changedRows: Int { 1 }
    func start(_ binds: [DatabaseValue]) {}
    func next() -> Bool { false }
    func value(at column: Int) -> DatabaseValue { .null }
    func integer(at column: Int) -> Int64? { nil }
    func double(at column: Int) -> Double? { nil }
    func text(at column: Int) -> String? { nil }
    func isNull(at column: Int) -> Bool { true }
    func finish() {}
}
