@_exported public import DewarText
package import DewarSigning

// What documentation comments use without declaring it. It is only type-checked, never run.

package let secret = "a secret key"
package let oldKey = "an old key"
package let newKey = "a new key"
package let password = "correct horse"
package let token = ""
package let expected = ""
package let activation = URLSafeTimedSerializer(secret: secret, salt: "activate")
package nonisolated(unsafe) var user = User()

package struct User: Sendable {
    package var passwordHash = ""
}
