/// Connections of one role, lent to one user at a time.
final class ConnectionPool: Sendable {
    /// Who has a connection, and since when.
    private struct Holder {
        let number: Int
        let name: HolderName
        let since: ContinuousClock.Instant
    }

    private struct State {
        var idle: [PooledConnection] = []
        /// As many as connections at most, which are few.
        var holders: [Holder] = []
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
    /// A connection that was in use so shortly before is lent without a look at it: what happens to
    /// it then could as well happen while the statement runs.
    private static let restTime = Duration.milliseconds(1)

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
        let place = try state.wait(until: start + configuration.poolTimeout) {
            try take(&$0, name, start)
        }
        guard let place else { throw exhausted() }
        return try lend(place, start)
    }

    /// Lends a connection, and lets other tasks have the thread while there is none.
    ///
    /// - Parameters:
    ///   - name: Who wants it, for the error of those who wait in vain.
    ///   - isolation: The caller's actor.
    /// - Returns: A connection that works, as far as is known.
    /// - Throws: ``DatabaseError`` of kind `poolExhausted` or `unavailable`; `CancellationError`.
    func borrowAwaiting(
        _ name: HolderName, isolation: isolated (any Actor)? = #isolation
    ) async throws -> Loan {
        let start = ContinuousClock.now
        while true {
            let place = try state.withLock { try take(&$0, name, start) }
            if let place { return try lend(place, start) }
            guard ContinuousClock.now - start < configuration.poolTimeout else {
                throw exhausted()
            }
            try await Task.sleep(for: .milliseconds(1))
        }
    }

    private struct Place {
        let holder: Int
        let idle: PooledConnection?
        /// Whether nothing has happened since it was used that may have happened to all.
        let isTrusted: Bool
    }

    /// Takes a place among the holders; nil if there is none.
    private func take(
        _ state: inout State, _ name: HolderName, _ start: ContinuousClock.Instant
    ) throws -> Place? {
        guard !state.isClosed else { throw DatabaseError.closed() }
        guard state.holders.count < size else { return nil }
        let holder = state.nextHolder
        state.nextHolder &+= 1
        state.holders.append(Holder(number: holder, name: name, since: start))
        let idle = state.idle.popLast()
        let isTrusted = idle.map { $0.lastUse > state.checkBefore } ?? false
        return Place(holder: holder, idle: idle, isTrusted: isTrusted)
    }

    private func lend(_ place: Place, _ start: ContinuousClock.Instant) throws -> Loan {
        do {
            if let idle = place.idle, isHealthy(idle, place.isTrusted, start) {
                return Loan(connection: idle, holder: place.holder)
            }
            let fresh = PooledConnection(
                try driver.connect(role), cacheSize: configuration.statementCacheSize)
            return Loan(connection: fresh, holder: place.holder)
        } catch {
            release(place.holder, nil)
            throw error
        }
    }

    /// Takes a connection back; one that is of no use any more is closed.
    func giveBack(_ loan: Loan) {
        let connection = loan.connection
        // A transaction that its user left open is nobody else's.
        if connection.driver.isInTransaction {
            connection.driver.deadline = ContinuousClock.now + configuration.connectTimeout
            try? connection.driver.execute("ROLLBACK")
        }
        let isUsable = connection.driver.isUsable && !connection.driver.isInTransaction
        connection.lastUse = ContinuousClock.now
        if !isUsable {
            connection.close()
            // What happened to one may have happened to all.
            state.withLock { $0.checkBefore = connection.lastUse }
        }
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
            if let index = state.holders.firstIndex(where: { $0.number == holder }) {
                state.holders.remove(at: index)
            }
            if let connection, !state.isClosed { state.idle.append(connection) }
            return state.isClosed
        }
        if isClosed { connection?.close() }
        state.signal()
    }

    private func isHealthy(
        _ connection: PooledConnection, _ isTrusted: Bool, _ start: ContinuousClock.Instant
    ) -> Bool {
        let rest = start - connection.lastUse
        if isTrusted, rest < configuration.healthCheckInterval {
            let isHealthy =
                rest < Self.restTime
                ? connection.driver.isUsable : connection.driver.isConnected()
            if isHealthy { return true }
        }
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
            state.holders.sorted { $0.since < $1.since }.map { holder in
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
