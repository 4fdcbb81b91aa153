public import DewarORM

/// Hears what is announced on some channels of a PostgreSQL database, over a connection of its own.
///
/// ```swift
/// let listener = try PostgreSQLListener("postgresql://board@localhost/board", channels: "posts")
/// for await event in listener {
///     switch event {
///     case .listening: print("look at all posts")
///     case .notification(let notification): print("look at post \(notification.payload)")
///     }
/// }
/// ```
/// A transaction announces something by ``DewarORM/Database/notify(_:_:)``, and it is heard when the
/// transaction is committed. A lost connection is made again by itself, for as long as it takes. Any
/// number of tasks may iterate, each of which gets all events; an iteration ends when its task is
/// cancelled or the listener is closed.
///
/// - SeeAlso: PostgreSQL `LISTEN`, `NOTIFY`.
public final class PostgreSQLListener: AsyncSequence, Sendable {
    /// What an iteration is given.
    public enum Event: Sendable, Hashable {
        /// From now on announcements are heard: what came before may have been missed.
        ///
        /// It is the first event, and comes again when the connection was lost, and when an
        /// iteration was too slow. Look now at whatever the announcements are about.
        case listening
        /// Something was announced.
        case notification(Notification)
    }

    /// An announcement.
    public struct Notification: Sendable, Hashable {
        /// The channel.
        public let channel: String
        /// What was announced, up to 8,000 bytes; empty if nothing was said.
        public let payload: String
        /// The server's process that it came from, to know one's own.
        public let processID: Int32
    }

    private let worker: ListenerWorker

    /// Begins to listen, and connects in the background.
    ///
    /// - Parameters:
    ///   - url: As for a ``DewarORM/Database``.
    ///   - channels: The channels' names, exactly as they are announced on.
    ///   - bufferLimit: How many events an iteration may be behind: the oldest are lost then.
    ///   - configuration: Of which `connectTimeout` counts.
    /// - Throws: ``DatabaseError`` of kind `invalidConfiguration` for a URL or a name of no use.
    public init(
        _ url: String, channels: String..., bufferLimit: Int = 1000,
        configuration: DatabaseConfiguration = DatabaseConfiguration()
    ) throws {
        let parsed = try DatabaseURL(url)
        guard parsed.scheme == "postgresql" else {
            throw DatabaseError.invalidConfiguration(
                "a listener needs a URL of scheme 'postgresql', not '\(parsed.scheme)'.")
        }
        for channel in channels {
            guard (1...63).contains(channel.utf8.count), !channel.utf8.contains(0) else {
                throw DatabaseError.invalidConfiguration(
                    "a channel's name has 1 to 63 bytes, and none is U+0000.")
            }
        }
        let driver = try PostgreSQLDriver(url: parsed, configuration: configuration)
        worker = try ListenerWorker(driver, channels, bufferLimit: Swift.max(2, bufferLimit))
    }

    deinit {
        worker.close()
    }

    /// Ends all iterations and closes the connection.
    ///
    /// ```swift
    /// let listener = try PostgreSQLListener("postgresql://localhost/board", channels: "posts")
    /// defer { listener.close() }
    /// for await event in listener { print(event) }
    /// ```
    ///
    /// - SeeAlso: libpq `PQfinish`.
    public func close() {
        worker.close()
    }

    /// Begins an iteration.
    public func makeAsyncIterator() -> AsyncStream<Event>.Iterator {
        worker.makeStream().makeAsyncIterator()
    }
}

extension Database {
    /// Announces something to all who listen on a channel: ``PostgreSQLListener``.
    ///
    /// ```swift
    /// try database.transaction {
    ///     let tag = try Tag(name: "swift").inserted()
    ///     try database.notify("tags", "\(tag.id ?? 0)")
    /// }
    /// ```
    /// Inside a transaction it is heard when that is committed, and the same text once.
    ///
    /// - Parameters:
    ///   - channel: The channel's name.
    ///   - payload: What is announced: less than 8,000 bytes. A key is better than a row.
    /// - Throws: ``DatabaseError``, of kind `invalidQuery` on another database than PostgreSQL.
    /// - SeeAlso: PostgreSQL `pg_notify`.
    public func notify(_ channel: String, _ payload: String = "") throws {
        guard dialect == .postgresql else {
            throw DatabaseError(.invalidQuery, "only PostgreSQL announces something.")
        }
        _ = try sql("SELECT pg_notify(\(channel), \(payload))").run()
    }
}
