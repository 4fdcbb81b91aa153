private import CPostgreSQL
internal import DewarORM

/// One connection to a server.
///
/// The socket does not block: what waits for the server also looks at the clock and at the task.
/// Unchecked, because one thread at a time uses it, as `DriverConnection` promises; what
/// ``interrupt()`` uses is made for any.
final class PostgreSQLConnection: DriverConnection, @unchecked Sendable {
    /// nil once it is closed.
    private(set) var handle: OpaquePointer?
    let address: String
    /// How long a statement that is cancelled may take to end.
    let patience: Duration
    var deadline: ContinuousClock.Instant?
    var parameters = ParameterBuffer()
    /// Whether the statement that runs was cancelled because its time was up.
    var isLate = false
    /// false once the connection is in a state that is not known.
    var isInStep = true
    let canceller = StatementCanceller()
    /// Gets what is announced on the channels that the connection listens to.
    var onNotification: ((PostgreSQLListener.Notification) -> Void)?
    private var statementCount = 0
    /// Names of statements that nobody has any more, to be told to the server.
    private var dropped: [String] = []
    /// From how many on it is told.
    private static let droppedLimit = 32

    /// Connects.
    ///
    /// - Parameters:
    ///   - options: Where to, and as whom.
    ///   - address: The same for messages, without a password.
    ///   - patience: How long it may take.
    /// - Throws: ``DatabaseError`` of kind `unavailable`.
    init(_ options: ConnectionOptions, address: String, patience: Duration) throws {
        self.address = address
        self.patience = patience
        handle = options.withPointers { PQconnectStartParams($0, $1, 0) }
        do {
            try waitUntilConnected()
            PQsetNoticeReceiver(handle, { _, _ in }, nil)
            PQsetnonblocking(handle, 1)
            canceller.open(handle)
            deadline = ContinuousClock.now + patience
            try execute(Self.settings)
            deadline = nil
        } catch {
            close()
            throw error
        }
    }

    deinit {
        close()
    }

    /// What values are written and read by, whatever the server's defaults are.
    private static let settings = """
        SET TIME ZONE 'UTC'; SET DateStyle = 'ISO'; SET IntervalStyle = 'iso_8601'; \
        SET bytea_output = 'hex'; SET extra_float_digits = 1; SET standard_conforming_strings = on
        """

    func prepare(_ sql: String, for binds: [DatabaseValue]) throws -> any DriverStatement {
        PostgreSQLStatement(sql, self)
    }

    func execute(_ script: String) throws {
        _ = try answer(to: script, isCancellable: false) { PQsendQuery(handle, script) }
    }

    /// false also when the connection is lost: no transaction outlives it.
    var isInTransaction: Bool {
        let status = PQtransactionStatus(handle)
        return handle != nil && status != PQTRANS_IDLE && status != PQTRANS_UNKNOWN
    }

    var isUsable: Bool { handle != nil && isInStep && PQstatus(handle) == CONNECTION_OK }

    /// Looks at the socket: a server that stops says so, and then the system does.
    func isConnected() -> Bool {
        guard isUsable else { return false }
        guard PQtransactionStatus(handle) == PQTRANS_IDLE else { return true }
        while isReadable {
            guard takeNotifications() else { return false }
        }
        return true
    }

    func checkHealth() throws {
        _ = try answer(to: "", isCancellable: false) { PQsendQuery(handle, "") }
    }

    func interrupt() {
        canceller.cancel()
    }

    func close() {
        canceller.close()
        PQfinish(handle)
        handle = nil
    }

    // MARK: Statements

    /// A name for a statement that the server keeps.
    func makeStatementName() -> String {
        statementCount += 1
        return "dewar_\(statementCount)"
    }

    /// Lets the server forget a statement, some time.
    func drop(_ name: String) {
        dropped.append(name)
    }

    /// Tells the server which statements are of no use any more, if there are many.
    func tellDropped() throws {
        guard dropped.count >= Self.droppedLimit,
            PQtransactionStatus(handle) != PQTRANS_INERROR
        else { return }
        let script = dropped.map { "DEALLOCATE \($0)" }.joined(separator: "; ")
        dropped = []
        try execute(script)
    }

    // MARK: Notifications

    /// The socket, to wait for.
    var socket: Int32 { PQsocket(handle) }

    /// Takes what was announced since, without waiting.
    ///
    /// - Returns: false when the connection is lost.
    func takeNotifications() -> Bool {
        guard handle != nil, PQconsumeInput(handle) == 1 else { return false }
        deliverNotifications()
        return PQstatus(handle) == CONNECTION_OK
    }

    /// Where nobody listens, what was announced would only grow.
    func deliverNotifications() {
        while let found = PQnotifies(handle) {
            if let onNotification {
                onNotification(
                    .init(
                        channel: String(cString: found.pointee.relname),
                        payload: found.pointee.extra.map { String(cString: $0) } ?? "",
                        processID: found.pointee.be_pid))
            }
            PQfreemem(found)
        }
    }
}
