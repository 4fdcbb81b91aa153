public import DewarHTTP

/// A function around a view: it runs before and after it, or in its place.
///
/// ```swift
/// let loginRequired: Decorator = { view in
///     guard g.user != nil else { return redirect("/login") }
///     return try await view()
/// }
/// app.get("/account", options: [.decorators(loginRequired)]) { "Your account." }
/// ```
/// It runs within the request's context, after everything that was declared by
/// ``Scaffold/beforeRequest(_:)``; what it throws is answered as what a view throws, and it may
/// catch what the view throws. `request.viewArguments` has the variables.
///
/// - SeeAlso: Flask's view decorators; ``Middleware`` for what runs around all of an application.
public typealias Decorator =
    @Sendable (_ view: @Sendable () async throws -> Response) async throws -> Response

extension Blueprint {
    /// Has a function called around all views of this blueprint, and of those within it.
    ///
    /// ```swift
    /// let admin = Blueprint("admin", prefix: "/admin") { admin in
    ///     admin.use(loginRequired)
    ///     admin.route("/") { "The administration." }
    /// }
    /// ```
    /// The first declared is the outermost, and outside of the routes' own.
    ///
    /// - Parameter decorator: Takes the view, and answers.
    /// - SeeAlso: Flask's view decorators.
    public func use(_ decorator: @escaping Decorator) {
        declarations.change("use") { $0.decorators.append(decorator) }
    }
}
