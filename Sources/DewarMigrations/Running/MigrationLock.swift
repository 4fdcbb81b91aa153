import DewarORM

/// Sees to it that one process at a time runs migrations.
struct MigrationLock {
    /// PostgreSQL's advisory lock, one for each schema: the bytes of `dwmg`, as a number.
    private static let key: RawSQL = "1685548391, hashtext(coalesce(current_schema(), ''))"

    let session: DatabaseSession
    /// How long to wait.
    let patience: Duration

    /// Does a piece of work with the lock held.
    ///
    /// SQLite's lock is the transaction of each migration, which ``begin()`` waits for.
    func hold<Result>(_ body: () throws -> Result) throws -> Result {
        guard session.dialect == .postgresql else { return try body() }
        // Asked again and again: who waits in a statement holds up an index made concurrently.
        try wait {
            let rows = try session.rows("SELECT pg_try_advisory_lock(\(Self.key))")
            if case .bool(true)? = rows.first?.first { return true }
            return false
        }
        defer { _ = try? session.rows("SELECT pg_advisory_unlock(\(Self.key))") }
        return try body()
    }

    /// Begins a transaction that writes.
    func begin() throws {
        switch session.dialect {
        case .postgresql: try session.execute("BEGIN")
        case .sqlite:
            try wait {
                do {
                    try session.execute("BEGIN IMMEDIATE")
                    return true
                } catch let error as DatabaseError where error.isRetriable {
                    return false
                }
            }
        }
    }

    private func wait(_ attempt: () throws -> Bool) throws {
        let deadline = ContinuousClock.now + patience
        while try !attempt() {
            guard ContinuousClock.now < deadline else { throw MigrationError.locked(patience) }
            session.pause(.milliseconds(50))
        }
    }
}
