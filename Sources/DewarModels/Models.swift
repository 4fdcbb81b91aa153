public import DewarCore
public import DewarORM
import DewarText
import Synchronization

/// The database of an application: the models of a request use it without being told.
///
/// ```swift
/// import DewarModels
///
/// struct Note: Model {
///     var id: Int?
///     var text: String
///     static let schema = Schema<Note>("note") { t in
///         t.key(\.id)
///         t.column(\.text)
///     }
/// }
///
/// let app = Application { app in
///     app.install(Models("sqlite:///notes.db", using: system))  // .sqlite of DewarSQLite
///     app.get("/notes") { try Note.query.orderedByKey().all() }
///     app.get("/notes/<int:id>") { (id: Int) in try Note.getOr404(id) }
/// }
/// ```
/// The configuration says where the database is, by `DATABASE_URL`, and how it is used:
/// `DATABASE_POOL_SIZE`, `DATABASE_POOL_TIMEOUT` and `DATABASE_STATEMENT_TIMEOUT`, both in seconds.
/// Connections are opened when they are needed, closed when the process ends, and held by nobody
/// for longer than a statement or a transaction: at the end of a request there is none to give back.
///
/// - SeeAlso: Flask-SQLAlchemy `SQLAlchemy`.
public struct Models: Extension {
    let systems: [DatabaseSystem]
    let configKey: String
    private let url: String?
    private let configuration: DatabaseConfiguration
    private let opened = OpenDatabase()

    /// Makes an extension.
    ///
    /// ```swift
    /// app.install(Models(using: system, configKey: "SQLALCHEMY_DATABASE_URI"))
    /// ```
    ///
    /// - Parameters:
    ///   - url: Where the database is, unless the configuration says otherwise.
    ///   - systems: `.sqlite` of DewarSQLite, `.postgresql` of DewarPostgreSQL: the URL chooses.
    ///   - configKey: The name by which the configuration says where the database is.
    ///   - configuration: How connections are used, unless the configuration says otherwise.
    /// - SeeAlso: Flask-SQLAlchemy `SQLALCHEMY_DATABASE_URI`.
    public init(
        _ url: String? = nil, using systems: DatabaseSystem...,
        configKey: String = "DATABASE_URL",
        configuration: DatabaseConfiguration = DatabaseConfiguration()
    ) {
        self.systems = systems
        self.configKey = configKey
        self.url = url
        self.configuration = configuration
    }

    /// Declares that the database is there within the application's contexts.
    ///
    /// - Parameter app: The application.
    /// - SeeAlso: Flask-SQLAlchemy `init_app`.
    public func setUp(_ app: Application) {
        if let url { app.config.setDefault(configKey, .string(url)) }
        AmbientDatabase.use(Self.ambient)
        app.onStart {
            // A URL that is wrong ends the start; a database that is away may come back.
            _ = try currentApp.database
            if currentApp.config.isDebug || currentApp.explainsFailures {
                AmbientDatabase.beginLogging()
            }
        }
        app.onStop { close() }
        app.teardownContext { _ in RequestQueries.report() }
        app.failurePanel { RequestQueries.panel }
    }

    /// What models ask that are given no database.
    private static let ambient = AmbientDatabase.Source(
        database: { hasAppContext ? try currentApp.ownDatabase : nil },
        log: { hasAppContext ? RequestQueries.log : nil })

    /// The database, opened when it is first asked for.
    func database(of app: Application) throws -> Database {
        try opened.database { try open(app.config) }
    }

    private func close() { opened.close() }

    private func open(_ config: Config) throws -> Database {
        guard let text = config[configKey]?.string, !text.isEmpty else {
            throw DatabaseError.noURL(configKey)
        }
        let url = try DatabaseURL(text)
        guard let system = systems.first(where: { $0.schemes.contains(url.scheme) }) else {
            throw DatabaseError.noSystem(
                scheme: url.scheme, known: systems.flatMap(\.schemes))
        }
        return Database(
            try system.makeDriver(url, settings(config)), try settings(config))
    }

    /// How connections are used, as the configuration has it.
    private func settings(_ config: Config) throws -> DatabaseConfiguration {
        var settings = configuration
        if let size = try number("DATABASE_POOL_SIZE", config, least: 1) {
            settings.poolSize = Int(min(size, 10_000))
        }
        if let seconds = try number("DATABASE_POOL_TIMEOUT", config, least: 0) {
            settings.poolTimeout = .seconds(seconds)
        }
        if let seconds = try number("DATABASE_STATEMENT_TIMEOUT", config, least: 0) {
            settings.statementTimeout = seconds == 0 ? nil : .seconds(seconds)
        }
        return settings
    }

    /// A number of the configuration, of at most a year's seconds.
    private func number(_ key: String, _ config: Config, least: Double) throws -> Double? {
        guard let value = config[key], value != .null else { return nil }
        guard let number = value.double, number >= least, number <= 31_536_000 else {
            throw DatabaseError.invalidSetting(key, "\(value)", least: least)
        }
        return number
    }
}

/// A database that is opened when it is first asked for.
private final class OpenDatabase: Sendable {
    private let state = Mutex<Database?>(nil)

    func database(_ open: () throws -> Database) throws -> Database {
        try state.withLock { state in
            if let database = state { return database }
            let database = try open()
            state = database
            return database
        }
    }

    /// Closes it; whoever asks again has another.
    func close() {
        let database = state.withLock { state in
            defer { state = nil }
            return state
        }
        database?.close()
    }
}

extension Application {
    /// The application's database, of ``Models``.
    ///
    /// ```swift
    /// try app.database.createAll(Author.self, Post.self)
    /// try await app.database.withRollback {
    ///     try await client.post("/posts", form: ["title": "Hello"])
    /// }
    /// ```
    ///
    /// - Throws: `DatabaseError` of kind `invalidConfiguration` when there is no such extension, or
    ///   its URL is of no use.
    /// - SeeAlso: Flask-SQLAlchemy `db`.
    public var database: Database {
        get throws {
            guard let database = try ownDatabase else { throw DatabaseError.noExtension() }
            return database
        }
    }

    /// The application's database; nil if it has none.
    var ownDatabase: Database? {
        get throws { try extensions[Models.self]?.database(of: self) }
    }
}

/// The database of what is being done: of the transaction, or else of the request's application.
///
/// ```swift
/// app.post("/posts/<int:id>/like") { (id: Int) in
///     try db.transaction {
///         try Post.filter { $0.id == id }.update { $0.set(\.views) { $0.views + 1 } }
///     }
///     return redirect("/")
/// }
/// ```
///
/// - Throws: `DatabaseError` of kind `noDatabase` when there is none here.
/// - SeeAlso: Flask-SQLAlchemy `db`.
public var db: Database {
    get throws { try Database.required(nil) }
}
