public import DewarCore
import DewarSigning
import DewarText

/// Keeps sessions in the database, and only a key in the cookie.
///
/// ```swift
/// let app = Application { app in
///     app.install(Models("sqlite:///shop.db", using: system))
///     app.install(DatabaseSessions())
///     app.post("/login") {
///         session.regenerate()
///         session["user_id"] = 7
///         return redirect("/")
///     }
/// }
/// ```
/// What a session holds is not sent to the visitor, may be larger than a cookie, and is gone when
/// it is removed. The table is that of
/// ``StoredSession``; make it by a migration or `createAll`. Names and life of the cookie are
/// configured as ever: `SESSION_COOKIE_NAME`, `PERMANENT_SESSION_LIFETIME` and so on. A secret key
/// is not needed.
///
/// - SeeAlso: Flask-Session `SqlAlchemySessionInterface`.
public struct DatabaseSessions: Extension {
    /// The greatest number of bytes that a session may take in the database; 1 MiB unless told.
    public var maximalSize = 1_048_576

    /// Makes an extension.
    ///
    /// ```swift
    /// var sessions = DatabaseSessions()
    /// sessions.maximalSize = 4096
    /// app.install(sessions)
    /// ```
    ///
    /// - SeeAlso: Flask-Session `Session`.
    public init() {}

    /// Makes it the application's way to keep sessions.
    ///
    /// - Parameter app: The application.
    /// - SeeAlso: Flask-Session `init_app`.
    public func setUp(_ app: Application) {
        app.sessionInterface = DatabaseSessionInterface(maximalSize: maximalSize)
    }
}
