private import CPostgreSQL
internal import DewarORM

#if canImport(Glibc)
    private import Glibc
#elseif canImport(Darwin)
    private import Darwin
#endif

extension PostgreSQLConnection {
    /// How often a statement that takes long looks whether its task was cancelled, in milliseconds.
    private static let lookInterval: Int64 = 50

    /// Sends something and waits until the server is ready again.
    ///
    /// - Parameters:
    ///   - sql: The statement, for errors.
    ///   - isCancellable: Whether it ends when the task is cancelled.
    ///   - send: Sends it, by a function of libpq that says 1 when it is done.
    /// - Returns: The last result.
    /// - Throws: ``DatabaseError`` of the first that is an error.
    func answer(
        to sql: String, isCancellable: Bool, _ send: () -> Int32
    ) throws -> PostgreSQLResult {
        try begin(sql, send)
        defer { end() }
        return try finish(sql, isCancellable: isCancellable)
    }

    /// Sends something.
    func begin(_ sql: String, _ send: () -> Int32) throws {
        guard handle != nil, isInStep, PQstatus(handle) == CONNECTION_OK else { throw lost() }
        isLate = false
        canceller.begin()
        guard send() == 1 else {
            end()
            if PQstatus(handle) != CONNECTION_OK { throw lost() }
            throw DatabaseError.unsendable(sql: sql, message: libraryMessage)
        }
    }

    /// From here on nothing is cancelled.
    func end() {
        if !canceller.end(within: patience) { isInStep = false }
    }

    /// Takes all results until the server is ready.
    func finish(_ sql: String, isCancellable: Bool) throws -> PostgreSQLResult {
        var last: PostgreSQLResult?
        var failure: DatabaseError?
        while let result = try nextResult(sql, isCancellable: isCancellable) {
            if result.isError {
                failure = failure ?? error(of: result, sql: sql)
            } else if result.isCopyIn {
                failure = failure ?? .copyRefused(sql: sql)
                PQputCopyEnd(handle, "not here")
            } else if result.isCopyOut {
                // What the server sends now may be long, and nobody wants it.
                isInStep = false
                throw DatabaseError.copyRefused(sql: sql)
            }
            last = result
        }
        deliverNotifications()
        if let failure { throw failure }
        guard let last else { throw lost() }
        return last
    }

    /// Waits for the next result; nil when the server is ready.
    func nextResult(_ sql: String, isCancellable: Bool) throws -> PostgreSQLResult? {
        try flush(sql, isCancellable: isCancellable)
        if PQisBusy(handle) == 1 {
            var waiting = Waiting(isCancellable: isCancellable)
            repeat {
                try wait(for: Int16(POLLIN), sql, &waiting)
                guard PQconsumeInput(handle) == 1 else { throw lost() }
            } while PQisBusy(handle) == 1
        }
        return PQgetResult(handle).map(PostgreSQLResult.init)
    }

    /// Sends what waits in libpq's memory.
    func flush(_ sql: String, isCancellable: Bool) throws {
        var waiting = Waiting(isCancellable: isCancellable)
        while true {
            switch PQflush(handle) {
            case 0: return
            case 1:
                // The server may have to get rid of something before it reads on.
                try wait(for: Int16(POLLIN | POLLOUT), sql, &waiting)
                guard PQconsumeInput(handle) == 1 else { throw lost() }
            default: throw lost()
            }
        }
    }

    /// What is known of a wait.
    struct Waiting {
        let isCancellable: Bool
        /// When a statement that was cancelled is given up.
        var end: ContinuousClock.Instant?
    }

    /// Waits until the socket can be used, or cancels what runs.
    private func wait(for events: Int16, _ sql: String, _ waiting: inout Waiting) throws {
        while true {
            var pause = Self.lookInterval
            if let next = waiting.end ?? deadline {
                pause = min(pause, (next - ContinuousClock.now).roundedUp)
            }
            if isReady(events, pause) { return }
            if let end = waiting.end {
                guard ContinuousClock.now < end else {
                    isInStep = false
                    throw isLate ? DatabaseError.timedOut(sql: sql) : .cancelled(sql: sql)
                }
            } else if let deadline, ContinuousClock.now >= deadline {
                isLate = true
                cancel(&waiting)
            } else if waiting.isCancellable, Task.isCancelled {
                cancel(&waiting)
            }
        }
    }

    private func cancel(_ waiting: inout Waiting) {
        canceller.cancel()
        waiting.end = ContinuousClock.now + patience
    }

    /// Whether something is there to be read, without waiting.
    var isReadable: Bool { isReady(Int16(POLLIN), 0) }

    /// Waits for the socket, so many milliseconds at most.
    private func isReady(_ events: Int16, _ pause: Int64) -> Bool {
        var place = pollfd(fd: PQsocket(handle), events: events, revents: 0)
        // Also an error is something to be read.
        return poll(&place, 1, Int32(clamping: pause)) > 0
    }

    /// Goes on with connecting until it is done.
    ///
    /// - Throws: ``DatabaseError`` of kind `unavailable`.
    func waitUntilConnected() throws {
        let end = ContinuousClock.now + patience
        guard let handle else {
            throw DatabaseError.unavailable(address, "there is no memory", message: "")
        }
        // It begins as if libpq had asked for this.
        var state = PGRES_POLLING_WRITING
        var hasAnswered = false
        guard PQstatus(handle) != CONNECTION_BAD else { throw unreachable(hasAnswered) }
        while state != PGRES_POLLING_OK {
            guard state != PGRES_POLLING_FAILED else { throw unreachable(hasAnswered) }
            let rest = end - ContinuousClock.now
            guard rest > .zero else {
                throw DatabaseError.unavailable(
                    address, "it did not answer for \(patience)", message: libraryMessage)
            }
            let events = state == PGRES_POLLING_READING ? POLLIN : POLLOUT
            guard isReady(Int16(events), rest.roundedUp) else { continue }
            state = PQconnectPoll(handle)
            let status = PQstatus(handle)
            hasAnswered =
                hasAnswered || status == CONNECTION_AWAITING_RESPONSE
                || status == CONNECTION_AUTH_OK
        }
    }

    private func unreachable(_ hasAnswered: Bool) -> DatabaseError {
        .unavailable(
            address,
            hasAnswered
                ? "the server refuses the connection: it does not know this user, password or "
                    + "database, or it is starting, stopping or full"
                : "no server is there",
            message: libraryMessage)
    }

    /// What libpq says, which may hold values.
    private var libraryMessage: String {
        PQerrorMessage(handle).map { String(cString: $0) } ?? ""
    }

    /// The connection is of no use any more.
    func lost() -> DatabaseError {
        isInStep = false
        return .unavailable(address, "the connection is lost", message: libraryMessage)
    }
}

extension Duration {
    /// Whole milliseconds, rounded up, so that the time is up when they are; 0 if it is already.
    fileprivate var roundedUp: Int64 { self > .zero ? min(milliseconds, .max - 1) + 1 : 0 }
}
