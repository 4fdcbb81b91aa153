import DewarORM
import DewarPostgreSQL
import DewarSQLite
import PostgreSQLFixture
import SystemFixture
import Testing

/// A database system that the suite is run on.
enum TestDatabase: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case sqlite, postgresql

    /// Those that are there.
    static let allCases: [TestDatabase] =
        PostgreSQLServer.isInstalled ? [.sqlite, .postgresql] : [.sqlite]

    var testDescription: String { rawValue }

    var dialect: Dialect {
        switch self {
        case .sqlite: .sqlite
        case .postgresql: .postgresql
        }
    }

    /// Runs a test with a fresh, empty database and a folder for migrations.
    func run(_ body: (Database, _ folder: String) throws -> Void) throws {
        try runWithURL { database, folder, _ in try body(database, folder) }
    }

    /// The same, for tests that connect again.
    func runWithURL(
        _ body: (Database, _ folder: String, _ url: String) throws -> Void
    ) throws {
        try TemporaryFolder.with { folder in
            let url =
                switch self {
                case .sqlite: "sqlite:///\(folder)/test.db"
                case .postgresql: try Self.emptySchema()
                }
            let database = try Database(url, using: .sqlite, .postgresql)
            defer { database.close() }
            try body(database, "\(folder)/migrations", url)
        }
    }

    /// The URL of an empty schema of the server's: quicker to make than a database.
    private static func emptySchema() throws -> String {
        let server = try PostgreSQLServer.shared.get()
        let schema = server.makeSchemaName()
        let database = try Database(server.url(), using: .postgresql)
        defer { database.close() }
        try database.sql("CREATE SCHEMA \(name: schema)").run()
        return server.url(schema: schema)
    }
}
