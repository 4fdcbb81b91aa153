internal import DewarORM
private import DewarText

// What stops migrations from running.
extension MigrationError {
    static func noDatabase() -> Self {
        MigrationError(
            .argument,
            """
            there is no database: install Models(…) in the application too, or give one with \
            Migrations(…, database: { try Database(…) }).
            """)
    }

    static func locked(_ patience: Duration) -> Self {
        MigrationError(
            .locked,
            """
            another process runs migrations, or holds the database, for \(patience) by now. Try \
            again when it is done.
            """)
    }

    static func unknownApplied(_ revision: String) -> Self {
        MigrationError(
            .database,
            """
            the database has migration \(named(revision)), whose file is not there. Bring the file \
            back, or say up to where the database is as the files say: db stamp REVISION.
            """)
    }

    static func outOfOrder(missing: String, later: String, before: String) -> Self {
        MigrationError(
            .database,
            """
            the database has migration '\(later)', but not '\(missing)', which comes before it. Go \
            back first: in the files as they were, db downgrade \(before); or, if the database \
            already is as the files say: db stamp \(later).
            """)
    }

    static func edited(_ migration: Migration, before: String) -> Self {
        MigrationError(
            .database,
            """
            migration '\(migration.revision)' was changed after the database got it: \
            \(named(migration.path)). Take the change back, and write another migration; or, if \
            the database already is as the file says: db stamp \(migration.revision).
            """)
    }

    static func failed(
        _ migration: Migration, isWhole: Bool, _ error: DatabaseError
    ) -> Self {
        let rest =
            isWhole
            ? "Nothing of it has happened."
            : "It runs without a transaction: look at what it has done, then run it again."
        var failure = MigrationError(
            .rows, "migration '\(migration.revision)' failed. \(rest) \(error.description)")
        failure.underlying = error
        return failure
    }

    static func endedTransaction(_ migration: Migration) -> Self {
        MigrationError(
            .file,
            """
            the statements of migration '\(migration.revision)' end its transaction, so that half of \
            it may have happened: leave out COMMIT and ROLLBACK, and look at the database. See \
            \(named(migration.path)).
            """)
    }

    static func dangling(
        _ migration: Migration, _ count: Int64, _ table: String, _ target: String
    ) -> Self {
        MigrationError(
            .rows,
            """
            migration '\(migration.revision)' failed. Nothing of it has happened. It would leave \
            \(count) rows that point to none, the first in table \(named(table)), to \
            \(named(target)).
            """)
    }

    static func brokenView(
        _ migration: Migration, _ view: String, _ error: DatabaseError
    ) -> Self {
        var failure = MigrationError(
            .rows,
            """
            migration '\(migration.revision)' failed. Nothing of it has happened. View \
            \(named(view)) would not work any more: drop it before, in 'sql', and create it \
            afterwards.
            """)
        failure.underlying = error
        return failure
    }

    static func otherColumns(_ table: String, extra: [String], missing: [String]) -> Self {
        let found = extra.isEmpty ? "" : " It has \(list(extra)), which no migration made."
        let lacking = missing.isEmpty ? "" : " It has no \(list(missing))."
        return MigrationError(
            .database,
            """
            table \(named(table)) is not as the migrations say, and would lose values.\(found)\
            \(lacking) See db check.
            """)
    }

    static func pointedTo(_ table: String, by user: String) -> Self {
        MigrationError(
            .database,
            """
            table \(named(table)) is not dropped: table \(named(user)), which no migration made, points \
            to it, and its rows would go too. Drop that before, in 'sql'.
            """)
    }

    static func noWayBack(_ migration: Migration) -> Self {
        MigrationError(
            .history,
            """
            migration '\(migration.revision)' cannot be taken back: 'down' is empty in \
            \(named(migration.path)).
            """)
    }

    static func wrongWayBack(_ migration: Migration, _ operation: String) -> Self {
        MigrationError(
            .history,
            """
            'down' of migration '\(migration.revision)' does not lead back: it differs by \
            '\(LogText.excerpt(operation, upTo: 200))', in \(named(migration.path)).
            """)
    }
}
