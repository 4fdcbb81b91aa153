import DewarORM
import FoundationEssentials

// The models of a board, as a user writes them.

enum Role: String, ColumnValue, CaseIterable {
    case member, editor, admin
}

struct Settings: JSONColumn, Equatable {
    var theme = "light"
    var hidden: [Int] = []
}

struct Author: Model, Equatable {
    var id: Int?
    var name: String
    var email: String
    var role = Role.member
    var settings = Settings()

    static let schema = Schema<Author>("author") { t in
        t.key(\.id)
        t.column(\.name, .length(100), .index)
        t.column(\.email, .unique)
        t.column(\.role, .default(.member))
        t.column(\.settings)
    }
    static let posts = HasMany<Author, Post>(\.authorID)
    static let profile = HasOne<Author, Profile>(\.authorID)
}

struct Profile: Model, Equatable {
    var authorID: Int
    var motto: String

    static let schema = Schema<Profile>("profile") { t in
        t.key(\.authorID, .references(Author.self, onDelete: .cascade))
        t.column(\.motto)
    }
}

struct Post: Model, Equatable {
    var id: Int?
    var title: String
    var body = ""
    var views = 0
    var authorID: Int
    var editorID: Int?

    static let schema = Schema<Post>("post") { t in
        t.key(\.id)
        t.column(\.title, .length(200), .index)
        t.column(\.body)
        t.column(\.views, .default(0), .check { $0 >= 0 })
        t.column(\.authorID, .references(Author.self, onDelete: .cascade), .index)
        t.column(\.editorID, .references(Author.self, onDelete: .setNull), .index)
        t.unique(\.authorID, \.title)
    }
    static let author = BelongsTo<Post, Author>(\.authorID)
    static let editor = BelongsTo<Post, Author?>(\.editorID)
    static let comments = HasMany<Post, Comment>(\.postID)
    static let tags = ManyToMany<Post, Tag>(\Tagging.postID, \Tagging.tagID)
}

struct Comment: Model, Equatable {
    var id: Int?
    var postID: Int
    var authorID: Int
    var parentID: Int?
    var body: String

    static let schema = Schema<Comment>("comment") { t in
        t.key(\.id)
        t.column(\.postID, .references(Post.self, onDelete: .cascade), .index)
        t.column(\.authorID, .references(Author.self))
        t.column(\.parentID, .references(Comment.self, onDelete: .cascade))
        t.column(\.body)
    }
    static let post = BelongsTo<Comment, Post>(\.postID)
    static let author = BelongsTo<Comment, Author>(\.authorID)
    static let parent = BelongsTo<Comment, Comment?>(\.parentID)
    static let answers = HasMany<Comment, Comment>(\.parentID)
}

struct Tag: Model, Equatable {
    var id: Int?
    var name: String

    static let schema = Schema<Tag>("tag") { t in
        t.key(\.id)
        t.column(\.name, .unique)
    }
    static let posts = ManyToMany<Tag, Post>(\Tagging.tagID, \Tagging.postID)
}

struct Tagging: Model, Equatable {
    var postID: Int
    var tagID: Int

    static let schema = Schema<Tagging>("tagging") { t in
        t.key(\.postID, \.tagID)
        t.references(\.postID, model: Post.self, onDelete: .cascade)
        t.references(\.tagID, model: Tag.self, onDelete: .cascade)
    }
}

/// A value of every kind of column.
struct Sample: Model, Equatable {
    var id: UUID
    var small: Int16 = 0
    var number: Double = 0
    var flag = false
    var price: Decimal = 0
    var instant = Date(timeIntervalSinceReferenceDate: 0)
    var local: LocalDateTime?
    var day: LocalDate?
    var time: LocalTime?
    var bytes: [UInt8] = []
    var names: [String] = []
    var note: String?

    static let schema = Schema<Sample>("sample") { t in
        t.key(\.id)
        t.column(\.small)
        t.column(\.number)
        t.column(\.flag)
        t.column(\.price, .digits(12, scale: 2))
        t.column(\.instant, .defaultNow)
        t.column(\.local)
        t.column(\.day)
        t.column(\.time)
        t.column(\.bytes)
        t.column(\.names)
        t.column(\.note)
    }
}

let boardModels: [any Model.Type] = [
    Comment.self, Tagging.self, Post.self, Profile.self, Author.self, Tag.self, Sample.self,
]
