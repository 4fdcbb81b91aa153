import DewarORM
import FoundationEssentials

enum Role: String, ColumnValue { case member, editor }

struct Author: Model {
    var id: Int?
    var name: String
    var role = Role.member

    static let schema = Schema<Author>("author") { t in
        t.key(\.id)
        t.column(\.name, .length(100), .unique)
        t.column(\.role, .default(.member))
    }
}

struct Post: Model {
    var id: Int?
    var title: String
    var views = 0
    var authorID: Int

    static let schema = Schema<Post>("post") { t in
        t.key(\.id)
        t.column(\.title, .length(200), .index)
        t.column(\.views, .default(0), .check { $0 >= 0 })
        t.column(\.authorID, .references(Author.self, onDelete: .cascade))
    }
}

/// Later: the title is called otherwise, and there is a slug.
struct LaterPost: Model {
    var id: Int?
    var headline: String
    var views = 0
    var authorID: Int
    var slug: String?

    static let schema = Schema<LaterPost>("post") { t in
        t.key(\.id)
        t.column(\.headline, .length(200))
        t.column(\.views, .default(0), .check { $0 >= 0 })
        t.column(\.authorID, .references(Author.self, onDelete: .cascade))
        t.column(\.slug, .length(80), .unique)
        t.index(\.headline, name: "post_title_idx")
    }
}

/// All kinds of columns.
struct Sample: Model {
    var id: UUID
    var part: Int16
    var count: Int32
    var number: Double
    var flag: Bool
    var price: Decimal
    var free: Decimal
    var instant: Date
    var local: LocalDateTime
    var day: LocalDate
    var time: LocalTime
    var bytes: [UInt8]
    var names: [String]
    var note: String?

    static let schema = Schema<Sample>("sample") { t in
        t.key(\.id, \.part)
        t.column(\.count, .default(3))
        t.column(\.number, .default(1.5))
        t.column(\.flag, .default(true))
        t.column(\.price, .digits(12, scale: 2), .default(Decimal(7) / 2))
        t.column(\.free)
        t.column(\.instant, .defaultNow)
        t.column(\.local)
        t.column(\.day)
        t.column(\.time)
        t.column(\.bytes, .default([0, 255]))
        t.column(\.names)
        t.column(\.note, .default("it's"), .index)
        t.unique(\.count, \.flag)
    }
}
