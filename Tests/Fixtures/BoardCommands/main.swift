import Dewar
import DewarMigrationCommands
import DewarModels
import DewarSQLite
import Glibc

// An application with models, whose command line tests use. A word in BOARD makes it a later one.

struct Author: Model {
    var id: Int?
    var name: String

    static let schema = Schema<Author>("author") { t in
        t.key(\.id)
        t.column(\.name, .length(100), .unique)
    }
}

struct Post: Model {
    var id: Int?
    var title: String
    var authorID: Int

    static let schema = Schema<Post>("post") { t in
        t.key(\.id)
        t.column(\.title, .length(200), .index)
        t.column(\.authorID, .references(Author.self, onDelete: .cascade))
    }
}

struct LaterPost: Model {
    var id: Int?
    var headline: String
    var slug: String
    var authorID: Int

    static let schema = Schema<LaterPost>("post") { t in
        t.key(\.id)
        t.column(\.headline, .length(200), .index)
        t.column(\.slug, .length(80), .unique)
        t.column(\.authorID, .references(Author.self, onDelete: .cascade))
    }
}

let app = Application { app in
    let isLater = getenv("BOARD") != nil
    let models: [any Model.Type] = [Author.self, isLater ? LaterPost.self : Post.self]
    app.install(Models("sqlite:///board.db", using: .sqlite))
    app.install(Migrations(models))
}

app.run()
