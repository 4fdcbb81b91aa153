import Dewar
import DewarModels
import DewarPostgreSQL
import DewarSQLite
import FoundationEssentials

// A board as an application writes it, and as one who comes from Flask-SQLAlchemy expects it.

enum Rank: String, ColumnValue { case member, editor }

struct Preferences: JSONColumn, Equatable {
    var theme = "light"
    var hidden: [Int] = []
}

struct Author: Model, Equatable {
    var id: Int?
    var name: String
    var passwordHash = "scrypt:secret"
    var rank = Rank.member
    var preferences = Preferences()

    static let schema = Schema<Author>("author") { t in
        t.key(\.id)
        t.column(\.name, .length(80), .unique)
        t.column(\.passwordHash, .hidden)
        t.column(\.rank)
        t.column(\.preferences)
    }
    static let posts = HasMany<Author, Post>(\.authorID)
    static let relations: Relations<Author> = ["posts": posts]
}

struct Post: Model, Equatable {
    var id: Int?
    var title: String
    var created = Date(timeIntervalSince1970: 1_795_364_626.5)
    var authorID: Int
    var editorID: Int?

    static let schema = Schema<Post>("post") { t in
        t.key(\.id)
        t.column(\.title, .length(200))
        t.column(\.created)
        t.column(\.authorID, .references(Author.self), .index)
        t.column(\.editorID, .references(Author.self))
    }
    static let author = BelongsTo<Post, Author>(\.authorID)
    static let editor = BelongsTo<Post, Author?>(\.editorID)
    static let comments = HasMany<Post, Comment>(\.postID)
    static let relations: Relations<Post> = [
        "author": author, "editor": editor, "comments": comments,
    ]
}

struct Comment: Model, Equatable {
    var id: Int?
    var postID: Int
    var authorID: Int
    var body: String

    static let schema = Schema<Comment>("comment") { t in
        t.key(\.id)
        t.column(\.postID, .references(Post.self), .index)
        t.column(\.authorID, .references(Author.self))
        t.column(\.body)
    }
    static let author = BelongsTo<Comment, Author>(\.authorID)
    static let relations: Relations<Comment> = ["author": author]
}

let pageTemplate = """
    {% for post in page -%}
    {{ post.title }} by {{ post.author.name }} ({{ post.comments|length }})
    {% endfor -%}
    {% for number in page.iter_pages(left_edge=1, right_edge=1) -%}
    {% if number is none %}… {% elif number == page.page %}[{{ number }}] \
    {% else %}<a href="{{ url_for('posts', page=number) }}">{{ number }}</a> {% endif -%}
    {% endfor -%}
    {% if page.has_next %}next {{ page.next_num }}{% endif %} of {{ page.total }}
    """

/// The application; each has a database of its own.
func makeBoard(
    _ url: String = "sqlite://", _ settings: JSONObject = [:],
    _ setUp: (Application) -> Void = { _ in }
) -> Application {
    Application { app in
        app.config.update(settings)
        app.install(Models(url, using: .sqlite, .postgresql))
        app.get("/posts/<int:id>") { (id: Int) in
            let post = try Post.getOr404(id)
            return try renderString(
                "{{ post.title }}: {% for c in post.comments %}{{ c.author.name }} {% endfor %}",
                ["post": post])
        }
        app.get("/posts", name: "posts") {
            let page = try Post.order { $0.id }.paginate()
            return try renderString(pageTemplate, ["page": page])
        }
        app.get("/api/posts/<int:id>") { (id: Int) in try Post.getOr404(id) }
        app.get("/api/posts") { try Post.order { $0.id }.paginate() }
        app.get("/api/authors") { try Author.query.orderedByKey().all() }
        app.post("/posts") {
            try db.transaction {
                let title = try request.form["title"] ?? abort(.badRequest)
                let post = try Post(title: title, authorID: 1).inserted()
                if title == "fail" { try abort(.conflict) }
                return post
            }
        }
        setUp(app)
    }
}

let boardTables: [any Model.Type] = [Author.self, Post.self, Comment.self, StoredSession.self]

extension Application {
    /// Makes the tables, two authors, three posts and two comments.
    func fillBoard() throws {
        try database.createAll(boardTables)
        try database.run {
            try Author.insert([Author(name: "Ada", rank: .editor), Author(name: "Bob")])
            try Post.insert([
                Post(title: "Alpha", authorID: 1), Post(title: "<Beta>", authorID: 2, editorID: 1),
                Post(title: "Gamma", authorID: 1),
            ])
            try Comment.insert([
                Comment(postID: 1, authorID: 2, body: "first"),
                Comment(postID: 1, authorID: 1, body: "second"),
            ])
        }
    }
}
