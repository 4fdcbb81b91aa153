private import DewarText
import DewarORM

/// Runs migrations on one connection.
struct MigrationRunner {
    let session: DatabaseSession
    let history: MigrationHistory
    let lock: MigrationLock
    /// Told of each migration before it runs.
    let report: (MigrationEvent) -> Void

    private var dialect: Dialect { session.dialect }

    /// Applies migrations until there are so many.
    func upgrade(to count: Int) throws {
        try lock.hold {
            while true {
                let done = try applied()
                guard done < count else { return }
                try run(history.migrations[done], after: done, isUpgrade: true)
            }
        }
    }

    /// Takes migrations back until there are so many.
    func downgrade(to count: Int) throws {
        try lock.hold {
            while true {
                let done = try applied()
                guard done > count else { return }
                try run(history.migrations[done - 1], after: done, isUpgrade: false)
            }
        }
    }

    /// Notes that so many migrations are applied, whatever is noted by now.
    func stamp(_ count: Int) throws {
        try lock.hold {
            try transaction {
                try session.execute(AppliedSQL.creation(dialect))
                try session.execute(AppliedSQL.deletionOfAll)
                for migration in history.migrations.prefix(count) {
                    try session.execute(AppliedSQL.insertion(migration, dialect))
                }
            }
        }
    }

    /// How many migrations are applied.
    func applied() throws -> Int { try AppliedMigrations(session).count(in: history) }

    /// Runs a migration, unless another process has done so meanwhile.
    private func run(_ migration: Migration, after done: Int, isUpgrade: Bool) throws {
        var state = try history.state(after: done)
        let steps = isUpgrade ? migration.up : migration.down
        if !isUpgrade { try history.checkWayBack(of: done - 1) }
        let plan = try MigrationPlan(steps, &state, dialect, path: migration.path)
        let event: MigrationEvent =
            isUpgrade ? .upgrading(migration) : .downgrading(migration)
        let note =
            isUpgrade
            ? [AppliedSQL.creation(dialect), AppliedSQL.insertion(migration, dialect)]
            : [AppliedSQL.deletion(migration)]
        let needsNoTransaction =
            !migration.isTransactional
            && (dialect == .postgresql || steps.contains { $0.operation.isSQL })
        do {
            if needsNoTransaction {
                guard try applied() == done else { return }
                report(event)
                try run(plan, of: migration)
                try transaction {
                    // SQLite has no lock that outlasts what is done without a transaction.
                    guard try applied() == done else { return }
                    for sql in note { try session.execute(sql) }
                }
                return
            }
            try withoutForeignKeys(plan.rebuilds) {
                try transaction {
                    guard try applied() == done else { return }
                    report(event)
                    let views = try workingViews()
                    let dangling = plan.rebuilds ? try danglingRows() : [:]
                    try run(plan, of: migration)
                    guard session.isInTransaction else {
                        throw MigrationError.endedTransaction(migration)
                    }
                    for sql in note { try session.execute(sql) }
                    if plan.rebuilds { try checkForeignKeys(of: migration, before: dangling) }
                    try check(views, of: migration)
                }
            }
        } catch let error as DatabaseError {
            throw MigrationError.failed(migration, isWhole: !needsNoTransaction, error)
        }
    }

    private func run(_ plan: MigrationPlan, of migration: Migration) throws {
        for part in plan.parts {
            do {
                try run(part.statement)
            } catch let error as DatabaseError {
                var failure = MigrationError.failed(
                    migration, isWhole: migration.isTransactional, error)
                failure.location = .init(path: migration.path, line: part.line)
                throw failure
            }
        }
    }

    private func run(_ statement: MigrationStatement) throws {
        switch statement {
        case .sql(let sql): try session.execute(sql)
        case .rebuild(let rebuild):
            let others = try SQLiteExtras(of: rebuild, session).statements
            for sql in try rebuild.statements(keeping: others) { try session.execute(sql) }
        case .dropUnfinishedIndex(let name):
            let invalid = try session.rows(
                """
                SELECT 1 FROM pg_catalog.pg_index WHERE NOT indisvalid \
                AND indexrelid = to_regclass(\(quoted(name)))
                """)
            if !invalid.isEmpty { try session.execute("DROP INDEX \(quoted(name))") }
        }
    }

