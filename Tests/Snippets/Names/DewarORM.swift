package import DewarORM

// What documentation comments use without declaring it. It is only type-checked, never run.

package enum Role: String, ColumnValue { case member, editor }

package struct Author: Model {
    package var id: Int?
    package var name: String
    package var email = ""
    package var role = Role.member
    package init(name: String) { self.name = name }
    package static let schema = Schema<Author>("author") { t in
        t.key(\.id)
        t.column(\.name)
        t.column(\.email, .unique)
        t.column(\.role)
    }
    package static let posts = HasMany<Author, Post>(\.authorID)
}

package struct Profile: Model {
    package var authorID: Int
    package static let schema = Schema<Profile>("profile") { $0.key(\.authorID) }
}

package struct Post: Model {
    package var id: Int?
    package var title: String
    package var views = 0
    package var authorID: Int
    package var editorID: Int?
    package static let schema = Schema<Post>("post") { t in
        t.key(\.id)
        t.column(\.title)
        t.column(\.views)
        t.column(\.authorID)
        t.column(\.editorID)
    }
    package static let author = BelongsTo<Post, Author>(\.authorID)
    package static let editor = BelongsTo<Post, Author?>(\.editorID)
    package static let comments = HasMany<Post, Comment>(\.postID)
}

package struct Comment: Model {
    package var id: Int?
    package var postID: Int
    package var authorID: Int
    package static let schema = Schema<Comment>("comment") { t in
        t.key(\.id)
        t.column(\.postID)
        t.column(\.authorID)
    }
    package static let author = BelongsTo<Comment, Author>(\.authorID)
}

package struct Tag: Model {
    package var id: Int?
    package static let schema = Schema<Tag>("tag") { $0.key(\.id) }
}

package struct Tagging: Model {
    package var postID: Int
    package var tagID: Int
    package static let schema = Schema<Tagging>("tagging") { $0.key(\.postID, \.tagID) }
}

package var id: Int { 1 }
package var system: DatabaseSystem { preconditionFailure("This is never run.") }
package var database: Database { preconditionFailure("This is never run.") }
package var author: Author {
    get { preconditionFailure("This is never run.") }
    set {}
}
package var post: Post {
    get { preconditionFailure("This is never run.") }
    set {}
}
