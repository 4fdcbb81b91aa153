extension Database {
    /// Does a piece of work that awaits and happens whole or not at all.
    ///
    /// As ``transaction(isolation:retries:file:line:_:)``, which also serves in functions that are
    /// async, for work that awaits nothing. The connection is held for as long as the work takes:
    /// await nothing slow in it.
    ///
    /// ```swift
    /// try await database.transaction {
    ///     let author = try Author(name: "Ada").inserted()
    ///     await Task.yield()  // others may have the thread meanwhile
    ///     _ = try Author.filter { $0.id == author.id }.update { $0.set(\.email, "ada@example.org") }
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - isolation: How far it is kept apart from others; the database's own default unless told.
    ///   - retries: How often it is done again at most; `body` should change nothing else then.
    ///   - file: Where it stands, for the error of those who wait for a connection.
    ///   - line: The line there.
    ///   - actor: The caller's actor.
    ///   - body: The work; the database is the current one in it.
    /// - Returns: What the work returns.
    /// - Throws: What the work throws, and ``DatabaseError``.
    /// - SeeAlso: SQLAlchemy `AsyncSession.begin`.
    @discardableResult
    @_disfavoredOverload
    public func transaction<Result>(
        isolation: IsolationLevel? = nil, retries: Int = 3, file: String = #fileID,
        line: Int = #line, actor: isolated (any Actor)? = #isolation,
        _ body: () async throws -> Result
    ) async throws -> Result {
        if let outer = ownTransaction {
            return try await savepoint(in: outer, isolation, actor: actor, body)
        }
        var attempt = 0
        while true {
            do {
                return try await withTransaction(isolation, (file, line), actor: actor, body)
            } catch let error as DatabaseError where error.isRetriable && attempt < retries {
                attempt += 1
                // A task that is cancelled does not try again.
                guard (try? await Task.sleep(for: Self.pause(before: attempt))) != nil else {
                    throw error
                }
            }
        }
    }

    private func withTransaction<Result>(
        _ isolation: IsolationLevel?, _ place: (file: String, line: Int),
        actor: isolated (any Actor)?, _ body: () async throws -> Result
    ) async throws -> Result {
        // Who kept a thread while waiting might keep it from whoever has the connection.
        let loan = try await writers.borrowAwaiting(
            .transaction(file: place.file, line: place.line))
        let open = try begin(isolation, isReadOnly: false, isTrial: false, writers, loan)
        return try await TransactionThread.run(actor: actor) {
            do {
                let scope = Scope(database: self, transaction: open.transaction)
                let result = try await Self.$current.withValue(scope) { try await body() }
                try commit(open)
                return result
            } catch {
                rollBack(open)
                throw error
            }
        }
    }

    private func savepoint<Result>(
        in outer: Transaction, _ isolation: IsolationLevel?, actor: isolated (any Actor)?,
        _ body: () async throws -> Result
    ) async throws -> Result {
        guard isolation == nil || outer.isTrial else { throw DatabaseError.isolationInside() }
        let name = try outer.beginSavepoint()
        do {
            let result = try await body()
            try outer.endSavepoint(name, isRolledBack: false)
            return result
        } catch {
            try? outer.endSavepoint(name, isRolledBack: true)
            throw error
        }
    }
}
