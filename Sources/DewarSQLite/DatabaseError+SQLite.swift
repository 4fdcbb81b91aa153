private import CSQLite
internal import DewarORM

extension DatabaseError {
    /// The error of a result code.
    ///
    /// - Parameters:
    ///   - code: The extended result code.
    ///   - message: SQLite's message, which names columns, and values only where a trigger does.
    ///   - sql: The statement.
    ///   - isLate: Whether its time was up.
    /// - Returns: An error of the code's kind.
    static func sqlite(
        _ code: Int32, message: String, sql: String, isLate: Bool
    ) -> DatabaseError {
        if code & 0xFF == SQLITE_INTERRUPT {
            return isLate ? timedOut(sql: sql) : cancelled(sql: sql)
        }
        let kind = kind(of: code)
        return refused(
            kind, code: String(code), name: name(of: kind, code),
            constraint: constraint(in: message, of: code), sql: sql, message: message)
    }

    private static func kind(of code: Int32) -> Kind {
        switch code {
        case 2067, 1555, 2579: .constraint(.unique)  // UNIQUE, PRIMARYKEY, ROWID
        case 787: .constraint(.foreignKey)
        case 275: .constraint(.check)
        case 1299: .constraint(.notNull)
        case 517: .conflict(.serialization)  // BUSY_SNAPSHOT
        default:
            switch code & 0xFF {
            case SQLITE_CONSTRAINT: .constraint(.other)
            case SQLITE_BUSY, SQLITE_LOCKED: .conflict(.busy)
            case SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_FULL: .unavailable
            case SQLITE_TOOBIG, SQLITE_MISMATCH: .invalidValue
            default: .statement
            }
        }
    }

    private static func name(of kind: Kind, _ code: Int32) -> String {
        switch kind {
        case .constraint(.unique): "unique violation"
        case .constraint(.foreignKey): "foreign key violation"
        case .constraint(.check): "check violation"
        case .constraint(.notNull): "not null violation"
        case .constraint(.other): "constraint violation"
        default: sqlite3_errstr(code & 0xFF).map { String(cString: $0) } ?? "unknown"
        }
    }

    /// `UNIQUE constraint failed: author.email` names columns, and a check its name.
    private static func constraint(in message: String, of code: Int32) -> String? {
        guard [2067, 1555, 2579, 275, 1299].contains(code),
            let colon = message.firstRange(of: "constraint failed: ")
        else { return nil }
        return String(message[colon.upperBound...])
    }

    static func noStatement(sql: String) -> DatabaseError {
        DatabaseError(
            .invalidQuery, "there is no statement in '\(excerpt(of: sql))'.", sql: sql)
    }

    static func severalStatements(sql: String) -> DatabaseError {
        DatabaseError(
            .invalidQuery,
            """
            there is more than one statement in '\(excerpt(of: sql))'. Run them one by one, \
            or all with execute(script:).
            """,
            sql: sql)
    }
}
