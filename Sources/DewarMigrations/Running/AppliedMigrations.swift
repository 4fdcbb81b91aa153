import DewarORM

/// What a database says of its migrations: a row for each that was applied.
struct AppliedMigrations: Sendable {
    /// The table.
    static let table = "dewar_migration"

    /// A migration that was applied.
    struct Record: Sendable {
        var revision: String
        var checksum: String
        /// When, as `2026-11-22 20:10:05` in UTC.
        var applied: String
    }

    /// The rows, in no order.
    var records: [Record]

    /// Reads the rows; none if there is no such table.
    init(_ session: DatabaseSession) throws {
        records = []
        guard try Self.exists(session) else { return }
        let rows = try session.rows(
            "SELECT revision, checksum, applied FROM \(name: Self.table) ORDER BY revision")
        for row in rows {
            guard row.count == 3, case .text(let revision) = row[0],
                case .text(let checksum) = row[1], case .text(let applied) = row[2]
            else { continue }
            records.append(Record(revision: revision, checksum: checksum, applied: applied))
        }
    }

    private static func exists(_ session: DatabaseSession) throws -> Bool {
        switch session.dialect {
        case .sqlite:
            try !session.rows(
                "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = \(table)"
            ).isEmpty
        case .postgresql:
            // Not that of a schema which is only looked through as well.
            try !session.rows(
                """
                SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n \
                ON n.oid = c.relnamespace WHERE n.nspname = current_schema() \
                AND c.relname = \(table)
                """
            ).isEmpty
        }
    }

    /// How many migrations of a history are applied: always the first ones.
    ///
    /// - Throws: ``MigrationError`` of kind `database` when the rows are not those of the first
    ///   migrations, as they are now.
    func count(in history: MigrationHistory) throws(MigrationError) -> Int {
        let known = Set(history.migrations.map(\.revision))
        for record in records where !known.contains(record.revision) {
            throw .unknownApplied(record.revision)
        }
        let done = Set(records.map(\.revision))
        let first = history.migrations.prefix { done.contains($0.revision) }
        if first.count < records.count {
            let later = history.migrations.last { done.contains($0.revision) }
            throw .outOfOrder(
                missing: history.migrations[first.count].revision, later: later?.revision ?? "",
                before: first.last?.revision ?? "base")
        }
        for migration in first {
            let record = records.first { $0.revision == migration.revision }
            if let record, record.checksum != migration.checksum {
                throw .edited(migration, before: migration.parent ?? "base")
            }
        }
        return first.count
    }
}

/// The statements that keep the rows.
enum AppliedSQL {
    private static let table = quoted(AppliedMigrations.table)

    static func creation(_ dialect: Dialect) -> String {
        let type = dialect == .sqlite ? "TEXT" : "text"
        return """
            CREATE TABLE IF NOT EXISTS \(table) ("revision" \(type) NOT NULL PRIMARY KEY, \
            "checksum" \(type) NOT NULL, "applied" \(type) NOT NULL)
            """
    }

    static func insertion(_ migration: Migration, _ dialect: Dialect) -> String {
        let now =
            switch dialect {
            case .sqlite: "strftime('%Y-%m-%d %H:%M:%S', 'now')"
            case .postgresql: "to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')"
            }
        return """
            INSERT INTO \(table) ("revision", "checksum", "applied") VALUES \
            (\(text(migration.revision)), \(text(migration.checksum)), \(now))
            """
    }

    static func deletion(_ migration: Migration) -> String {
        "DELETE FROM \(table) WHERE \"revision\" = \(text(migration.revision))"
    }

    static var deletionOfAll: String { "DELETE FROM \(table)" }
}
