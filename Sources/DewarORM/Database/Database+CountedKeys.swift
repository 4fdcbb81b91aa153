extension Database {
    /// Lets a counted key go on after keys that were given, as SQLite does by itself.
    ///
    /// PostgreSQL's counter knows only what it gave, and would give a key that is taken. It is set
    /// outside of transactions: a key that is rolled back is left out.
    ///
    /// - Parameters:
    ///   - keys: The keys that were inserted.
    ///   - table: The table that they are in.
    /// - Throws: ``DatabaseError``.
    func countOn(after keys: some Sequence<DatabaseValue>, in table: TableDefinition) throws {
        guard dialect == .postgresql, let column = table.columns.first(where: \.isGenerated) else {
            return
        }
        var greatest: Int64 = 0
        for case .integer(let key) in keys { greatest = max(greatest, key) }
        guard greatest > 0 else { return }
        var name = SQLWriter(dialect)
        name.append(name: table.name)
        try run(
            SQLStatement(
                sql: Self.countingOn,
                binds: [.integer(greatest), .text(name.text), .text(column.name)]),
            .writing)
    }

    /// A counter never goes back: another's key may be greater.
    private static let countingOn = """
        SELECT setval(counter.name, $1) \
        FROM (SELECT pg_get_serial_sequence($2, $3)::regclass AS name) AS counter \
        WHERE counter.name IS NOT NULL \
        AND coalesce(pg_sequence_last_value(counter.name), 0) < $1
        """
}
