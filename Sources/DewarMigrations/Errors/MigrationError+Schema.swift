import DewarORM
private import DewarText

// What models and operations contradict.
extension MigrationError {
    static func sameTable(_ table: String, models first: String, _ second: String) -> Self {
        MigrationError(
            .models, "table \(named(table)) has two models: '\(first)' and '\(second)'.")
    }

    static func sameName(_ first: String, _ second: String) -> Self {
        MigrationError(
            .models,
            """
            \(LogText.escaped(first)) and \(LogText.escaped(second)) have one name: in a database \
            tables, indexes and unique constraints share their names, and SQLite minds no case.
            """)
    }

    static func unknownTarget(model: String, table: String) -> Self {
        MigrationError(
            .models,
            """
            '\(model)' points to table \(named(table)), whose model is not among those of the \
            migrations. Add it to Migrations(…).
            """)
    }

    static func missing(_ what: String, _ name: String, of others: [String]) -> Self {
        MigrationError(.file, "there is no \(what) \(named(name)).\(hint(name, others))")
    }

    static func exists(_ what: String, _ name: String) -> Self {
        MigrationError(.file, "\(what) \(named(name)) is there already.")
    }

    static func stillUsed(
        _ what: String, _ name: String, by user: String, _ userName: String
    ) -> Self {
        MigrationError(
            .file,
            """
            cannot change \(what) \(named(name)): \(user) \(named(userName)) still uses it. \
            Change that first.
            """)
    }

    static func noColumns(_ name: String) -> Self {
        MigrationError(.file, "\(named(name)) has no column.")
    }

    static func unequalKey(_ name: String) -> Self {
        MigrationError(
            .file, "foreign key \(named(name)) needs as many columns here as there.")
    }

    static func untyped(_ type: ColumnType) -> Self {
        MigrationError(.file, "the value is none of type \(TypeText.text(type)).")
    }

    static func generatedOutsideKey(_ column: String) -> Self {
        MigrationError(
            .file,
            """
            \(named(column)) is counted up and not the primary key: SQLite counts up only a primary \
            key of one column.
            """)
    }

    static func invalidName(_ name: String, _ reason: String) -> Self {
        MigrationError(.file, "invalid name \(named(name)): \(reason).")
    }
}
