private import DewarText

// What drivers report.
extension DatabaseError {
    /// A statement, or `BEGIN`, was refused by the database.
    ///
    /// - Parameters:
    ///   - kind: What it was, by the database's code.
    ///   - code: SQLSTATE, or SQLite's extended result code.
    ///   - name: What the code means, in few words and without values: `syntax error`.
    ///   - constraint: The violated constraint's name.
    ///   - sql: The statement; cut off in the sentence when it is long.
    ///   - message: What the database said.
    /// - Returns: An error whose description holds neither the message nor a value.
    package static func refused(
        _ kind: Kind, code: String, name: String, constraint: String? = nil, sql: String?,
        message: String
    ) -> DatabaseError {
        var text = "database error \(code) (\(name))"
        if let constraint { text += ": '\(LogText.escaped(constraint))'" }
        if let sql { text += " while executing '\(excerpt(of: sql))'" }
        return DatabaseError(
            kind: kind, description: text + ".", code: code, constraint: constraint, sql: sql,
            underlying: ServerMessage(message))
    }

    /// The database cannot be reached, or went away.
    ///
    /// - Parameters:
    ///   - address: The driver's address, without a password.
    ///   - reason: What is known without values: `the server closed the connection`.
    ///   - message: What the client library said.
    /// - Returns: An error whose description holds no message.
    package static func unavailable(
        _ address: String, _ reason: String, message: String
    ) -> DatabaseError {
        DatabaseError(
            kind: .unavailable,
            description: "cannot reach the database '\(LogText.escaped(address))': \(reason).",
            underlying: ServerMessage(message))
    }

    /// A statement took longer than it may.
    package static func timedOut(sql: String) -> DatabaseError {
        DatabaseError(
            kind: .timedOut,
            description: "the time is up while executing '\(excerpt(of: sql))'.", sql: sql)
    }

    /// A statement was interrupted.
    package static func cancelled(sql: String) -> DatabaseError {
        DatabaseError(
            kind: .cancelled, description: "cancelled while executing '\(excerpt(of: sql))'.",
            sql: sql)
    }

    /// Text with U+0000 was bound.
    package static func nulCharacter(sql: String) -> DatabaseError {
        DatabaseError(
            kind: .invalidText,
            description: """
                invalid text: it holds U+0000, which databases cannot keep in text, \
                while executing '\(excerpt(of: sql))'. Use [UInt8] for bytes.
                """,
            sql: sql)
    }

    /// As many values as placeholders are wanted.
    package static func wrongCount(
        _ found: Int, placeholders: Int, sql: String
    ) -> DatabaseError {
        DatabaseError(
            kind: .invalidQuery,
            description: """
                cannot run '\(excerpt(of: sql))': it has \(placeholders) placeholders and \
                \(found) values.
                """,
            sql: sql)
    }

    /// A value that the database cannot hold.
    package static func unstorable(_ reason: String) -> DatabaseError {
        DatabaseError(kind: .unstorable, description: "invalid value: \(reason).")
    }

    private static let longestExcerpt = 400

    /// A statement on one line, cut off when it is long.
    package static func excerpt(of sql: String) -> String {
        let escaped = LogText.escaped(sql)
        guard escaped.utf8.count > longestExcerpt else { return escaped }
        return String(escaped.unicodeScalars.prefix(longestExcerpt)) + "…"
    }
}

extension DatabaseError {
    /// A URL that cannot be read; it is not quoted, since it may hold a password.
    package static func invalidURL(reason: String) -> DatabaseError {
        DatabaseError(
            kind: .invalidConfiguration,
            description: """
                cannot read the database URL: \(reason). Write it as 'sqlite:///board.db' or \
                'postgresql://user:password@host/database'.
                """)
    }

    /// A URL or an option that a driver has no use for.
    package static func invalidConfiguration(_ sentence: String) -> DatabaseError {
        DatabaseError(kind: .invalidConfiguration, description: sentence)
    }
}
