import DewarModels
import DewarPostgreSQL
import PostgreSQLFixture
import Testing

/// A database system that applications are tested on.
enum BoardSystem: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case sqlite, postgresql

    /// Those that are there.
    static let allCases: [BoardSystem] =
        PostgreSQLServer.isInstalled ? [.sqlite, .postgresql] : [.sqlite]

    var testDescription: String { rawValue }

    /// The URL of an empty database.
    func url() throws -> String {
        switch self {
        case .sqlite: return "sqlite://"
        case .postgresql:
            let server = try PostgreSQLServer.shared.get()
            let schema = server.makeSchemaName()
            let database = try Database(server.url(), using: .postgresql)
            defer { database.close() }
            try database.sql("CREATE SCHEMA \(name: schema)").run()
            return server.url(schema: schema)
        }
    }
}
