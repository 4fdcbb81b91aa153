import ArgumentParser
import DewarMigrations
import DewarORM

/// `db upgrade`: applies migrations.
struct UpgradeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "upgrade", abstract: "Apply the migrations that the database lacks.")

    @Argument(help: "The last one: a revision or its first characters, head, or +1.")
    var target = "head"

    @Flag(help: "Print the statements instead of running them; no database is asked.")
    var sql = false

    @Option(help: "With --sql: the revision that the database has.")
    var from = "base"

    func run() throws {
        let migrations = try DatabaseCommand.migrations()
        try migrations.withDatabase { database in
            guard !sql else {
                let script = try migrations.script(database.dialect, from: from, to: target)
                return print(script, terminator: "")
            }
            try migrations.upgrade(database, to: target, report: tell)
        }
    }
}

/// `db downgrade`: takes migrations back.
struct DowngradeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "downgrade", abstract: "Take migrations back, the last one first.")

    @Argument(help: "The one that remains the last: a revision or its first characters, or base.")
    var target: String?

    @Option(help: "How many are taken back (default: 1).")
    var steps: Int?

    @Flag(help: "Print the statements instead of running them; no database is asked.")
    var sql = false

    @Option(help: "With --sql: the revision that the database has.")
    var from = "head"

    func validate() throws {
        if let steps, steps < 1 {
            throw ValidationError("--steps is a number from 1, not \(steps).")
        }
        if target != nil, steps != nil {
            throw ValidationError("A revision and --steps do not go together.")
        }
    }

    func run() throws {
        let migrations = try DatabaseCommand.migrations()
        let target = target ?? "-\(steps ?? 1)"
        try migrations.withDatabase { database in
            guard !sql else {
                let script = try migrations.script(database.dialect, from: from, to: target)
                return print(script, terminator: "")
            }
            try migrations.downgrade(database, to: target, report: tell)
        }
    }
}

/// `db stamp`: notes migrations without running them.
struct StampCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stamp",
        abstract: "Note that the database is as a migration says, without running any.")

    @Argument(help: "The migration: a revision or its first characters, head or base.")
    var target = "head"

    func run() throws {
        let migrations = try DatabaseCommand.migrations()
        try migrations.withDatabase { try migrations.stamp($0, as: target) }
    }
}

/// `db check`: compares models, migrations and database.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Tell whether models, migrations and database say the same.",
        discussion: "Its status is 1 if they do not.")

    func run() throws {
        let migrations = try DatabaseCommand.migrations()
        let findings = try migrations.withDatabase { try migrations.check($0) }
        guard !findings.isEmpty else {
            return print("Models, migrations and database say the same.")
        }
        let titles: [(MigrationFinding.Kind, String)] = [
            (.models, "The models say more than the migrations; db migrate would write:"),
            (.pending, "The database lacks migrations; db upgrade would apply:"),
            (.drift, "The database is not as its migrations say; this would make it so:"),
        ]
        for (kind, title) in titles {
            let found = findings.filter { $0.kind == kind }
            guard !found.isEmpty else { continue }
            print(title)
            for finding in found {
                print("    \(finding.description.replacing("\n", with: "\n    "))")
            }
        }
        throw ExitCode(1)
    }
}

/// Tells of a migration before it runs.
private func tell(_ event: MigrationEvent) {
    switch event {
    case .upgrading(let summary): Terminal.tell("Applying \(line(summary))")
    case .downgrading(let summary): Terminal.tell("Taking back \(line(summary))")
    }
}
