import DewarORM

/// What is on a table of SQLite that no migration made: triggers, and indexes made by hand.
struct SQLiteExtras {
    /// The statements that make it again.
    private(set) var statements: [String] = []

    /// Looks at a table before it is made anew.
    ///
    /// - Throws: ``MigrationError`` when the table has other columns than the migrations say: their
    ///   values would be lost.
    init(of rebuild: TableRebuild, _ session: DatabaseSession) throws {
        let name = rebuild.old.name
        let columns = try session.rows(
            "SELECT name FROM pragma_table_xinfo(\(name)) WHERE hidden <> 1"
        ).compactMap { row -> String? in
            if case .text(let name)? = row.first { name } else { nil }
        }
        let wanted = rebuild.old.columns.map(\.name)
        guard Set(columns) == Set(wanted) else {
            throw MigrationError.otherColumns(
                name, extra: columns.filter { !wanted.contains($0) },
                missing: wanted.filter { !columns.contains($0) })
        }
        let known = Set((rebuild.old.indexes + rebuild.new.indexes).map(\.name))
        let rows = try session.rows(
            """
            SELECT name, sql FROM sqlite_master WHERE tbl_name = \(name) \
            AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY rowid
            """)
        for row in rows {
            guard row.count == 2, case .text(let name) = row[0], case .text(let sql) = row[1],
                !known.contains(name)
            else { continue }
            statements.append(sql)
        }
    }
}
