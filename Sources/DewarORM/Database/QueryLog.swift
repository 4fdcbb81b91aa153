private import Synchronization

/// The statements that a piece of work ran: for tests and for the debug page.
///
/// ```swift
/// let log = QueryLog()
/// try log.record { try Post.query.all(in: database) }
/// log.entries.count  // 1
/// ```
/// Values are not in it.
public final class QueryLog: Sendable {
    /// One statement.
    public struct Entry: Sendable {
        /// The statement, with placeholders.
        public let sql: String
        /// How many values it had.
        public let binds: Int
        /// How many rows it gave or changed.
        public internal(set) var rows = 0
        /// How long it took, rows and all.
        public internal(set) var duration = Duration.zero
        /// The relation that it loaded, as `Post.author`, if it did.
        public let relation: String?

        init(sql: String, binds: Int) {
            self.sql = sql
            self.binds = binds
            relation = QueryLog.relation
        }
    }

    /// A statement that was run again and again: once for each of many values.
    public struct Repetition: Sendable {
        /// The statement.
        public let sql: String
        /// The relation and the place that loaded it: `Post.author at Board/App.swift:12`; nil for
        /// a query that loads none.
        public let relation: String?
        /// How often.
        public let count: Int
        /// How long all of them took.
        public let duration: Duration
    }

    @TaskLocal static var current: QueryLog?
    @TaskLocal static var relation: String?

    private let state = Mutex<[Entry]>([])
    /// The most entries that are kept: 10,000.
    ///
    /// What comes later is left out.
    public static let capacity = 10_000

    /// Is told of each statement.
    private let onEntry: @Sendable (Entry) -> Void

    /// Makes an empty log.
    public init() {
        onEntry = { _ in }
    }

    /// Makes an empty log that tells of each statement.
    package init(onEntry: @escaping @Sendable (Entry) -> Void) {
        self.onEntry = onEntry
    }

    /// The statements so far, in order.
    public var entries: [Entry] { state.withLock { $0 } }

    /// How many statements there were so far: `#expect(log.count == 3)`.
    public var count: Int { state.withLock { $0.count } }

    func append(_ entry: Entry) {
        state.withLock { if $0.count < Self.capacity { $0.append(entry) } }
        onEntry(entry)
    }

    /// Records the statements of a piece of work, instead of a log around it.
    ///
    /// ```swift
    /// let log = QueryLog()
    /// _ = try log.record { try Post.query.with(Post.author).all() }
    /// print(log.count)  // 2
    /// ```
    ///
    /// - Parameter body: The work.
    /// - Returns: What the work returns.
    /// - Throws: What the work throws.
    /// - SeeAlso: Flask-SQLAlchemy `get_recorded_queries`.
    @discardableResult
    public func record<Result>(_ body: () throws -> Result) rethrows -> Result {
        try Self.$current.withValue(self) { try body() }
    }

    /// Records the statements of a piece of work that awaits, instead of a log around it.
    ///
    /// ```swift
    /// let log = QueryLog()
    /// try await log.record {
    ///     await Task.yield()
    ///     _ = try Post.query.all()
    /// }
    /// print(log.count)  // 1
    /// ```
    ///
    /// - Parameters:
    ///   - actor: The caller's actor.
    ///   - body: The work.
    /// - Returns: What the work returns.
    /// - Throws: What the work throws.
    /// - SeeAlso: Flask-SQLAlchemy `get_recorded_queries`.
    @_disfavoredOverload
    @discardableResult
    public func record<Result>(
        actor: isolated (any Actor)? = #isolation, _ body: () async throws -> Result
    ) async rethrows -> Result {
        try await Self.$current.withValue(self) { try await body() }
    }

    /// What was asked for one value after the other (`N+1`), the most frequent first: relations,
    /// and other queries that differ only in their values.
    ///
    /// ```swift
    /// let log = QueryLog()
    /// try log.record {
    ///     for post in try Post.query.all() { print(try Post.author.load(post).name) }
    /// }
    /// for repetition in log.repetitions() { print(repetition.count, repetition.sql) }
    /// ```
    ///
    /// - Parameter limit: From how many times on it is said.
    /// - Returns: An entry per relation and place, or per statement.
    /// - SeeAlso: Ruby `bullet`, which tells of N+1 queries.
    public func repetitions(from limit: Int = 3) -> [Repetition] {
        var groups: [String: (first: Entry, count: Int, duration: Duration)] = [:]
        for entry in entries where entry.relation != nil || entry.isQueryOfValues {
            let key = entry.relation ?? entry.sql
            groups[key, default: (entry, 0, .zero)].count += 1
            groups[key]?.duration += entry.duration
        }
        return groups.values.filter { $0.count >= limit }
            .map { group in
                Repetition(
                    sql: group.first.sql, relation: group.first.relation, count: group.count,
                    duration: group.duration)
            }
            .sorted { ($1.count, $0.relation ?? $0.sql) < ($0.count, $1.relation ?? $1.sql) }
    }
}

extension QueryLog.Entry {
    /// Whether it reads by values, as one that a loop runs for each of them.
    fileprivate var isQueryOfValues: Bool { binds > 0 && sql.hasPrefix("SELECT ") }
}
