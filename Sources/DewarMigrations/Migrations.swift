public import DewarORM

/// The migrations of models: files that say step by step how the database's tables came to be.
///
/// ```swift
/// let migrations = Migrations(Author.self, Post.self, Comment.self)
/// try migrations.upgrade(database)
/// ```
/// `db migrate` of the application's command line writes such files, by comparing the models with
/// what the files so far amount to; `db upgrade` brings a database up to date.
///
/// - SeeAlso: Flask-Migrate `Migrate`; Alembic.
public struct Migrations: Sendable {
    /// The models, in any order.
    public let models: [any Model.Type]
    /// The folder of the files; a relative path counts from the process's own folder.
    public let folder: String
    /// How long to wait for another process that runs migrations; 60 s unless told.
    public var patience: Duration = .seconds(60)
    /// Makes the database that the command line works on.
    let makeDatabase: (@Sendable () throws -> Database)?

    /// Names models and the folder of their migrations.
    ///
    /// - Parameters:
    ///   - models: All models of one database.
    ///   - folder: The folder, which `db migrate` makes if it is not there.
    ///   - database: Makes the database for the command line, which closes it; the current one
    ///     unless told.
    public init(
        _ models: any Model.Type..., folder: String = "migrations",
        database: (@Sendable () throws -> Database)? = nil
    ) {
        self.init(models, folder: folder, database: database)
    }

    /// Names models and the folder of their migrations.
    ///
    /// - Parameters:
    ///   - models: All models of one database.
    ///   - folder: The folder, which `db migrate` makes if it is not there.
    ///   - database: Makes the database for the command line, which closes it; the current one
    ///     unless told.
    public init(
        _ models: [any Model.Type], folder: String = "migrations",
        database: (@Sendable () throws -> Database)? = nil
    ) {
        self.models = models
        self.folder = folder
        makeDatabase = database
    }

    /// Works with the database of the command line.
    ///
    /// - Throws: ``MigrationError`` when there is none, and what `body` throws.
    package func withDatabase<Result>(_ body: (Database) throws -> Result) throws -> Result {
        guard let makeDatabase else {
            guard let database = Database.currentDatabase else { throw MigrationError.noDatabase() }
            return try body(database)
        }
        let database = try makeDatabase()
        defer { database.close() }
        return try body(database)
    }

    /// The files, in their order.
    package func history() throws(MigrationError) -> MigrationHistory {
        try MigrationHistory(MigrationFolder(folder).migrations())
    }
}
