import DewarORM

// What SQLite needs before and after a table is made anew.
extension MigrationRunner {
    func withoutForeignKeys(_ isNeeded: Bool, _ body: () throws -> Void) throws {
        guard isNeeded, dialect == .sqlite else { return try body() }
        try session.execute("PRAGMA foreign_keys = OFF")
        defer { try? session.execute("PRAGMA foreign_keys = ON") }
        try body()
    }

    /// SQLite deletes what points to a table that is dropped, as the foreign key says of rows; of
    /// tables that migrations know none is left.
    func requireUnused(_ table: String) throws {
        let users = try session.rows(
            """
            SELECT m.name FROM sqlite_master m, pragma_foreign_key_list(m.name) f \
            WHERE m.type = 'table' AND lower(f."table") = lower(\(table)) \
            AND lower(m.name) <> lower(\(table)) LIMIT 1
            """)
        if case .text(let user)? = users.first?.first {
            throw MigrationError.pointedTo(table, by: user)
        }
    }

    /// A table and one that it points to.
    struct Pointing: Hashable {
        var table: String
        var target: String
    }

    /// How many rows of SQLite's tables point to none.
    func danglingRows() throws -> [Pointing: Int64] {
        guard dialect == .sqlite else { return [:] }
        let rows = try session.rows(
            """
            SELECT "table", parent, count(*) FROM pragma_foreign_key_check GROUP BY 1, 2 ORDER BY 1, 2
            """)
        var counts: [Pointing: Int64] = [:]
        for row in rows {
            guard row.count == 3, case .text(let table) = row[0], case .text(let target) = row[1],
                case .integer(let count) = row[2]
            else { continue }
            counts[Pointing(table: table, target: target)] = count
        }
        return counts
    }

    /// Rows that pointed to none before are nobody's fault here.
    func checkForeignKeys(
        of migration: Migration, before: [Pointing: Int64]
    ) throws {
        let more = try danglingRows().filter { $0.value > before[$0.key] ?? 0 }
        let first = more.min { ($0.key.table, $0.key.target) < ($1.key.table, $1.key.target) }
        guard let first else { return }
        let count = more.reduce(0) { $0 + $1.value - (before[$1.key] ?? 0) }
        throw MigrationError.dangling(migration, count, first.key.table, first.key.target)
    }

    /// The views of SQLite that work; PostgreSQL sees to its own.
    func workingViews() throws -> [String] {
        guard dialect == .sqlite else { return [] }
        let rows = try session.rows("SELECT name FROM sqlite_master WHERE type = 'view'")
        return rows.compactMap { row in
            if case .text(let name)? = row.first { name } else { nil }
        }.filter { (try? explain($0)) != nil }
    }

    private func explain(_ view: String) throws {
        try session.execute("EXPLAIN SELECT * FROM \(quoted(view))")
    }

    /// A view that a change broke would be noticed only when somebody reads it.
    func check(_ views: [String], of migration: Migration) throws {
        for name in views {
            let isThere = try session.rows(
                "SELECT 1 FROM sqlite_master WHERE type = 'view' AND name = \(name)")
            guard !isThere.isEmpty else { continue }
            do {
                try explain(name)
            } catch let error as DatabaseError {
                throw MigrationError.brokenView(migration, name, error)
            }
        }
    }
}
