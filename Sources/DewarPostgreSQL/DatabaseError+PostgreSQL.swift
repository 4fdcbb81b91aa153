internal import DewarORM

// The letters are those of the protocol's "Error and Notice Message Fields". Detail, hint and
// context are never asked for: they quote values.
extension PostgreSQLConnection {
    /// The error that a result is.
    ///
    /// - Parameters:
    ///   - result: An error.
    ///   - sql: The statement.
    /// - Returns: An error of the code's kind.
    func error(of result: PostgreSQLResult, sql: String) -> DatabaseError {
        guard let code = result.field("C"), code.utf8.count == 5 else { return lost() }
        let source = result.field("R")
        switch (code, source) {
        case (SQLState.cancelled, _) where isLate: return .timedOut(sql: sql)
        case (SQLState.cancelled, _): return .cancelled(sql: sql)
        case ("42601", "exec_parse_message"): return .severalStatements(sql: sql)
        case (SQLState.protocolViolation, "exec_bind_message"): return .unfitValues(sql: sql)
        case (SQLState.unsupported, "RevalidateCachedQuery"): return .changedSchema(sql: sql)
        default: break
        }
        let kind = SQLState.kind(of: code)
        // "FATAL" and "PANIC" end the connection; the letter is the same in every language.
        if ["FATAL", "PANIC"].contains(result.field("V") ?? "") { isInStep = false }
        return .refused(
            kind, code: code, name: SQLState.name(of: code),
            constraint: kind == .constraint(.notNull) ? result.field("c") : result.field("n"),
            sql: sql, message: result.field("M") ?? "")
    }
}

extension DatabaseError {
    /// Whether the server does not keep the statement any more as it was.
    var isStaleStatement: Bool {
        kind == .conflict(.serialization)
            && (code == SQLState.unknownStatement || code == SQLState.unsupported)
    }

    /// The columns of a prepared statement have other types now.
    static func changedSchema(sql: String) -> DatabaseError {
        refused(
            .conflict(.serialization), code: SQLState.unsupported, name: "schema has changed",
            sql: sql, message: "the types of the columns have changed")
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

    /// libpq did not send it.
    static func unsendable(sql: String, message: String) -> DatabaseError {
        var error = DatabaseError(
            .invalidQuery,
            "cannot send '\(excerpt(of: sql))': it has too many values or is too long.", sql: sql)
        error.underlying = ServerMessage(message)
        return error
    }

    static func unfitValues(sql: String) -> DatabaseError {
        DatabaseError(
            .invalidQuery,
            "cannot run '\(excerpt(of: sql))': it has not as many placeholders as values.",
            sql: sql)
    }

    static func copyRefused(sql: String) -> DatabaseError {
        DatabaseError(
            .invalidQuery,
            """
            cannot run '\(excerpt(of: sql))': COPY from and to the client is not for statements. \
            Use Model.insert(_:) for many rows.
            """,
            sql: sql)
    }

    static func unknownParameter(_ name: String, _ known: Set<String>) -> DatabaseError {
        invalidConfiguration(
            "the database URL has no parameter '\(name)' that libpq knows\(hint(name, known)).")
    }

    private static func hint(_ name: String, _ known: Set<String>) -> String {
        let similar = known.filter { $0.hasPrefix(name.prefix(4)) }.sorted()
        return similar.first.map { ", as '\($0)'" } ?? ""
    }
}
