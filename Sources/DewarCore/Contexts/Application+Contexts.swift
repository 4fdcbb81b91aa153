public import DewarHTTP

extension Application {
    /// Runs code in the application's context: `currentApp` and `g` are there, `request` is not.
    ///
    /// ```swift
    /// let url = try await app.withContext { try urlFor("about") }
    /// ```
    /// At its end, what was declared by ``teardownContext(_:)`` runs.
    ///
    /// - Parameter body: The code.
    /// - Returns: The code's result.
    /// - Throws: What the code throws.
    /// - SeeAlso: Flask `app_context`.
    public func withContext<Result>(
        _ body: () async throws -> Result
    ) async rethrows -> Result {
        let context = Context(application: self)
        return try await run(in: context, contextHooks, body)
    }

    /// Runs code in the context of a request, as a view would: `request`, `session`, `g` and
    /// `currentApp` are there, and the request has its rule and its variables.
    ///
    /// ```swift
    /// let parameters = RequestParameters([("REQUEST_METHOD", "GET"), ("PATH_INFO", "/posts/7")])
    /// let path = try await app.withRequestContext(
    ///     of: Request(parameters: parameters, body: RequestBody())
    /// ) { request.path }
    /// ```
    /// Neither a view nor what comes before and after it is called; at the end, what was declared
    /// by ``Scaffold/teardownRequest(_:)`` and ``teardownContext(_:)`` runs.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - body: The code.
    /// - Returns: The code's result.
    /// - Throws: ``SetupError`` when the application cannot be built; what the code throws.
    /// - SeeAlso: Flask `request_context`.
    public func withRequestContext<Result>(
        of request: Request, _ body: () async throws -> Result
    ) async throws -> Result {
        let dispatcher = Dispatcher(
            application: self, routes: try routeTable(),
            settings: Settings(config, sessions: sessionInterface))
        let context = dispatcher.context(of: request)
        return try await run(in: context, context.routing?.hooks ?? contextHooks, body)
    }

    /// Has something done at the end of every context: of a request after everything else, of
    /// ``withContext(_:)``, and of background work.
    ///
    /// ```swift
    /// app.teardownContext { error in try g.transaction?.end(commits: error == nil) }
    /// ```
    /// The last declared comes first. All are called, even when one throws, which is only logged.
    ///
    /// - Parameter action: What to do; it takes the error that ended the context, if one did.
    /// - SeeAlso: Flask `teardown_appcontext`.
    public func teardownContext(
        _ action: @escaping @Sendable (_ error: (any Error)?) async throws -> Void
    ) {
        declarations.change("teardownContext") { $0.contextTeardown.append(action) }
    }

    /// Runs code in a context, and tears that down.
    func run<Result>(
        in context: Context, _ hooks: RequestHooks, _ body: () async throws -> Result
    ) async rethrows -> Result {
        defer { context.end() }
        signals.contextPushed.send(self)
        do {
            let result = try await Context.$current.withValue(context, operation: body)
            await context.tearDown(hooks)
            return result
        } catch {
            context.fail(with: error)
            await context.tearDown(hooks)
            throw error
        }
    }
}
