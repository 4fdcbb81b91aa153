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

    /// Runs a test with a fresh, empty database, which is the current one.
    func run(
        configuration: DatabaseConfiguration = DatabaseConfiguration(),
        _ body: (Database) throws -> Void
    ) throws {
        switch self {
        case .sqlite:
            try TemporaryFolder.with { folder in
                let database = try Database(
                    "sqlite:///\(folder)/test.db", using: .sqlite, configuration: configuration)
                defer { database.close() }
                try database.run { try body(database) }
            }
        case .postgresql:
            let database = try Database(
                try Self.emptySchema(), using: .postgresql, configuration: configuration)
            defer { database.close() }
            try database.run { try body(database) }
        }
    }

    /// Runs a test that awaits with a fresh, empty database, which is the current one.
    func runAsync(
        configuration: DatabaseConfiguration = DatabaseConfiguration(),
        _ body: (Database) async throws -> Void
    ) async throws {
        switch self {
        case .sqlite:
            try await TemporaryFolder.with { folder in
                let database = try Database(
                    "sqlite:///\(folder)/test.db", using: .sqlite, configuration: configuration)
                defer { database.close() }
                try await database.run { try await body(database) }
            }
        case .postgresql:
            let database = try Database(
                try Self.emptySchema(), using: .postgresql, configuration: configuration)
            defer { database.close() }
            try await database.run { try await body(database) }
        }
    }

    /// The URL of an empty schema of the server's: quicker to make than a database.
    static func emptySchema() throws -> String {
        let server = try PostgreSQLServer.shared.get()
        let schema = server.makeSchemaName()
        let database = try Database(server.url(), using: .postgresql)
        defer { database.close() }
        try database.sql("CREATE SCHEMA \(name: schema)").run()
        return server.url(schema: schema)
    }

    /// Runs a test with a database in which the board's tables are.
    func board(_ body: (Database) throws -> Void) throws {
        try run { database in
            try database.createAll(boardModels)
            try body(database)
        }
    }

    /// Runs a test with three authors and their posts.
    func filledBoard(_ body: (Database) throws -> Void) throws {
        try board { database in
            try Author.insert([
                Author(name: "Ada", email: "ada@example.org", role: .admin),
                Author(name: "Bob", email: "bob@example.org"),
                Author(name: "Cem", email: "cem@example.org"),
            ])
            try Post.insert([
                Post(title: "Alpha", views: 10, authorID: 1),
                Post(title: "Beta", views: 5, authorID: 1, editorID: 2),
                Post(title: "alpaca", views: 7, authorID: 2, editorID: 1),
                Post(title: "100%", views: 0, authorID: 2),
            ])
            try Comment.insert([
                Comment(postID: 1, authorID: 2, body: "first"),
                Comment(postID: 1, authorID: 3, body: "second"),
                Comment(postID: 3, authorID: 1, body: "third"),
            ])
            try Tag.insert([Tag(name: "swift"), Tag(name: "web")])
            try Tagging.insert([
                Tagging(postID: 1, tagID: 1), Tagging(postID: 1, tagID: 2),
                Tagging(postID: 2, tagID: 2),
            ])
            try body(database)
        }
    }
}
