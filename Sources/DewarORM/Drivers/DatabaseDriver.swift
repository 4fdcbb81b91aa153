/// One database system's client: what DewarSQLite and DewarPostgreSQL give to ``Database``.
///
/// A driver moves bytes. Everything that is SQL, from placeholders to `BEGIN`, comes to it as text
/// in the words of its ``dialect``; pool, transactions, the cache of statements and the log are
/// ``Database``'s.
package protocol DatabaseDriver: Sendable {
    /// Whose SQL it understands.
    var dialect: Dialect { get }

    /// Where it connects to, without a password: for messages.
    var address: String { get }

    /// Whether there is one connection that writes beside many that only read, as in SQLite's WAL
    /// mode; otherwise every connection may do both.
    var separatesReaders: Bool { get }

    /// How many connections there can be at most, whatever the configuration says; nil for any
    /// number. A database in SQLite's memory has one.
    var connectionLimit: Int? { get }

    /// Opens a connection.
    ///
    /// - Parameter role: `.reader` is asked for only of a driver that ``separatesReaders``.
    /// - Returns: A connection that nobody else has.
    /// - Throws: ``DatabaseError`` of kind `unavailable` when the database cannot be reached.
    func connect(_ role: ConnectionRole) throws -> any DriverConnection
}

/// What a connection is for.
package enum ConnectionRole: Sendable, Hashable {
    /// Statements that only read.
    case reader
    /// All statements.
    case writer
}

/// One connection to a database.
///
/// It is used by one thread at a time, which ``Database`` sees to; only ``interrupt()`` may come
/// from elsewhere meanwhile. That is why it may be `@unchecked Sendable`.
package protocol DriverConnection: AnyObject, Sendable {
    /// Prepares one statement.
    ///
    /// - Parameters:
    ///   - sql: One statement with placeholders as the dialect writes them.
    ///   - binds: What it will be run with first: a driver whose statements know the types of their
    ///     parameters takes them from here.
    /// - Returns: A statement that belongs to this connection and is kept for later runs.
    /// - Throws: ``DatabaseError`` when the database refuses it.
    func prepare(_ sql: String, for binds: [DatabaseValue]) throws -> any DriverStatement

    /// Runs statements without parameters, one after the other, and drops what they return.
    ///
    /// - Parameter script: One or more statements, with `;` between them.
    /// - Throws: ``DatabaseError`` of the first that fails.
    func execute(_ script: String) throws

    /// Inserts many rows in the database's quickest way, if it has one that keeps all checks.
    ///
    /// It is called inside a transaction.
    ///
    /// - Parameters:
    ///   - table: The table's quoted name.
    ///   - columns: The columns' quoted names.
    ///   - count: How many rows there are.
    ///   - row: Gives the values of a row, in the order of the columns.
    /// - Returns: false if the database has no such way: nothing has happened then.
    /// - Throws: ``DatabaseError``; nothing is inserted then.
    func insertRows(
        into table: String, columns: [String], count: Int,
        row: (Int) throws -> [DatabaseValue]
    ) throws -> Bool

    /// Whether a transaction is open; true also for one that has failed and waits for `ROLLBACK`.
    var isInTransaction: Bool { get }

    /// Whether the connection may still be used, as far as is known already.
    var isUsable: Bool { get }

    /// Whether the connection may still be used: looks for what came from the server meanwhile,
    /// but does not ask it.
    func isConnected() -> Bool

    /// When a running statement shall end in an error of kind `timedOut`; nil for never.
    ///
    /// Set before each run.
    var deadline: ContinuousClock.Instant? { get set }

    /// Asks the server whether it is there: one round trip.
    ///
    /// - Throws: ``DatabaseError`` if it is not.
    func checkHealth() throws

    /// Makes the running statement end soon, in an error of kind `cancelled`; may be called from
    /// any thread, and does nothing if none runs.
    func interrupt()

    /// Closes the connection; its statements are of no use any more. Twice does no harm.
    func close()
}

extension DriverConnection {
    package func insertRows(
        into table: String, columns: [String], count: Int,
        row: (Int) throws -> [DatabaseValue]
    ) throws -> Bool { false }

    package func isConnected() -> Bool { isUsable }
}

/// A prepared statement of one connection: run by ``start(_:)``, ``next()`` until it says false,
/// and ``finish()`` in every case.
///
/// It is the row that it stands at, too, so that nothing is made for a row.
package protocol DriverStatement: DriverRow {
    /// Begins to run it.
    ///
    /// - Parameter binds: A value per placeholder, by number.
    /// - Throws: ``DatabaseError``, also when the number of values is not that of the placeholders.
    ///   ``Database`` has refused text with U+0000 and `.invalid` before.
    func start(_ binds: [DatabaseValue]) throws

    /// Goes on to the next row.
    ///
    /// - Returns: false after the last row, and always for a statement without rows: the statement
    ///   has done its work only then.
    /// - Throws: ``DatabaseError``.
    func next() throws -> Bool

    /// Ends the run, if one is on, and lets go of the values.
    func finish()

    /// How many rows the last run inserted, updated or deleted.
    var changedRows: Int { get }
}
