// What the pool and transactions report.
extension DatabaseError {
    static func noDatabase() -> DatabaseError {
        DatabaseError(
            .noDatabase,
            """
            there is no current database: give one with 'in:', or run this inside \
            database.run { … } or a request of an application that uses one.
            """)
    }

    static func noSystem(scheme: String, known: [String]) -> DatabaseError {
        let list = known.map { "'\($0)'" }.joined(separator: ", ")
        return DatabaseError(
            .invalidConfiguration,
            "no database system given has URLs of scheme '\(scheme)'; there is \(list).")
    }

    static func poolExhausted(
        size: Int, waited: Duration, holders: [String]
    ) -> DatabaseError {
        let list = holders.map { "'\($0)'" }.joined(separator: ", ")
        return DatabaseError(
            .poolExhausted,
            """
            no connection was free for \(waited): all \(size) are held, by \(list). \
            Give them back sooner, or raise poolSize.
            """)
    }

    static func closed() -> DatabaseError {
        DatabaseError(.unavailable, "the database was closed.")
    }

    static func writeInRead(sql: String) -> DatabaseError {
        DatabaseError(
            .invalidTransaction,
            """
            cannot write in a transaction that only reads: '\(excerpt(of: sql))'. Begin it with \
            database.transaction { … }.
            """,
            sql: sql)
    }

    static func isolationInside() -> DatabaseError {
        DatabaseError(
            .invalidTransaction,
            "a transaction inside another has the isolation of the outer one; it takes none.")
    }

    static func sessionInside() -> DatabaseError {
        DatabaseError(
            .invalidTransaction,
            "the schema cannot be changed inside a transaction: migrations have their own.")
    }

    static func retryInside() -> DatabaseError {
        DatabaseError(
            .invalidTransaction,
            "a transaction inside another cannot be done again alone; give 'retries' to the outer one."
        )
    }
}

extension DatabaseError {
    static func transactionIsOver() -> DatabaseError {
        DatabaseError(
            .invalidTransaction,
            """
            the transaction is over: a task that outlives it cannot use it. Await the task inside \
            the transaction, or start it outside.
            """)
    }
}
