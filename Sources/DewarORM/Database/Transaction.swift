private import Synchronization

/// A transaction that is open on a connection, and the savepoints in it.
final class Transaction: Sendable {
    private struct State {
        var isOver = false
        var savepoints = 0
        /// How many savepoints are open.
        var depth = 0
    }

    let connection: PooledConnection
    let isReadOnly: Bool
    /// Whether code in it is to find what it would find without it: that of a test.
    let isTrial: Bool
    /// Whether each statement is a savepoint, because the transaction fails with it.
    private let guardsStatements: Bool
    /// Held while the connection is used: child tasks share the transaction.
    private let state = Mutex(State())

    init(
        _ connection: PooledConnection, isReadOnly: Bool, isTrial: Bool = false,
        _ dialect: Dialect
    ) {
        self.connection = connection
        self.isReadOnly = isReadOnly
        self.isTrial = isTrial
        guardsStatements = isTrial && dialect == .postgresql
    }

    /// Uses the connection.
    ///
    /// - Throws: ``DatabaseError`` of kind `invalidTransaction` after its end.
    func withConnection<Result>(_ body: (PooledConnection) throws -> Result) throws -> Result {
        try state.withLock { state in
            guard !state.isOver else { throw DatabaseError.transactionIsOver() }
            guard guardsStatements, state.depth == 0 else {
                return try body(connection)
            }
            // Without the trial a statement that fails would leave nothing behind.
            try connection.driver.execute("SAVEPOINT dewar_trial")
            do {
                let result = try body(connection)
                try connection.driver.execute("RELEASE SAVEPOINT dewar_trial")
                return result
            } catch {
                connection.driver.deadline = nil
                try? connection.driver.execute(
                    "ROLLBACK TO SAVEPOINT dewar_trial; RELEASE SAVEPOINT dewar_trial")
                throw error
            }
        }
    }

    /// Lets nobody use the connection any more.
    func end() {
        state.withLock { $0.isOver = true }
    }

    /// Begins a savepoint.
    ///
    /// - Returns: Its name.
    func beginSavepoint() throws -> String {
        try state.withLock { state in
            guard !state.isOver else { throw DatabaseError.transactionIsOver() }
            state.savepoints += 1
            let name = "dewar_\(state.savepoints)"
            try connection.driver.execute("SAVEPOINT \(name)")
            state.depth += 1
            return name
        }
    }

    /// Ends a savepoint, and takes back what was done since.
    func endSavepoint(_ name: String, isRolledBack: Bool) throws {
        try state.withLock { state in
            guard !state.isOver else { throw DatabaseError.transactionIsOver() }
            state.depth -= 1
            connection.driver.deadline = nil
            if isRolledBack { try connection.driver.execute("ROLLBACK TO SAVEPOINT \(name)") }
            try connection.driver.execute("RELEASE SAVEPOINT \(name)")
        }
    }
}

/// How far a transaction is kept apart from others that run at the same time.
///
/// SQLite's are always serializable.
public enum IsolationLevel: String, Sendable, Hashable {
    /// Each statement sees what was committed before it.
    case readCommitted = "READ COMMITTED"
    /// All statements see what was committed before the first.
    case repeatableRead = "REPEATABLE READ"
    /// As if the transactions had come one after the other.
    case serializable = "SERIALIZABLE"
}

extension Dialect {
    /// The statement that begins a transaction.
    func begin(_ isolation: IsolationLevel?, isReadOnly: Bool) -> String {
        switch self {
        // At once a writer: one that turns into a writer later may find its data changed.
        case .sqlite: isReadOnly ? "BEGIN" : "BEGIN IMMEDIATE"
        case .postgresql:
            "BEGIN" + (isolation.map { " ISOLATION LEVEL \($0.rawValue)" } ?? "")
                + (isReadOnly ? " READ ONLY" : "")
        }
    }
}
