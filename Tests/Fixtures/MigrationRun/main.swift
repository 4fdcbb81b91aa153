import DewarMigrations
import DewarORM
import DewarPostgreSQL
import DewarSQLite

// Applies the migrations of a folder, while others do the same: URL, folder.
let words = CommandLine.arguments
guard words.count == 3 else { fatalError("MigrationRun URL FOLDER") }
let database = try Database(words[1], using: .sqlite, .postgresql)
try Migrations(folder: words[2]).upgrade(database)
database.close()
