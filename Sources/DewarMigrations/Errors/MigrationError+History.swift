private import DewarText

// What files of migrations contradict.
extension MigrationError {
    static func unreadable(_ path: String, _ verb: String, _ reason: String) -> Self {
        MigrationError(.file, "cannot \(verb) \(named(path)): \(reason).")
    }

    static func tooManyFiles(_ path: String) -> Self {
        MigrationError(
            .file, "\(named(path)) has more than \(MigrationFolder.mostFiles) migrations.")
    }

    static func tooLong(_ path: String) -> Self {
        MigrationError(
            .file, "\(named(path)) is longer than \(Migration.largestFile >> 20) MiB.")
    }

    static func noText(_ path: String) -> Self {
        MigrationError(.file, "\(named(path)) is no text in UTF-8 without U+0000.")
    }

    static func sameRevision(_ revision: String, _ first: String, _ second: String) -> Self {
        MigrationError(
            .history,
            """
            two migrations are called '\(revision)': \(named(first)) and \(named(second)). \
            Delete one, or give it a 'revision' of its own.
            """)
    }

    static func missingParent(
        _ parent: String, of migration: Migration, known: [String]
    ) -> Self {
        MigrationError(
            .history,
            """
            \(named(migration.path)) follows '\(parent)', which is not there.\
            \(hint(parent, known)) Bring its file back, or change the line 'after'.
            """)
    }

    static func heads(_ heads: [Migration], after parent: Migration?) -> Self {
        let place = parent.map { "migration '\($0.revision)'" } ?? "nothing"
        let first = heads[0].revision
        return MigrationError(
            .history,
            """
            \(heads.count) migrations follow \(place): \(list(heads.map(\.path))). Put them in a row: \
            have one of the others follow the last of the first's line, with 'after \"\(first)\"' \
            if that is '\(first)'. A database that has it already goes back first: \
            db downgrade \(parent?.revision ?? "base").
            """)
    }

    static func circle(_ migrations: [Migration]) -> Self {
        MigrationError(
            .history,
            """
            migrations follow each other in a circle: \(list(migrations.map(\.path))). Correct \
            'after' in one of them.
            """)
    }

    static func noRevision(_ name: String, _ known: [String]) -> Self {
        MigrationError(
            .argument,
            """
            there is no migration \(named(name)).\(hint(name, known)) Name one as 'db history' \
            does, or its first characters, or 'head', 'base', '+1' or '-1'.
            """)
    }

    static func tooManySteps(_ target: String, done: Int, all: Int) -> Self {
        MigrationError(
            .argument,
            "cannot go \(named(target)): the database has \(done) migrations of \(all).")
    }

    static func severalRevisions(_ name: String, _ found: [String]) -> Self {
        MigrationError(
            .argument, "\(named(name)) begins several migrations: \(list(found)).")
    }
}
