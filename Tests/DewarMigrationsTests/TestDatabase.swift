import DewarORM
import DewarSQLite

/// A database system that the suite is run on.
enum TestDatabase: String, CaseIterable, Sendable {
    case sqlite

    var dialect: Dialect { .sqlite }

    /// Runs a test with a fresh, empty database and a folder for migrations.
    func run(_ body: (Database, _ folder: String) throws -> Void) throws {
        try TemporaryFolder.with { folder in
            let database = try Database("sqlite:///\(folder)/test.db", using: .sqlite)
            defer { database.close() }
            try body(database, "\(folder)/migrations")
        }
    }
}
