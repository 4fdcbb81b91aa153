import DewarCore
public import DewarORM
package import FoundationEssentials

/// A session as a row: the table `session`.
///
/// ```swift
/// try app.database.createAll(StoredSession.self)
/// ```
/// Its key is a digest of what the cookie holds: who reads the table cannot become a visitor.
public struct StoredSession: Model {
    /// SHA-256 of the cookie's value, in hexadecimal digits.
    package var digest: String
    /// What the session holds, as Flask writes it into its cookie.
    package var content: String
    /// When it ends.
    package var expires: Date

    /// The table.
    public static let schema = Schema<StoredSession>("session") { t in
        t.key(\.digest, .length(64))
        t.column(\.content, .hidden)
        t.column(\.expires, .index)
    }
}
