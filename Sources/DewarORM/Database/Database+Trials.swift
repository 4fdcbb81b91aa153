extension Database {
    /// Does a piece of work, and takes back all that it did: for a test.
    ///
    /// ```swift
    /// try database.withRollback {
    ///     try Author(name: "Ada").inserted()
    ///     print(try Author.query.count())  // 1
    /// }
    /// print(try Author.query.count())  // 0
    /// ```
    /// Transactions in it are savepoints, whatever isolation they ask for. It has one connection;
    /// others see nothing of it.
    ///
    /// - Parameters:
    ///   - file: Where it stands, for the error of those who wait for a connection.
    ///   - line: The line there.
    ///   - body: The work; the database is the current one in it.
    /// - Returns: What the work returns.
    /// - Throws: What the work throws, and ``DatabaseError``.
    /// - SeeAlso: SQLAlchemy "Joining a Session into an External Transaction".
    @discardableResult
    public func withRollback<Result>(
        file: String = #fileID, line: Int = #line, _ body: () throws -> Result
    ) throws -> Result {
        if let outer = ownTransaction {
            let name = try outer.beginSavepoint()
            defer { try? outer.endSavepoint(name, isRolledBack: true) }
            return try body()
        }
        let open = try begin(nil, isReadOnly: false, isTrial: true, (file, line))
        defer { rollBack(open) }
        let scope = Scope(database: self, transaction: open.transaction)
        return try Self.$current.withValue(scope) { try body() }
    }

    /// Does a piece of work that awaits, and takes back all that it did: for a test.
    ///
    /// Requests that a test client sends directly are part of it:
    /// ```swift
    /// try await database.withRollback {
    ///     let author = try Author(name: "Ada").inserted()
    ///     print(author.id ?? 0)  // send requests here
    /// }
    /// ```
    /// Tests may run at the same time: each has a transaction of its own, and on SQLite they wait
    /// for each other.
    ///
    /// - Parameters:
    ///   - file: Where it stands, for the error of those who wait for a connection.
    ///   - line: The line there.
    ///   - actor: The caller's actor.
    ///   - body: The work; the database is the current one in it and in its child tasks.
    /// - Returns: What the work returns.
    /// - Throws: What the work throws, and ``DatabaseError``.
    /// - SeeAlso: SQLAlchemy "Joining a Session into an External Transaction".
    @discardableResult
    @_disfavoredOverload
    public func withRollback<Result>(
        file: String = #fileID, line: Int = #line, actor: isolated (any Actor)? = #isolation,
        _ body: () async throws -> Result
    ) async throws -> Result {
        if let outer = ownTransaction {
            let name = try outer.beginSavepoint()
            defer { try? outer.endSavepoint(name, isRolledBack: true) }
            return try await body()
        }
        // Tests that wait for each other on Swift's few threads would keep all of them.
        let loan = try await writers.borrowAwaiting(.transaction(file: file, line: line))
        let open = try begin(nil, isReadOnly: false, isTrial: true, writers, loan)
        return try await TransactionThread.run(actor: actor) {
            defer { rollBack(open) }
            let scope = Scope(database: self, transaction: open.transaction)
            return try await Self.$current.withValue(scope) { try await body() }
        }
    }
}
