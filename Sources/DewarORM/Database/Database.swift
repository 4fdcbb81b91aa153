/// A database: its connections and what is done with them.
///
/// ```swift
/// let database = try Database("sqlite:///board.db", using: system)  // .sqlite of DewarSQLite
/// try database.run {
///     var author = Author(name: "Ada")
///     try author.insert()
/// }
/// ```
/// Calls are synchronous: a view owns its thread. Inside ``run(_:)-(()->T)`` and transactions it is
/// the current database, which models use unless they are given another.
public final class Database: Sendable {
    package let driver: any DatabaseDriver
    /// How it uses its connections.
    public let configuration: DatabaseConfiguration
    let writers: ConnectionPool
    /// nil if every connection may write.
    let readers: ConnectionPool?

    /// What the current task does, with which database.
    @TaskLocal static var current: Scope?

    /// The current database of a task.
    struct Scope: Sendable {
        let database: Database
        /// The transaction that is open, if one is.
        let transaction: Transaction?
    }

    /// Makes a database of its URL; connections are opened when they are needed.
    ///
    /// ```swift
    /// var configuration = DatabaseConfiguration()
    /// configuration.poolSize = 20
    /// let board = try Database("sqlite:///board.db", using: system, configuration: configuration)
    /// print(board.dialect)  // sqlite
    /// ```
    ///
    /// - Parameters:
    ///   - url: `sqlite:///board.db`, `postgresql://user:password@host/database`.
    ///   - systems: The database systems that the application is linked with.
    ///   - configuration: How to use the connections.
    /// - Throws: ``DatabaseError`` of kind `invalidConfiguration` for a URL that none of the
    ///   systems has a use for.
    /// - SeeAlso: SQLAlchemy `create_engine`.
    public convenience init(
        _ url: String, using systems: DatabaseSystem...,
        configuration: DatabaseConfiguration = DatabaseConfiguration()
    ) throws {
        let parsed = try DatabaseURL(url)
        guard let system = systems.first(where: { $0.schemes.contains(parsed.scheme) }) else {
            throw DatabaseError.noSystem(
                scheme: parsed.scheme, known: systems.flatMap(\.schemes))
        }
        self.init(try system.makeDriver(parsed, configuration), configuration)
    }

    package init(_ driver: any DatabaseDriver, _ configuration: DatabaseConfiguration) {
        self.driver = driver
        self.configuration = configuration
        let size = max(1, min(configuration.poolSize, driver.connectionLimit ?? .max))
        if driver.separatesReaders {
            writers = ConnectionPool(driver, configuration, .writer, size: 1)
            readers = ConnectionPool(driver, configuration, .reader, size: size)
        } else {
            writers = ConnectionPool(driver, configuration, .writer, size: size)
            readers = nil
        }
    }

    /// Whose SQL the database understands.
    public var dialect: Dialect { driver.dialect }

    /// Closes what is open; connections in use are closed when they are given back.
    ///
    /// ```swift
    /// let board = try Database("sqlite:///board.db", using: system)
    /// defer { board.close() }
    /// print(try Post.query.count(in: board))
    /// ```
    ///
    /// - SeeAlso: SQLAlchemy `Engine.dispose`.
    public func close() {
        readers?.close()
        writers.close()
    }

    /// Makes this the current database for a piece of work.
    ///
    /// ```swift
    /// let posts = try database.run { try Post.query.orderedByKey().all() }
    /// print(posts.count)
    /// ```
    ///
    /// - Parameter body: The work; what it starts as child tasks has the same database.
    /// - Returns: What the work returns.
    /// - SeeAlso: Flask-SQLAlchemy `app.app_context`.
    @discardableResult
    public func run<Result>(_ body: () throws -> Result) rethrows -> Result {
        try Self.$current.withValue(Scope(database: self, transaction: ownTransaction)) {
            try body()
        }
    }

    /// Makes this the current database for a piece of work that awaits.
    ///
    /// ```swift
    /// try await database.run {
    ///     let posts = try Post.query.all()
    ///     await Task.yield()
    ///     print(posts.count)
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - isolation: The caller's actor.
    ///   - body: The work; what it starts as child tasks has the same database.
    /// - Returns: What the work returns.
    /// - SeeAlso: Flask-SQLAlchemy `app.app_context`.
    @discardableResult
    @_disfavoredOverload
    public func run<Result>(
        isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Result
    ) async rethrows -> Result {
        try await Self.$current.withValue(Scope(database: self, transaction: ownTransaction)) {
            try await body()
        }
    }

    /// The transaction of this database that the task is in.
    var ownTransaction: Transaction? {
        guard let scope = Self.current, scope.database === self else { return nil }
        return scope.transaction
    }

    /// The database given, or the current one.
    package static func required(_ database: Database?) throws -> Database {
        if let database { return database }
        if let scope = current { return scope.database }
        guard let database = try AmbientDatabase.find() else { throw DatabaseError.noDatabase() }
        return database
    }
}

extension Database {
    /// The database that the current task works with; nil outside ``run(_:)-(()->T)`` and of a
    /// request of an application that uses one.
    public static var currentDatabase: Database? { try? required(nil) }
}
