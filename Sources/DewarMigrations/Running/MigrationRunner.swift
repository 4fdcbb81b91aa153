import DewarORM

/// Runs migrations on one connection.
struct MigrationRunner {
    let session: DatabaseSession
    let history: MigrationHistory
    let lock: MigrationLock
    /// Told of each migration before it runs.
    let report: (MigrationEvent) -> Void

    var dialect: Dialect { session.dialect }

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
            } catch let error as MigrationError {
                throw error.at(migration.path, part.line)
            }
        }
    }

    private func run(_ statement: MigrationStatement) throws {
        switch statement {
        case .sql(let sql): try session.execute(sql)
        case .rebuild(let rebuild):
            let others = try SQLiteExtras(of: rebuild, session).statements
            for sql in try rebuild.statements(keeping: others) { try session.execute(sql) }
        case .dropTable(let name):
            try requireUnused(name)
            try session.execute("DROP TABLE \(quoted(name))")
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

extension Operation {
    /// Whether it is statements of the user's.
    var isSQL: Bool { if case .sql = self { true } else { false } }
}
