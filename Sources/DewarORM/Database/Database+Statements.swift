extension Database {
    /// Whether a statement changes anything.
    package enum Access: Sendable {
        case reading, writing
    }

    /// Runs a statement to its end.
    ///
    /// - Parameters:
    ///   - statement: SQL and values.
    ///   - access: A statement that reads may go to a connection that cannot write.
    ///   - onRow: Gets each row; it may not use the database.
    /// - Returns: How many rows were inserted, updated or deleted.
    /// - Throws: ``DatabaseError``, and what `onRow` throws.
    @discardableResult
    package func run(
        _ statement: SQLStatement, _ access: Access,
        onRow: (any DriverRow) throws -> Void = { _ in }
    ) throws -> Int {
        try withConnection(access, sql: statement.sql) { connection in
            let logs = ActiveLogs()
            guard !logs.isEmpty else { return try connection.run(statement, onRow: onRow) }
            let start = ContinuousClock.now
            var rows = 0
            var entry = QueryLog.Entry(sql: statement.sql, binds: statement.binds.count)
            defer {
                entry.duration = ContinuousClock.now - start
                entry.rows = rows
                logs.append(entry)
            }
            let changed = try connection.run(statement) { row in
                rows += 1
                try onRow(row)
            }
            if rows == 0 { rows = changed }
            return changed
        }
    }

    /// Lends a connection: the transaction's, if one is open, otherwise one of a pool.
    func withConnection<Result>(
        _ access: Access, sql: String, _ body: (PooledConnection) throws -> Result
    ) throws -> Result {
        if let transaction = ownTransaction {
            if access == .writing, transaction.isReadOnly {
                throw DatabaseError.writeInRead(sql: sql)
            }
            return try transaction.withConnection { connection in
                connection.driver.deadline = statementDeadline
                return try body(connection)
            }
        }
        let pool = access == .reading ? readers ?? writers : writers
        let loan = try pool.borrow(.statement(sql))
        defer { pool.giveBack(loan) }
        loan.connection.driver.deadline = statementDeadline
        return try body(loan.connection)
    }

    /// When a statement that begins now must have ended.
    var statementDeadline: ContinuousClock.Instant? {
        let own = configuration.statementTimeout.map { ContinuousClock.now + $0 }
        guard let outer = Self.deadline else { return own }
        return own.map { min($0, outer) } ?? outer
    }

    @TaskLocal static var deadline: ContinuousClock.Instant?

    /// Gives a piece of work a time: statements that run when it is up end in an error.
    ///
    /// ```swift
    /// let titles = try Database.withTimeLimit(.milliseconds(200)) {
    ///     try Post.filter { $0.title.contains("swift") }.select { $0.title }.all()
    /// }
    /// print(titles)
    /// ```
    ///
    /// - Parameters:
    ///   - limit: The time from now.
    ///   - body: The work.
    /// - Returns: What the work returns.
    /// - Throws: What the work throws; ``DatabaseError`` of kind `timedOut` comes from statements.
    /// - SeeAlso: PostgreSQL `statement_timeout`.
    public static func withTimeLimit<Result>(
        _ limit: Duration, _ body: () throws -> Result
    ) rethrows -> Result {
        let end = ContinuousClock.now + limit
        return try $deadline.withValue(deadline.map { min($0, end) } ?? end) { try body() }
    }

    /// Runs statements of your own one after the other, in a transaction.
    ///
    /// ```swift
    /// try database.execute(
    ///     script: """
    ///         CREATE VIEW titles AS SELECT title FROM post;
    ///         INSERT INTO tag (name) VALUES ('swift'), ('web')
    ///         """)
    /// ```
    ///
    /// - Parameter script: Statements with `;` between them, without values: a literal, or a file
    ///   of the application's own.
    /// - Throws: ``DatabaseError`` of the first statement that fails; nothing has happened then.
    /// - SeeAlso: Python `sqlite3.Cursor.executescript`.
    public func execute(script: RawSQL) throws {
        var writer = SQLWriter(dialect)
        writer.append(raw: script)
        let statement = try writer.statement()
        guard statement.binds.isEmpty else {
            throw DatabaseError.invalidQuery(
                "a script has no values: run its statements one by one.")
        }
        try BindCheck.check(statement)
        try transaction {
            try withConnection(.writing, sql: statement.sql) { connection in
                connection.forgetStatements()
                try connection.driver.execute(statement.sql)
            }
        }
    }
}
