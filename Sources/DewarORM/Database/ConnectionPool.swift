/// Connections of one role, lent to one user at a time.
final class ConnectionPool: Sendable {
    private struct State {
        var idle: [PooledConnection] = []
        /// Who has a connection, since when, by a number.
        var holders: [Int: (name: HolderName, since: ContinuousClock.Instant)] = [:]
        var nextHolder = 0
        var isClosed = false
        /// Connections that were last used before are asked whether they still work.
        var checkBefore = ContinuousClock.now
    }

    private let driver: any DatabaseDriver
    private let configuration: DatabaseConfiguration
    private let role: ConnectionRole
    private let size: Int
    private let state = Condition(State())

    init(
        _ driver: any DatabaseDriver, _ configuration: DatabaseConfiguration,
        _ role: ConnectionRole, size: Int
    ) {
        self.driver = driver
        self.configuration = configuration
        self.role = role
        self.size = size
    }

    deinit {
        close()
    }

    /// A connection that is lent, to be given back by ``giveBack(_:)``.
    struct Loan {
        let connection: PooledConnection
        fileprivate let holder: Int
    }

    /// Lends a connection.
    ///
    /// - Parameter name: Who wants it, for the error of those who wait in vain.
    /// - Returns: A connection that works, as far as is known.
    /// - Throws: ``DatabaseError`` of kind `poolExhausted` or `unavailable`.
    func borrow(_ name: HolderName) throws -> Loan {
        let start = ContinuousClock.now
        let deadline = start + configuration.poolTimeout
        let place = try state.wait(until: deadline) { state -> (Int, PooledConnection?)? in
            guard !state.isClosed else { throw DatabaseError.closed() }
            guard state.holders.count < size else { return nil }
            let holder = state.nextHolder
            state.nextHolder &+= 1
            state.holders[holder] = (name, start)
            return (holder, state.idle.popLast())
        }
        guard let (holder, idle) = place else { throw exhausted() }
        do {
            if let idle, isHealthy(idle) { return Loan(connection: idle, holder: holder) }
            let fresh = PooledConnection(
                try driver.connect(role), cacheSize: configuration.statementCacheSize)
            return Loan(connection: fresh, holder: holder)
        } catch {
            release(holder, nil)
            throw error
        }
    }

    /// Takes a connection back; one that is of no use any more is closed.
    func giveBack(_ loan: Loan) {
        let connection = loan.connection
        connection.driver.deadline = ContinuousClock.now + configuration.connectTimeout
        // A transaction that its user left open is nobody else's.
        if connection.driver.isInTransaction { try? connection.driver.execute("ROLLBACK") }
        let isUsable = connection.driver.isUsable && !connection.driver.isInTransaction
        if !isUsable {
            connection.close()
            // What happened to one may have happened to all.
            state.withLock { $0.checkBefore = ContinuousClock.now }
        }
        connection.lastUse = ContinuousClock.now
        release(loan.holder, isUsable ? connection : nil)
    }

    /// Closes what is idle, and refuses to lend any more.
    func close() {
        let idle = state.withLock { state in
            state.isClosed = true
            defer { state.idle = [] }
            return state.idle
        }
        for connection in idle { connection.close() }
        state.broadcast()
    }

    private func release(_ holder: Int, _ connection: PooledConnection?) {
        let isClosed = state.withLock { state in
            state.holders[holder] = nil
            if let connection, !state.isClosed { state.idle.append(connection) }
            return state.isClosed
        }
        if isClosed { connection?.close() }
        state.signal()
    }

    private func isHealthy(_ connection: PooledConnection) -> Bool {
        let checkBefore = state.withLock(\.checkBefore)
        let isFresh =
            connection.lastUse > checkBefore
            && ContinuousClock.now - connection.lastUse < configuration.healthCheckInterval
        if isFresh, connection.driver.isUsable { return true }
        do {
            connection.driver.deadline = ContinuousClock.now + configuration.connectTimeout
            try connection.driver.checkHealth()
            return connection.driver.isUsable
        } catch {
            connection.close()
            state.withLock { $0.checkBefore = ContinuousClock.now }
            return false
        }
    }

    private func exhausted() -> DatabaseError {
        let now = ContinuousClock.now
        let holders = state.withLock { state in
            state.holders.values.sorted { $0.since < $1.since }.map { holder in
                let seconds = (now - holder.since).components.seconds
                return "\(holder.name) for \(seconds) s"
            }
        }
        return .poolExhausted(size: size, waited: configuration.poolTimeout, holders: holders)
    }

    /// How many connections are lent.
    var heldCount: Int { state.withLock { $0.holders.count } }
}

/// Who holds a connection: made text only when somebody waits in vain.
enum HolderName: Sendable, CustomStringConvertible {
    case statement(String)
    case transaction(file: String, line: Int)

    var description: String {
        switch self {
        case .statement(let sql): String(DatabaseError.excerpt(of: sql).prefix(80))
        case .transaction(let file, let line): "transaction at \(file):\(line)"
        }
    }
}
