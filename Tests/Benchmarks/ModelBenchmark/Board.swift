import DewarORM

// What every contender of `deploy/bench models` keeps, in the same tables and with the same rows.

struct Author: Model {
    var id: Int?
    var name: String
    var email: String

    static let schema = Schema<Author>("author") { t in
        t.key(\.id)
        t.column(\.name)
        t.column(\.email)
    }
    static let posts = HasMany<Author, Post>(\.authorID)
}

struct Post: Model {
    var id: Int?
    var title: String
    var body: String
    var views: Int
    var authorID: Int

    static let schema = Schema<Post>("post") { t in
        t.key(\.id)
        t.column(\.title)
        t.column(\.body)
        t.column(\.views, .index)
        t.column(\.authorID, .index)
    }
}

/// What is inserted: into a table of its own, which is emptied afterwards.
struct Entry: Model {
    var id: Int?
    var title: String
    var body: String
    var views: Int
    var authorID: Int

    static let schema = Schema<Entry>("entry") { t in
        t.key(\.id)
        t.column(\.title)
        t.column(\.body)
        t.column(\.views)
        t.column(\.authorID)
    }

    init(_ number: Int) {
        title = "Entry \(number)"
        body = "The body of entry \(number), which is not very long."
        views = number % 1000
        authorID = number % 100 + 1
    }
}
