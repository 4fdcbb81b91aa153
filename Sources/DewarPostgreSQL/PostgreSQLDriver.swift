public import DewarORM

extension DatabaseSystem {
    /// PostgreSQL 12 or later, over libpq: `postgresql://board:secret@localhost/board`.
    ///
    /// Several hosts stand with `,` between them, a socket's folder is percent-encoded
    /// (`postgresql://%2Frun%2Fpostgresql/board`) or a parameter (`?host=/run/postgresql`), and what
    /// is left out comes from libpq's environment variables and password file. The parameters are
    /// libpq's own: `sslmode`, `sslrootcert`, `application_name`, `target_session_attrs`, `options`.
    /// How long connecting takes is the configuration's; looking up a host's name is not counted.
    ///
    /// - SeeAlso: libpq, "Parameter Key Words" and "Environment Variables".
    public static var postgresql: DatabaseSystem {
        DatabaseSystem(schemes: ["postgresql"]) {
            try PostgreSQLDriver(url: $0, configuration: $1)
        }
    }
}

/// Opens connections to one server, or to the first of several that answers.
struct PostgreSQLDriver: DatabaseDriver {
    let options: ConnectionOptions
    let configuration: DatabaseConfiguration
    let address: String

    init(url: DatabaseURL, configuration: DatabaseConfiguration) throws {
        options = try ConnectionOptions(url, patience: configuration.connectTimeout)
        self.configuration = configuration
        address = url.description
    }

    var dialect: Dialect { .postgresql }

    var separatesReaders: Bool { false }

    var connectionLimit: Int? { nil }

    func connect(_ role: ConnectionRole) throws -> any DriverConnection {
        try PostgreSQLConnection(options, address: address, patience: configuration.connectTimeout)
    }
}
