@_exported public import Dewar

// What documentation comments use without declaring it. It is only type-checked, never run.

package let app = Application()
package let admin = Blueprint("admin")
package let blog = Blueprint("blog")
package let pages = Blueprint("pages")
package let id = 7
package let posts = [7: Post(title: "Hello")]
package let post = Post(title: "Hello")
package let user = User(mayEdit: true)
package var responder: any Responder { preconditionFailure("This is never run.") }

package struct Post: Sendable {
    package let title: String
}

package struct User: Sendable {
    package var id = 7
    package let mayEdit: Bool
}

package struct Transaction: Sendable {
    package func end(commits: Bool) throws {}
}

package struct PaymentFailed: Error {
    package let reason: String
}

package struct ListConverter: RouteConverter {
    package init(_ arguments: ConverterArguments) throws {}
    package func value(of text: String) -> RouteValue? { nil }
    package func text(of value: RouteValue) throws -> String? { nil }
    package var valueKind: RouteValueKind { .list }
}

package func count(_ status: Status) {}
package func report(_ error: any Error) {}
package func show(_ id: Int) throws -> String { "\(id)" }
package func sendMail(_ text: String) async throws {}
package func findUser(_ request: Request) throws -> User { user }

extension Globals {
    package var user: User? {
        get { nil }
        set {}
    }
    package var transaction: Transaction? { nil }
    package var language: String {
        get { "en" }
        set {}
    }
}
