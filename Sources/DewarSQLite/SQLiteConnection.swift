private import CSQLite
internal import DewarORM

/// One connection to a file.
///
/// Unchecked, because one thread at a time uses it, as `DriverConnection` promises; SQLite allows
/// `sqlite3_interrupt` from others.
final class SQLiteConnection: DriverConnection, @unchecked Sendable {
    /// nil once it is closed.
    private(set) var handle: OpaquePointer?
    var deadline: ContinuousClock.Instant?
    /// When the statement that runs looked at the clock for the first time.
    private var firstLook: ContinuousClock.Instant?
    /// Whether what runs is a statement, which ends with its task.
    var isCancellable = false {
        didSet { firstLook = nil }
    }
    /// How long a statement may run in a task that was cancelled.
    private static let cancelledTime = Duration.milliseconds(50)

    init(_ driver: SQLiteDriver, _ role: ConnectionRole) throws {
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
        let code = sqlite3_open_v2(driver.path, &handle, flags, nil)
        guard code == SQLITE_OK, handle != nil else {
            let message = handle.map { String(cString: sqlite3_errmsg($0)) } ?? ""
            close()
            throw DatabaseError.unavailable(
                driver.address, String(cString: sqlite3_errstr(code)), message: message)
        }
        sqlite3_extended_result_codes(handle, 1)
        do {
            try configure(driver, role)
        } catch {
            close()
            throw error
        }
    }

    deinit {
        close()
    }

    private func configure(_ driver: SQLiteDriver, _ role: ConnectionRole) throws {
        let patience = driver.configuration.busyTimeout
        sqlite3_busy_timeout(handle, Int32(clamping: patience.milliseconds))
        // A misspelt "column" is an error, not text; and a file's schema runs nothing of ours.
        for (option, value) in [
            (SQLITE_DBCONFIG_DQS_DML, 0), (SQLITE_DBCONFIG_DQS_DDL, 0),
            (SQLITE_DBCONFIG_DEFENSIVE, 1), (SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0),
        ] {
            _ = dewar_sqlite3_set(handle, option, Int32(value))
        }
        SQLiteFunctions.install(in: handle)
        if role == .writer { try execute("PRAGMA journal_mode = WAL") }
        try execute(
            """
            PRAGMA synchronous = \(driver.synchronous.rawValue);
            PRAGMA foreign_keys = ON;
            PRAGMA case_sensitive_like = ON
            """)
        if role == .reader { try execute("PRAGMA query_only = ON") }
        watch()
    }

    func prepare(_ sql: String, for binds: [DatabaseValue]) throws -> any DriverStatement {
        try SQLiteStatement(sql, self)
    }

    func execute(_ script: String) throws {
        guard sqlite3_exec(handle, script, nil, nil, nil) == SQLITE_OK else {
            throw error(sql: script)
        }
    }

    var isInTransaction: Bool { handle != nil && sqlite3_get_autocommit(handle) == 0 }

    var isUsable: Bool { handle != nil }

    /// There is no server that could be gone.
    func checkHealth() throws {}

    func interrupt() {
        if let handle { sqlite3_interrupt(handle) }
    }

    func close() {
        // Statements that are left keep it alive until they are finalized.
        sqlite3_close_v2(handle)
        handle = nil
    }

    /// Looks at the clock every thousand steps of SQLite's machine: some ten microseconds.
    private func watch() {
        let this = Unmanaged.passUnretained(self).toOpaque()
        sqlite3_progress_handler(
            handle, 1000,
            { this in
                guard let this else { return 0 }
                let connection = Unmanaged<SQLiteConnection>.fromOpaque(this).takeUnretainedValue()
                return connection.isToEnd() ? 1 : 0
            }, this)
    }

    /// Whether the statement's time is up, or its task was cancelled.
    private func isToEnd() -> Bool {
        guard deadline != nil || isCancellable else { return false }
        let now = ContinuousClock.now
        if let deadline, now >= deadline { return true }
        guard isCancellable else { return false }
        guard let firstLook else {
            firstLook = now
            return false
        }
        return now - firstLook >= Self.cancelledTime && Task.isCancelled
    }

    private var isLate: Bool { deadline.map { ContinuousClock.now >= $0 } ?? false }

    /// The error that the last call ended in.
    func error(sql: String) -> DatabaseError {
        let code = sqlite3_extended_errcode(handle)
        return DatabaseError.sqlite(
            code, message: String(cString: sqlite3_errmsg(handle)), sql: sql, isLate: isLate)
    }
}
