public import Dewar
// What models are is imported by who declares them: by DewarModels or DewarORM, of which only one may be.
@_exported public import DewarMigrations

/// An application with migrations has the commands of `db`.
///
/// ```swift
/// let board = Application { app in
///     app.install(Models("sqlite:///board.db", using: system))  // .sqlite of DewarSQLite
///     app.install(Migrations(Author.self, Post.self))
/// }
/// ```
/// `BoardServer db migrate -m "Posts have slugs"` writes a migration, `BoardServer db upgrade`
/// applies it.
///
/// - SeeAlso: Flask-Migrate `Migrate.init_app`.
extension Migrations: Extension {
    /// Adds the commands of `db`.
    ///
    /// - Parameter app: The application.
    public func setUp(_ app: Application) {
        app.command(DatabaseCommand.self)
    }
}
