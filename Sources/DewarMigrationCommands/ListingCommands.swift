import ArgumentParser
import DewarMigrations
import DewarORM

/// `db current`: the database's last migration.
struct CurrentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "current", abstract: "Show the last migration that the database has.")

    func run() throws {
        let migrations = try DatabaseCommand.migrations()
        let applied = try migrations.withDatabase { try migrations.applied($0) }
        let isHead = try applied.count == migrations.all().count
        guard let last = applied.last else { return print("base") }
        print(line(last, isHead ? " (head)" : ""))
    }
}

/// `db history`: all migrations.
struct HistoryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "List the migrations, the last one first.")

    @Flag(help: "Also show which the database has.")
    var applied = false

    func run() throws {
        let migrations = try DatabaseCommand.migrations()
        let all = try migrations.all()
        let done =
            applied ? try migrations.withDatabase { Set(try migrations.applied($0)) } : []
        for summary in all.reversed() {
            var mark = summary == all.last ? " (head)" : ""
            if done.contains(summary) { mark += " (applied)" }
            print(line(summary, mark))
        }
    }
}

/// `db heads`: the migrations that no other follows.
struct HeadsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "heads", abstract: "List the migrations that no other follows.")

    func run() throws {
        for summary in try DatabaseCommand.migrations().heads() { print(line(summary)) }
    }
}

/// `db show`: one migration.
struct ShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a migration.")

    @Argument(help: "The migration: a revision or its first characters, or head.")
    var target = "head"

    func run() throws {
        print(try DatabaseCommand.migrations().text(of: target), terminator: "")
    }
}

/// `db inspect`: models of a database's tables.
struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect", abstract: "Print models for the tables of the database.")

    func run() throws {
        let source = try DatabaseCommand.migrations().withDatabase { try Migrations.models(of: $0) }
        print(source, terminator: "")
    }
}
