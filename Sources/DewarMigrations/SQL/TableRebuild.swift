import DewarORM

/// A table of SQLite that is made anew, with its rows: for changes that `ALTER TABLE` lacks.
///
/// - SeeAlso: SQLite, "Making Other Kinds Of Table Schema Changes".
struct TableRebuild: Sendable, Hashable {
    /// The table before.
    var old: TableState
    /// The table afterwards, of the same name.
    var new: TableState
    /// The columns that are copied.
    var columns: [String]
    /// Their values, over the old columns.
    var values: [String]

    /// What the new table is called while the old one is there.
    var temporaryName: String {
        TableDefinition.name(of: ["dewar", "new", new.name], suffix: "table")
    }

    /// The statements, which foreign keys must not watch.
    ///
    /// - Parameter others: What was on the old table that no migration made: triggers, indexes.
    /// - Returns: One statement each, in order.
    /// - Throws: `DatabaseError` for a definition that no SQL says.
    func statements(keeping others: [String]) throws -> [String] {
        let (table, temporary) = (quoted(new.name), quoted(temporaryName))
        let head = "CREATE TABLE \(table)"
        let creation = try new.creation(.sqlite)
        var statements = [
            // Or the new table's name would get into what mentions the old one.
            "PRAGMA legacy_alter_table = ON",
            "CREATE TABLE \(temporary)" + creation.dropFirst(head.count),
        ]
        if !columns.isEmpty {
            statements.append(
                "INSERT INTO \(temporary) (\(quoted(columns))) SELECT \(values.joined(separator: ", ")) FROM \(table)"
            )
        }
        if new.columns.contains(where: \.isGenerated), old.columns.contains(where: \.isGenerated) {
            // Keys of deleted rows are not given again.
            statements += [
                "DELETE FROM sqlite_sequence WHERE name = \(text(temporaryName))",
                "INSERT INTO sqlite_sequence (name, seq) SELECT \(text(temporaryName)), seq FROM sqlite_sequence WHERE name = \(text(new.name))",
            ]
        }
        statements += [
            "DROP TABLE \(table)", "ALTER TABLE \(temporary) RENAME TO \(table)",
            "PRAGMA legacy_alter_table = OFF",
        ]
        statements += try new.indexes.map { try new.creation(of: $0, .sqlite) }
        return statements + others
    }
}

/// Text as SQL writes it.
func text(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
}