    private func transaction(_ body: () throws -> Void) throws {
        try lock.begin()
        do {
            try body()
            try session.execute("COMMIT")
        } catch {
            if session.isInTransaction { try? session.execute("ROLLBACK") }
            if dialect == .sqlite { try? session.execute("PRAGMA legacy_alter_table = OFF") }
            throw error
        }
    }
}

// What SQLite needs before and after a table is made anew.
extension MigrationRunner {
    private func withoutForeignKeys(_ isNeeded: Bool, _ body: () throws -> Void) throws {
        guard isNeeded, dialect == .sqlite else { return try body() }
        try session.execute("PRAGMA foreign_keys = OFF")
        defer { try? session.execute("PRAGMA foreign_keys = ON") }
        try body()
    }

    /// A table and one that it points to.
    private struct Pointing: Hashable {
        var table: String
        var target: String
    }

    /// How many rows of SQLite's tables point to none.
    private func danglingRows() throws -> [Pointing: Int64] {
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
    private func checkForeignKeys(
        of migration: Migration, before: [Pointing: Int64]
    ) throws {
        let more = try danglingRows().filter { $0.value > before[$0.key] ?? 0 }
        let first = more.min { ($0.key.table, $0.key.target) < ($1.key.table, $1.key.target) }
        guard let first else { return }
        let count = more.reduce(0) { $0 + $1.value - (before[$1.key] ?? 0) }
        throw MigrationError.dangling(migration, count, first.key.table, first.key.target)
    }

    /// The views of SQLite that work; PostgreSQL sees to its own.
    private func workingViews() throws -> [String] {
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
    private func check(_ views: [String], of migration: Migration) throws {
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

/// What happens while migrations run.
public enum MigrationEvent: Sendable {
    /// A migration is applied.
    case upgrading(MigrationSummary)
    /// A migration is taken back.
    case downgrading(MigrationSummary)

    static func upgrading(_ migration: Migration) -> Self {
        .upgrading(MigrationSummary(migration))
    }

    static func downgrading(_ migration: Migration) -> Self {
        .downgrading(MigrationSummary(migration))
    }
}

/// A migration, as a list shows it.
public struct MigrationSummary: Sendable, Hashable {
    /// What it is called.
    public let revision: String
    /// What it follows; nil for the first.
    public let parent: String?
    /// What it is for.
    public let message: String
    /// When it was written, in UTC.
    public let created: String
    /// The file's path.
    public let path: String

    init(_ migration: Migration) {
        revision = migration.revision
        parent = migration.parent
        message = migration.message
        created = migration.created
        path = migration.path
    }
}

extension MigrationHistory {
    /// Sees to it that every way back that is there leads back.
    ///
    /// - Throws: ``MigrationError`` of kind `history`, and for operations that do not fit.
    func checkWaysBack() throws(MigrationError) {
        var before = SchemaState()
        for migration in migrations {
            var after = before
            for step in migration.up { try after.apply(step, of: migration) }
            if !migration.down.isEmpty { try migration.checkWayBack(from: after, to: before) }
            before = after
        }
    }

    /// Sees to it that a migration's way back leads back.
    ///
    /// - Parameter index: The migration's place, from 0.
    /// - Throws: ``MigrationError`` of kind `history`, and for operations that do not fit.
    func checkWayBack(of index: Int) throws(MigrationError) {
        let migration = migrations[index]
        guard !migration.down.isEmpty || migration.up.isEmpty else {
            throw .noWayBack(migration)
        }
        try migration.checkWayBack(
            from: try state(after: index + 1), to: try state(after: index))
    }
}

extension Migration {
    fileprivate func checkWayBack(
        from after: SchemaState, to before: SchemaState
    ) throws(MigrationError) {
        var state = after
        for step in down { try state.apply(step, of: self) }
        guard state != before else { return }
        let rest = try SchemaComparison(from: before, to: state)
        if let first = rest.operations.first {
            throw .wrongWayBack(self, MigrationWriter.text(of: first))
        }
    }
}

extension Operation {
    /// Whether it is statements of the user's.
    var isSQL: Bool { if case .sql = self { true } else { false } }
}
