public import DewarORM

extension Migrations {
    /// Applies migrations.
    ///
    /// Each is a transaction of its own. One process at a time does so: others wait.
    ///
    /// ```swift
    /// try migrations.upgrade(database)
    /// try migrations.upgrade(database, to: "head") { event in print(event) }
    /// ```
    ///
    /// - Parameters:
    ///   - database: The database.
    ///   - target: A revision, the beginning of one, `head`, or `+2` for two more.
    ///   - report: Told of each migration before it runs.
    /// - Throws: ``MigrationError``; `DatabaseError` when the database cannot be reached. What was
    ///   applied before stays.
    /// - SeeAlso: Flask-Migrate `flask db upgrade`.
    public func upgrade(
        _ database: Database, to target: String = "head",
        report: (MigrationEvent) -> Void = { _ in }
    ) throws {
        try withRunner(database, report) { runner in
            let count = try Self.count(target, from: try runner.applied(), in: runner.history)
            try runner.upgrade(to: count)
        }
    }

    /// Takes migrations back, the last one first.
    ///
    /// ```swift
    /// try migrations.downgrade(database)  // the last one
    /// try migrations.downgrade(database, to: "base")
    /// ```
    ///
    /// - Parameters:
    ///   - database: The database.
    ///   - target: The revision that remains the last, the beginning of one, `base`, or `-2` for
    ///     the last two.
    ///   - report: Told of each migration before it is taken back.
    /// - Throws: ``MigrationError``; `DatabaseError` when the database cannot be reached.
    /// - SeeAlso: Flask-Migrate `flask db downgrade`.
    public func downgrade(
        _ database: Database, to target: String = "-1",
        report: (MigrationEvent) -> Void = { _ in }
    ) throws {
        try withRunner(database, report) { runner in
            let count = try Self.count(target, from: try runner.applied(), in: runner.history)
            try runner.downgrade(to: count)
        }
    }

    /// Notes that a database is as the migrations up to one say, without running any.
    ///
    /// ```swift
    /// try migrations.stamp(database, as: "head")
    /// ```
    ///
    /// - Parameters:
    ///   - database: The database.
    ///   - target: A revision, the beginning of one, `head` or `base`.
    /// - Throws: ``MigrationError``; `DatabaseError` when the database cannot be reached.
    /// - SeeAlso: Flask-Migrate `flask db stamp`.
    public func stamp(_ database: Database, as target: String = "head") throws {
        try withRunner(database, { _ in }) { runner in
            try runner.stamp(try runner.history.count(upTo: target))
        }
    }

    /// The migrations that a database has, in their order.
    ///
    /// ```swift
    /// print(try migrations.applied(database).last?.revision ?? "base")
    /// ```
    ///
    /// - Parameter database: The database.
    /// - Returns: None for one that has none.
    /// - Throws: ``MigrationError`` when they are not those of the files.
    /// - SeeAlso: Flask-Migrate `flask db current`.
    public func applied(_ database: Database) throws -> [MigrationSummary] {
        try withRunner(database, { _ in }) { runner in
            runner.history.migrations.prefix(try runner.applied()).map(MigrationSummary.init)
        }
    }

    /// All migrations of the folder, in their order.
    ///
    /// ```swift
    /// for summary in try migrations.all() { print(summary.revision, summary.message) }
    /// ```
    ///
    /// - Returns: The first one first.
    /// - Throws: ``MigrationError``.
    /// - SeeAlso: Flask-Migrate `flask db history`.
    public func all() throws -> [MigrationSummary] {
        try history().migrations.map(MigrationSummary.init)
    }

    /// The statements of migrations, for somebody else to run.
    ///
    /// ```swift
    /// print(try migrations.script(.postgresql, from: "base", to: "head"))
    /// ```
    ///
    /// - Parameters:
    ///   - dialect: Whose SQL.
    ///   - first: The revision that the database has, or `base`.
    ///   - last: The revision that it shall have; an earlier one takes migrations back.
    /// - Returns: A script with a transaction for each migration.
    /// - Throws: ``MigrationError``.
    /// - SeeAlso: Flask-Migrate `flask db upgrade --sql`.
    public func script(
        _ dialect: Dialect, from first: String = "base", to last: String = "head"
    ) throws -> String {
        let history = try history()
        let start = try history.count(upTo: first)
        let end = try Self.count(last, from: start, in: history)
        return try MigrationScript(history, dialect).text(from: start, to: end)
    }

    private func withRunner<Result>(
        _ database: Database, _ report: (MigrationEvent) -> Void,
        _ body: (MigrationRunner) throws -> Result
    ) throws -> Result {
        let history = try history()
        // Before anything runs, all of it must fit.
        _ = try history.state()
        return try database.withSession { session in
            try withoutActuallyEscaping(report) { report in
                try body(
                    MigrationRunner(
                        session: session, history: history,
                        lock: MigrationLock(session: session, patience: patience), report: report))
            }
        }
    }

    /// How many migrations a target means: `+2` and `-1` count from where the database is.
    static func count(
        _ target: String, from done: Int, in history: MigrationHistory
    ) throws(MigrationError) -> Int {
        guard target.hasPrefix("+") || target.hasPrefix("-"), let steps = Int(target) else {
            return try history.count(upTo: target)
        }
        let (sum, overflow) = done.addingReportingOverflow(steps)
        guard !overflow, (0...history.migrations.count).contains(sum) else {
            throw .tooManySteps(target, done: done, all: history.migrations.count)
        }
        return sum
    }
}
