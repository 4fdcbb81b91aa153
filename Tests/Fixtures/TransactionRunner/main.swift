import DewarORM
import DewarPostgreSQL
import DewarSQLite
import Glibc

// Commits one transaction after the other, each of two rows, and writes the number of each to a file
// when it is committed: until it is killed.

struct Half: Model {
    var id: Int?
    var number: Int

    static let schema = Schema<Half>("half") { t in
        t.key(\.id)
        t.column(\.number, .index)
    }
}

let database = try Database(CommandLine.arguments[1], using: .sqlite, .postgresql)
let log = open(CommandLine.arguments[2], O_WRONLY | O_CREAT | O_APPEND, 0o600)
guard log >= 0 else { exit(1) }
let last = try Half.order { $0.number.descending }.first(in: database)
for number in ((last?.number ?? 0) + 1)... {
    try database.transaction {
        _ = try Half(number: number).inserted()
        _ = try Half(number: number).inserted()
    }
    let line = "\(number)\n"
    guard write(log, line, line.utf8.count) == line.utf8.count else { exit(1) }
}
