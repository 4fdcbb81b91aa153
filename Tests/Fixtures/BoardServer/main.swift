import Dewar
import DewarModels
import DewarPostgreSQL
import Glibc

// An application on PostgreSQL, whose database tests take away.

struct Entry: Model {
    var id: Int?
    var name: String

    static let schema = Schema<Entry>("entry") { t in
        t.key(\.id)
        t.column(\.name, .length(40), .unique)
    }
}

var configuration = DatabaseConfiguration()
configuration.connectTimeout = .milliseconds(500)
let system = Models(using: .postgresql, configuration: configuration)

let app = Application { app in
    app.config.loadEnvironment(prefix: "BOARD")
    app.install(system)
    app.onStart { try currentApp.database.createAll(Entry.self) }
    app.get("/") { "hello" }
    app.get("/pid") { "\(getpid())" }
    app.get("/entries") {
        try Entry.query.orderedByKey().all().map(\.name).joined(separator: "\n")
    }
    app.post("/entries/<name>") { (name: String) in
        "\(try Entry(name: name).inserted().id ?? 0)"
    }
    // The connection is held while the view lets others have its thread.
    app.post("/pairs/<name>") { (name: String) -> String in
        try await db.transaction {
            try await Task.sleep(for: .milliseconds(2))
            _ = try Entry(name: name).inserted()
            try await Task.sleep(for: .milliseconds(2))
            _ = try Entry(name: "\(name) too").inserted()
        }
        return "both"
    }
}
app.run()
