@_exported public import Dewar
@_exported public import DewarTesting
package import DewarModels

// What documentation comments use without declaring it. It is only type-checked, never run.

package struct Author: Model {
    package var id: Int?
    package var name: String
    package var email = ""
    package init(name: String) { self.name = name }
    package static let schema = Schema<Author>("author") { t in
        t.key(\.id)
        t.column(\.name)
        t.column(\.email, .unique)
    }
}

package struct Post: Model {
    package var id: Int?
    package var title: String
    package var views = 0
    package var authorID: Int
    package static let schema = Schema<Post>("post") { t in
        t.key(\.id)
        t.column(\.title)
        t.column(\.views)
        t.column(\.authorID)
    }
    package static let author = BelongsTo<Post, Author>(\.authorID)
    package static let comments = HasMany<Post, Comment>(\.postID)
}

package struct Comment: Model {
    package var id: Int?
    package var postID: Int
    package static let schema = Schema<Comment>("comment") { t in
        t.key(\.id)
        t.column(\.postID)
    }
}

package let app = Application()
package let (id, email) = (7, "ada@example.org")
package var system: DatabaseSystem { preconditionFailure("This is never run.") }
package let client: TestClient = { fatalError("never run") }()
