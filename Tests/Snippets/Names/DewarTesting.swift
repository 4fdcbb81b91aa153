@_exported public import DewarCore
@_exported public import DewarHTTP
package import DewarTesting
@_exported public import DewarText
@_exported public import HTTPTypes
@_exported public import Testing

// What documentation comments use without declaring it. It is only type-checked, never run.

package let app = Application()
package let mailbox = ["order 7"]
package let client: TestClient = { fatalError("never run") }()
package let answer: TestAnswer = { fatalError("never run") }()
package let (note, token) = ("a note", "t0k3n")
package let (png, first, second): ([UInt8], [UInt8], [UInt8]) = ([], [], [])

package struct Post: Decodable {}
package struct User: Sendable { package var name = "Kim" }

extension Globals {
    package var user: User? { User() }
}
