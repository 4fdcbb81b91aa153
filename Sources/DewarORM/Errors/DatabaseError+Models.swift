private import DewarText

// What models and queries report.
extension DatabaseError {
    static func invalidSchema(_ model: String, _ reason: String) -> DatabaseError {
        DatabaseError(.invalidSchema, "invalid schema of '\(model)': \(reason).")
    }

    static func misfit(
        model: String, property: String, type: String, found: String
    ) -> DatabaseError {
        DatabaseError(
            .invalidValue,
            "cannot read '\(model).\(property)': the database has \(found) that is no '\(type)'.")
    }

    static func undecodable(model: String, _ error: any Error) -> DatabaseError {
        var result = DatabaseError(
            .invalidSchema,
            """
            cannot make a '\(model)': its init(from:) wants other values than its columns have. \
            Leave that initializer to the compiler.
            """)
        result.underlying = error
        return result
    }

    static func unknownColumn(_ path: String) -> DatabaseError {
        DatabaseError(
            .invalidQuery, "cannot write the query: '\(path)' is no column of its model.")
    }

    static func noKey(_ model: String) -> DatabaseError {
        DatabaseError(
            .invalidQuery,
            "this '\(model)' has no key: it was not inserted, or not by insert().")
    }

    static func wrongKey(_ model: String, found: Int, wanted: Int) -> DatabaseError {
        DatabaseError(
            .invalidQuery,
            "cannot find a '\(model)': its key has \(wanted) columns, and \(found) values are given."
        )
    }

    static func noRow(_ model: String) -> DatabaseError {
        DatabaseError(.noRow, "no '\(model)' was found where exactly one was wanted.")
    }

    static func severalRows(_ model: String) -> DatabaseError {
        DatabaseError(.severalRows, "more than one '\(model)' was found where one was wanted.")
    }

    static func noColumn(_ name: String, in names: [String]) -> DatabaseError {
        let similar = Similarity.closest(to: name, in: names)
        let hint = similar.map { " Did you mean '\(LogText.escaped($0))'?" } ?? ""
        return DatabaseError(
            .invalidQuery, "the rows have no column '\(LogText.escaped(name))'.\(hint)")
    }

    static func invalidQuery(_ sentence: String) -> DatabaseError {
        DatabaseError(.invalidQuery, sentence)
    }
}

extension DatabaseError {
    static func misfit(column: Int, type: String, found: String) -> DatabaseError {
        DatabaseError(
            .invalidValue,
            "cannot read column \(column): the database has \(found) that is no '\(type)'.")
    }
}
