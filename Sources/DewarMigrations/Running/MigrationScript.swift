import DewarORM

/// Migrations as a script.
struct MigrationScript {
    private let history: MigrationHistory
    private let dialect: Dialect

    init(_ history: MigrationHistory, _ dialect: Dialect) {
        self.history = history
        self.dialect = dialect
    }

    /// The script from so many migrations to so many.
    func text(from start: Int, to end: Int) throws -> String {
        var lines: [String] = []
        if start < end {
            lines += ["\(AppliedSQL.creation(dialect));", ""]
            for done in start..<end {
                let migration = history.migrations[done]
                lines += try block(
                    migration, migration.up, after: done,
                    note: AppliedSQL.insertion(migration, dialect))
            }
        }
        for done in (end..<max(start, end)).reversed() {
            try history.checkWayBack(of: done)
            let migration = history.migrations[done]
            lines += try block(
                migration, migration.down, after: done + 1, note: AppliedSQL.deletion(migration))
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private func block(
        _ migration: Migration, _ steps: [Migration.Step], after done: Int, note: String
    ) throws -> [String] {
        var state = try history.state(after: done)
        let plan = try MigrationPlan(steps, &state, dialect, path: migration.path)
        let statements = try plan.script() + [note]
        var lines = statements.map(Self.ended)
        if migration.isTransactional { lines = ["BEGIN;"] + lines + ["COMMIT;"] }
        if plan.rebuilds, dialect == .sqlite {
            lines = ["PRAGMA foreign_keys = OFF;"] + lines + ["PRAGMA foreign_keys = ON;"]
        }
        let title = "\(migration.revision): \(migration.message)"
        return ["-- \(MigrationText.visible(title))"] + lines + [""]
    }

    /// Statements with a `;` behind the last, which no comment hides.
    private static func ended(_ statements: String) -> String {
        let tokens = SQLTokens(statements).tokens
        guard let last = tokens.last(where: { $0.kind != .space }), last.text != ";" else {
            return statements
        }
        let isHidden = tokens.last?.kind == .space && tokens.last?.text.hasPrefix("--") == true
        return statements + (isHidden ? "\n;" : ";")
    }
}
