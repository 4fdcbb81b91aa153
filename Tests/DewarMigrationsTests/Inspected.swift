import DewarORM
import FoundationEssentials
// ---

/// What is written for the tables of ``InspectionTests``.
// swift-format-ignore
enum Inspected {
    static let models: [any Model.Type] = [Author.self, BlogPost.self, Tagging.self]
// ---

    /// JSON as text: a structure that is a `JSONColumn` says what is in it.
    struct JSONText: ColumnValue {
        var text: String
        static var columnType: ColumnType { .json }
        var databaseValue: DatabaseValue { .json(text) }
        init?(databaseValue: DatabaseValue) {
            switch databaseValue {
            case .json(let text), .text(let text): self.text = text
            default: return nil
            }
        }
    }

    struct Author: Model {
        var id: Int?
        var name: String
        var htmlURL: String?

        static let schema = Schema<Author>("author") { t in
            t.key(\.id)
            t.column(\.name, .length(100), .unique)
            t.column(\.htmlURL, .name("htmlURL"))
        }
        static let blogPosts = HasMany<Author, BlogPost>(\.authorID)
        static let editorBlogPosts = HasMany<Author, BlogPost>(\.editorID)
    }

    struct BlogPost: Model {
        var id: Int?
        var title: String
        var views: Int
        var authorID: Int
        var editorID: Int?
        var `class`: String?
        var price: Decimal
        var created: Date
        var day: LocalDate?
        var time: LocalTime?
        var local: LocalDateTime?
        var number: Double
        var data: JSONText?
        var token: UUID?
        var raw: [UInt8]?
        var column1st: String?

        static let schema = Schema<BlogPost>("blog post") { t in
            t.key(\.id)
            t.column(\.title, .length(200), .default("it's \"new\" \\(x)"), .index)
            t.column(\.views, .default(0))
            t.column(\.authorID, .references(Author.self, onDelete: .cascade))
            t.column(\.editorID)
            t.column(\.`class`)
            // alter column "blog post".price default "1.5"
            t.column(\.price, .digits(12, scale: 2))
            t.column(\.created, .defaultNow)
            t.column(\.day)
            t.column(\.time)
            t.column(\.local)
            t.column(\.number, .default(1.5))
            t.column(\.data)
            t.column(\.token)
            t.column(\.raw, .default([0, 255]))
            t.column(\.column1st, .name("1st"))
            t.check("blog post_views_check") { _ in SQLExpression<Bool>("\"views\" >= 0") }
            t.references(\.editorID, model: Author.self, onDelete: .setNull, onUpdate: .restrict, name: "editor")
            t.index(\.authorID, \.title, isUnique: true, name: "by author")
        }
        static let author = BelongsTo<BlogPost, Author>(\.authorID)
        static let editor = BelongsTo<BlogPost, Author?>(\.editorID)
        static let taggings = HasMany<BlogPost, Tagging>(\.postID)
    }

    struct Tagging: Model {
        var postID: Int
        var tag: String

        static let schema = Schema<Tagging>("tagging") { t in
            t.key(\.postID, \.tag)
            // tag: .length(20)
            t.references(\.postID, model: BlogPost.self, name: "tagging_post_id_fkey")
        }
        static let post = BelongsTo<Tagging, BlogPost>(\.postID)
    }
// ---
}
