@_exported public import DewarModels
@_exported public import Dewar

// What documentation comments use without declaring it. It is only type-checked, never run.

package struct Author: Model {
    package var id: Int?
    package static let schema = Schema<Author>("author") { $0.key(\.id) }
}

package struct Post: Model {
    package var id: Int?
    package static let schema = Schema<Post>("post") { $0.key(\.id) }
}

package var system: DatabaseSystem { preconditionFailure("This is never run.") }
