extension Database {
    /// Does a piece of work that happens whole or not at all.
    ///
    /// It is committed when `body` returns, and rolled back when it throws. Inside another
    /// transaction of the same database it is a savepoint. When another transaction is in the way
    /// (a deadlock, a serialization failure, a locked database), all of it is done again.
    ///
    /// ```swift
    /// try database.transaction(isolation: .serializable) {
    ///     let count = try Post.filter { $0.authorID == 1 }.count()
    ///     if count < 10 { _ = try post.inserted() }
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - isolation: How far it is kept apart from others; the database's own default unless told.
    ///   - retries: How often it is done again at most; `body` should change nothing else then.
    ///   - file: Where it stands, for the error of those who wait for a connection.
    ///   - line: The line there.
    ///   - body: The work; the database is the current one in it.
    /// - Returns: What the work returns.
    /// - Throws: What the work throws, and ``DatabaseError``.
    /// - SeeAlso: SQLAlchemy `Session.begin`, `Session.begin_nested`.
    @discardableResult
    public func transaction<Result>(
        isolation: IsolationLevel? = nil, retries: Int = 3, file: String = #fileID,
        line: Int = #line, _ body: () throws -> Result
    ) throws -> Result {
        if let outer = ownTransaction {
            return try savepoint(in: outer, isolation, body)
        }
        return try retrying(retries) {
            try withTransaction(isolation, isReadOnly: false, (file, line), body)
        }
    }

    /// Reads several times from the same state of the database, whatever others write meanwhile.
    ///
    /// ```swift
    /// let (posts, authors) = try database.read {
    ///     (try Post.query.count(), try Author.query.count())
    /// }
    /// print(posts, authors)
    /// ```
    ///
    /// - Parameters:
    ///   - file: Where it stands, for the error of those who wait for a connection.
    ///   - line: The line there.
    ///   - body: The work, which cannot write; the database is the current one in it.
    /// - Returns: What the work returns.
    /// - Throws: What the work throws, and ``DatabaseError``.
    /// - SeeAlso: PostgreSQL `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY`.
    public func read<Result>(
        file: String = #fileID, line: Int = #line, _ body: () throws -> Result
    ) throws -> Result {
        if ownTransaction != nil { return try body() }
        return try withTransaction(.repeatableRead, isReadOnly: true, (file, line), body)
    }

    private func withTransaction<Result>(
        _ isolation: IsolationLevel?, isReadOnly: Bool, _ place: (file: String, line: Int),
        _ body: () throws -> Result
    ) throws -> Result {
        let open = try begin(isolation, isReadOnly: isReadOnly, place)
        do {
            let scope = Scope(database: self, transaction: open.transaction)
            let result = try Self.$current.withValue(scope) { try body() }
            try commit(open)
            return result
        } catch {
            rollBack(open)
            throw error
        }
    }

    /// A transaction and the loan that it uses.
    struct OpenTransaction {
        let transaction: Transaction
        let loan: ConnectionPool.Loan
        let pool: ConnectionPool
    }

    func begin(
        _ isolation: IsolationLevel?, isReadOnly: Bool, isTrial: Bool = false,
        _ place: (file: String, line: Int)
    ) throws -> OpenTransaction {
        let pool = isReadOnly ? readers ?? writers : writers
        let loan = try pool.borrow(.transaction(file: place.file, line: place.line))
        return try begin(isolation, isReadOnly: isReadOnly, isTrial: isTrial, pool, loan)
    }

    func begin(
        _ isolation: IsolationLevel?, isReadOnly: Bool, isTrial: Bool, _ pool: ConnectionPool,
        _ loan: ConnectionPool.Loan
    ) throws -> OpenTransaction {
        do {
            loan.connection.driver.deadline = statementDeadline
            try loan.connection.driver.execute(dialect.begin(isolation, isReadOnly: isReadOnly))
        } catch {
            pool.giveBack(loan)
            throw error
        }
        let transaction = Transaction(
            loan.connection, isReadOnly: isReadOnly, isTrial: isTrial, dialect)
        return OpenTransaction(transaction: transaction, loan: loan, pool: pool)
    }

    func commit(_ open: OpenTransaction) throws {
        open.transaction.end()
        open.loan.connection.driver.deadline = statementDeadline
        try open.loan.connection.driver.execute("COMMIT")
        open.pool.giveBack(open.loan)
    }

    /// Giving the connection back takes back what was not committed.
    func rollBack(_ open: OpenTransaction) {
        open.transaction.end()
        open.pool.giveBack(open.loan)
    }

    private func savepoint<Result>(
        in outer: Transaction, _ isolation: IsolationLevel?, _ body: () throws -> Result
    ) throws -> Result {
        guard isolation == nil || outer.isTrial else { throw DatabaseError.isolationInside() }
        let name = try outer.beginSavepoint()
        do {
            let result = try body()
            try outer.endSavepoint(name, isRolledBack: false)
            return result
        } catch {
            // If this fails too, the whole transaction will.
            try? outer.endSavepoint(name, isRolledBack: true)
            throw error
        }
    }

    private func retrying<Result>(_ retries: Int, _ body: () throws -> Result) throws -> Result {
        var attempt = 0
        while true {
            do {
                return try body()
            } catch let error as DatabaseError where error.isRetriable && attempt < retries {
                attempt += 1
                sleepThread(Self.pause(before: attempt))
            }
        }
    }

    /// Longer and longer, and not the same for those who were in each other's way.
    static func pause(before attempt: Int) -> Duration {
        let longest = 5_000 << min(attempt, 8)
        return .microseconds(Int.random(in: longest / 2...longest))
    }
}
