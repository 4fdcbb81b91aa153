/// One connection that writes, lent for a piece of work that says itself where transactions begin
/// and end: what changes schemas.
///
/// That may take longer than a statement of a request may.
package struct DatabaseSession {
    private let connection: PooledConnection
    private let database: Database

    fileprivate init(_ connection: PooledConnection, _ database: Database) {
        self.connection = connection
        self.database = database
    }

    /// Whose SQL it understands.
    package var dialect: Dialect { database.dialect }

    /// Whether a transaction is open.
    package var isInTransaction: Bool { connection.driver.isInTransaction }

    /// Runs statements one after the other and drops what they return.
    ///
    /// - Parameter script: One or more statements; never text from outside.
    /// - Throws: ``DatabaseError`` of the first that fails.
    package func execute(_ script: String) throws {
        let statement = SQLStatement(sql: script, binds: [])
        try BindCheck.check(statement)
        connection.forgetStatements()
        connection.driver.deadline = Database.deadline
        guard let log = QueryLog.current else { return try connection.driver.execute(script) }
        let start = ContinuousClock.now
        try connection.driver.execute(script)
        var entry = QueryLog.Entry(sql: script, binds: 0)
        entry.duration = ContinuousClock.now - start
        log.append(entry)
    }

    /// The rows of a statement.
    ///
    /// - Parameter sql: SQL, with a placeholder for each value that is interpolated.
    /// - Returns: The values of each row.
    /// - Throws: ``DatabaseError``.
    package func rows(_ sql: RawSQL) throws -> [[DatabaseValue]] {
        var writer = SQLWriter(dialect)
        writer.append(raw: sql)
        connection.driver.deadline = Database.deadline
        var rows: [[DatabaseValue]] = []
        _ = try connection.run(try writer.statement()) { rows.append($0.values) }
        return rows
    }

    /// Waits, as one does who tries again.
    package func pause(_ duration: Duration) { sleepThread(duration) }
}

extension Database {
    /// Lends a connection that writes.
    ///
    /// - Parameters:
    ///   - file: Where it stands, for the error of those who wait for a connection.
    ///   - line: The line there.
    ///   - body: The work; a transaction that it leaves open is rolled back.
    /// - Returns: What the work returns.
    /// - Throws: What the work throws, and ``DatabaseError``; kind `invalidTransaction` inside a
    ///   transaction.
    package func withSession<Result>(
        file: String = #fileID, line: Int = #line, _ body: (DatabaseSession) throws -> Result
    ) throws -> Result {
        guard ownTransaction == nil else { throw DatabaseError.sessionInside() }
        let loan = try writers.borrow(.transaction(file: file, line: line))
        defer { writers.giveBack(loan) }
        return try body(DatabaseSession(loan.connection, self))
    }
}
