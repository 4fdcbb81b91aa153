package import ArgumentParser
import Dewar
import DewarMigrations
import DewarORM

/// `db`: what is done with the database's tables.
package struct DatabaseCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "db",
        abstract: "Migrate the database.",
        subcommands: [
            MigrateCommand.self, UpgradeCommand.self, DowngradeCommand.self, CurrentCommand.self,
            HistoryCommand.self, HeadsCommand.self, ShowCommand.self, CheckCommand.self,
            StampCommand.self, InspectCommand.self,
        ])

    package init() {}

    /// The application's migrations.
    static func migrations() throws -> Migrations {
        guard let migrations = currentApp.extensions[Migrations.self] else {
            throw ValidationError("The application has no migrations: app.install(Migrations(…)).")
        }
        return migrations
    }
}

/// A migration on one line.
func line(_ summary: MigrationSummary, _ mark: String = "") -> String {
    let message = String(summary.message.prefix { !$0.isNewline })
    return "\(summary.revision)  \(summary.created)  \(Terminal.visible(message))\(mark)"
}
