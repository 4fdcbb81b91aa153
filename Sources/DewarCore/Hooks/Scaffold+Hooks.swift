public import DewarHTTP
public import DewarRouting

// What an application has done around all requests, and a blueprint around its own.
extension Scaffold {
    /// Has something done before each request's view.
    ///
    /// ```swift
    /// app.beforeRequest { g.user = try findUser(request) }
    /// ```
    /// The application's come first, then those of blueprints from the outside inwards, each in
    /// the order of declaration. What it throws is answered as what a view throws.
    ///
    /// - Parameter action: What to do; `request` and `g` are there.
    /// - SeeAlso: Flask `before_request`.
    public func beforeRequest(_ action: @escaping @Sendable () async throws -> Void) {
        declarations.change("beforeRequest") { $0.addBefore(action) }
    }

    /// Has something done before each request's view, which may answer in its place.
    ///
    /// ```swift
    /// admin.beforeRequest { g.user == nil ? redirect("/login") : nil }
    /// ```
    ///
    /// - Parameter action: What to do; a response is the answer, and nothing else before the view
    ///   is done, nor the view called.
    /// - SeeAlso: Flask `before_request`.
    public func beforeRequest(_ action: @escaping @Sendable () async throws -> Response?) {
        declarations.change("beforeRequest") { $0.before.append(action) }
    }

    /// Has something done with each response, of a view or of an error.
    ///
    /// ```swift
    /// app.afterRequest { response in response.headers[.cacheControl] = "no-store" }
    /// ```
    /// The last declared comes first, and blueprints from the inside outwards before the
    /// application.
    ///
    /// - Parameter action: Changes the response. What it throws is a failure of the request: the
    ///   answer is then a 500.
    /// - SeeAlso: Flask `after_request`.
    public func afterRequest(
        _ action: @escaping @Sendable (inout Response) async throws -> Void
    ) {
        declarations.change("afterRequest") { $0.after.append(action) }
    }

    /// Has something done when a request is over, whatever happened to it.
    ///
    /// ```swift
    /// app.teardownRequest { error in try g.transaction?.end(commits: error == nil) }
    /// ```
    /// The order is that of ``afterRequest(_:)``. All are called, even when one throws, which is
    /// only logged. After a stream they are called at its end.
    ///
    /// - Parameter action: What to do; it takes the error that nobody handled, if there was one.
    /// - SeeAlso: Flask `teardown_request`.
    public func teardownRequest(
        _ action: @escaping @Sendable (_ error: (any Error)?) async throws -> Void
    ) {
        declarations.change("teardownRequest") { $0.teardown.append(action) }
    }

    /// Takes a variable of the rules before the views, which then do without it.
    ///
    /// ```swift
    /// let pages = Blueprint("pages", prefix: "/<lang>") { pages in
    ///     pages.takeURLValue("lang") { lang in g.language = lang?.description ?? "en" }
    ///     pages.route("/about") { "This is about us." }     // no parameter for `lang`
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - name: The variable's name.
    ///   - action: Takes the value; nil where a rule has no such variable. It is called before
    ///     anything else of the request.
    /// - SeeAlso: Flask `url_value_preprocessor`, with `values.pop(name)`.
    public func takeURLValue(
        _ name: String, _ action: @escaping @Sendable (RouteValue?) throws -> Void
    ) {
        declarations.change("takeURLValue") { $0.urlValues.append((name, action)) }
    }

    /// Adds values to those that `urlFor` builds a URL from.
    ///
    /// ```swift
    /// pages.urlDefaults { endpoint, values in
    ///     if values["lang"] == nil { values["lang"] = .string(g.language) }
    /// }
    /// ```
    ///
    /// - Parameter action: Takes the endpoint and changes the values, which become the query
    ///   where the rule has no such variable; a blueprint's is asked for its own endpoints only.
    /// - SeeAlso: Flask `url_defaults`.
    public func urlDefaults(
        _ action: @escaping @Sendable (_ endpoint: String, inout RouteValues) throws -> Void
    ) {
        declarations.change("urlDefaults") { $0.urlDefaults.append(action) }
    }
}
