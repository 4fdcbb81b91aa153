private import Synchronization

/// The database of what is being done, where none was made the current one: that of a request's
/// application.
///
/// Whoever knows about requests tells it, once a process.
package enum AmbientDatabase {
    /// What is asked.
    package struct Source: Sendable {
        /// The database; nil if there is none here.
        let database: @Sendable () throws -> Database?
        /// What takes the statements of this request; nil for nothing.
        let log: @Sendable () -> QueryLog?

        /// Makes a source.
        ///
        /// - Parameters:
        ///   - database: Gives the database; nil if there is none here.
        ///   - log: Gives what takes the statements of this request.
        package init(
            database: @escaping @Sendable () throws -> Database?,
            log: @escaping @Sendable () -> QueryLog?
        ) {
            self.database = database
            self.log = log
        }
    }

    /// The source in a box that is never freed, so that every query can ask without a lock.
    private static let source = Atomic<Unmanaged<Box>?>(nil)
    private static let isLogging = Atomic(false)

    /// Tells where to ask; only the first time counts.
    package static func use(_ new: Source) {
        let box = Unmanaged.passRetained(Box(new))
        let (isFirst, _) = source.compareExchange(
            expected: nil, desired: box, ordering: .acquiringAndReleasing)
        if !isFirst { box.release() }
    }

    private final class Box: Sendable {
        let source: Source
        init(_ source: Source) { self.source = source }
    }

    private static var told: Source? {
        source.load(ordering: .acquiring)?.takeUnretainedValue().source
    }

    /// Asks for a log with every statement from now on.
    package static func beginLogging() {
        isLogging.store(true, ordering: .releasing)
    }

    /// The database of what is being done here; nil if there is none.
    static func find() throws -> Database? {
        try told?.database()
    }

    /// What takes the statements of what is being done here; nil for nothing.
    static var log: QueryLog? {
        guard isLogging.load(ordering: .acquiring) else { return nil }
        return told?.log()
    }
}
