public import DewarORM

extension DatabaseSystem {
    /// SQLite, in the application's process: `sqlite:///board.db`.
    ///
    /// Three slashes come before a relative path and four before an absolute one; `sqlite://` is a
    /// database in memory, with one connection. `?synchronous=full` makes every commit wait for
    /// the disk: without it a commit outlives the process, and the last ones may be lost when the
    /// power goes.
    public static var sqlite: DatabaseSystem {
        DatabaseSystem(schemes: ["sqlite"]) { try SQLiteDriver(url: $0, configuration: $1) }
    }
}

/// Opens connections to one file.
struct SQLiteDriver: DatabaseDriver {
    /// Whether commits wait for the disk.
    enum Synchronous: String {
        case normal, full
    }

    let path: String
    let synchronous: Synchronous
    let configuration: DatabaseConfiguration

    init(url: DatabaseURL, configuration: DatabaseConfiguration) throws {
        guard url.host.isEmpty, url.user.isEmpty else {
            throw DatabaseError.invalidConfiguration(
                "SQLite has no host: '\(url)'. A relative path follows three slashes: 'sqlite:///board.db'."
            )
        }
        var synchronous = Synchronous.normal
        for (name, value) in url.parameters {
            guard name == "synchronous", let found = Synchronous(rawValue: value.lowercased())
            else {
                throw DatabaseError.invalidConfiguration(
                    "SQLite has no parameter '\(name)=\(value)'. It takes 'synchronous=normal' and 'synchronous=full'."
                )
            }
            synchronous = found
        }
        self.synchronous = synchronous
        self.configuration = configuration
        path = url.path.isEmpty ? ":memory:" : url.path
    }

    private var isInMemory: Bool { path == ":memory:" }

    var dialect: Dialect { .sqlite }

    var address: String { path }

    var separatesReaders: Bool { !isInMemory }

    var connectionLimit: Int? { isInMemory ? 1 : nil }

    func connect(_ role: ConnectionRole) throws -> any DriverConnection {
        try SQLiteConnection(self, role)
    }
}
