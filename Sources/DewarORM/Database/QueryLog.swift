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

    /// A relation that was loaded again and again: once for each of many values.
    public struct Repetition: Sendable {
        /// The statement.
        public let sql: String
        /// The relation and the place that loaded it: `Post.author at Board/App.swift:12`.
        public let relation: String
        /// How often.
        public let count: Int
    }

    @TaskLocal static var current: QueryLog?
    @TaskLocal static var relation: String?

    private let state = Mutex<[Entry]>([])
    /// The most entries that are kept: 10,000.
    ///
    /// What comes later is left out.
    public static let capacity = 10_000

    /// Makes an empty log.
    public init() {}

    /// The statements so far, in order.
    public var entries: [Entry] { state.withLock { $0 } }

    func append(_ entry: Entry) {
        state.withLock { if $0.count < Self.capacity { $0.append(entry) } }
    }

    /// Records the statements of a piece of work, instead of a log around it.
    ///
    /// - Parameter body: The work.
    /// - Returns: What the work returns.
    /// - Throws: What the work throws.
    @discardableResult
    public func record<Result>(_ body: () throws -> Result) rethrows -> Result {
        try Self.$current.withValue(self) { try body() }
    }

    /// Records the statements of a piece of work that awaits, instead of a log around it.
    ///
    /// - Parameters:
    ///   - actor: The caller's actor.
    ///   - body: The work.
    /// - Returns: What the work returns.
    /// - Throws: What the work throws.
    @_disfavoredOverload
    @discardableResult
    public func record<Result>(
        actor: isolated (any Actor)? = #isolation, _ body: () async throws -> Result
    ) async rethrows -> Result {
        try await Self.$current.withValue(self) { try await body() }
    }

    /// Relations that were loaded for one value after the other (`N+1`), the most frequent first.
    ///
    /// - Parameter limit: From how many times on it is said.
    /// - Returns: An entry per relation and place.
    public func repetitions(from limit: Int = 3) -> [Repetition] {
        var counts: [String: (sql: String, count: Int)] = [:]
        for entry in entries {
            guard let relation = entry.relation else { continue }
            counts[relation, default: (entry.sql, 0)].count += 1
        }
        return counts.filter { $0.value.count >= limit }
            .map { Repetition(sql: $0.value.sql, relation: $0.key, count: $0.value.count) }
            .sorted { ($1.count, $0.relation) < ($0.count, $1.relation) }
    }
}
