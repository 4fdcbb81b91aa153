extension Database {
    /// Does a piece of work that awaits and happens whole or not at all.
    ///
    /// As ``transaction(isolation:retries:file:line:_:)``, but it is not done again by itself. Its
    /// connection is held for as long as the work takes: await nothing slow in it.
    ///
    /// - Parameters:
    ///   - isolation: How far it is kept apart from others; the database's own default unless told.
    ///   - file: Where it stands, for the error of those who wait for a connection.
    ///   - line: The line there.
    ///   - actor: The caller's actor.
    ///   - body: The work; the database is the current one in it.
    /// - Returns: What the work returns.
    /// - Throws: What the work throws, and ``DatabaseError``.
    @discardableResult
    public func transaction<Result>(
        isolation: IsolationLevel? = nil, file: String = #fileID, line: Int = #line,
        actor: isolated (any Actor)? = #isolation, _ body: () async throws -> Result
    ) async throws -> Result {
        if let outer = ownTransaction {
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
        let open = try begin(isolation, isReadOnly: false, (file, line))
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
