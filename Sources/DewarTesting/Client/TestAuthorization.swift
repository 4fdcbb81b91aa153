import DewarText

/// Who a request of a test comes from.
///
/// ```swift
/// try await client.get("/admin", auth: .basic("kim", "secret"))
/// try await client.get("/api", auth: .bearer(token))
/// ```
public struct TestAuthorization: Sendable, Hashable {
    /// The value of the `Authorization` field.
    public let field: String

    /// A name and a password.
    ///
    /// - SeeAlso: RFC 7617.
    public static func basic(_ name: String, _ password: String) -> TestAuthorization {
        TestAuthorization(field: "Basic " + Base64.encode("\(name):\(password)".utf8))
    }

    /// A token.
    ///
    /// - SeeAlso: RFC 6750.
    public static func bearer(_ token: String) -> TestAuthorization {
        TestAuthorization(field: "Bearer " + token)
    }
}
