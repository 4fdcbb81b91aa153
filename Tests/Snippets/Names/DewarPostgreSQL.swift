@_exported public import DewarORM
package import DewarPostgreSQL

// What documentation comments use without declaring it. It is only type-checked, never run.

package struct Tag: Model {
    package var id: Int?
    package var name: String
    package init(name: String) { self.name = name }
    package static let schema = Schema<Tag>("tag") { t in
        t.key(\.id)
        t.column(\.name)
    }
}

package var database: Database { preconditionFailure("This is never run.") }
