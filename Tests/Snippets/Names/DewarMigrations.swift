package import DewarMigrations
package import DewarORM

// What documentation comments use without declaring it. It is only type-checked, never run.

package struct Author: Model {
    package var id: Int?
    package static let schema = Schema<Author>("author") { $0.key(\.id) }
}

package struct Post: Model {
    package var id: Int?
    package static let schema = Schema<Post>("post") { $0.key(\.id) }
}

package struct Comment: Model {
    package var id: Int?
    package static let schema = Schema<Comment>("comment") { $0.key(\.id) }
}

package var database: Database { preconditionFailure("This is never run.") }
package var migrations: Migrations { Migrations(Author.self, Post.self, Comment.self) }
