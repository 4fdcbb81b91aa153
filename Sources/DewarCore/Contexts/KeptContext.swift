package import DewarHTTP

/// The context of a request that a test has sent, to be looked at when it is answered.
package struct KeptContext: Sendable {
    private let context: Context
    /// The request, as the views had it.
    package let request: Request

    init(_ context: Context, _ request: Request) {
        self.context = context
        self.request = request
    }

    /// The session as the request left it; opened now if no view looked at it.
    package var session: Session { context.session }

    /// What the request's functions shared.
    package var globals: Globals { context.globals }

    /// What a view threw and nobody handled.
    package var failure: (any Error)? { context.failure }

    /// Runs code in the context, as a view runs in it: `request`, `session`, `g` are there.
    ///
    /// - Parameter body: The code.
    /// - Returns: What the code returns.
    /// - Throws: What the code throws.
    package func run<Result>(_ body: () async throws -> Result) async rethrows -> Result {
        // The request's own context is over, and says so to whoever still holds it.
        let context = context.reopened()
        defer { context.end() }
        return try await Context.$current.withValue(context, operation: body)
    }
}

extension Application {
    /// What answers the application's requests, and shows the context of each.
    ///
    /// - Parameter observer: Takes the context before the first hook runs.
    /// - Returns: A responder that may be used from any number of threads.
    /// - Throws: ``SetupError`` when the application cannot be built.
    package func makeResponder(
        observing observer: @escaping @Sendable (KeptContext) -> Void
    ) throws(SetupError) -> any Responder {
        try makeResponder(observer: observer)
    }

    /// Whether errors that nobody handles reach whoever sent the request, in a test.
    ///
    /// `DEBUG` alone does not do it, as it does in Flask: its page is an answer, to be looked at.
    ///
    /// - SeeAlso: Flask `PROPAGATE_EXCEPTIONS`, which holds where `TESTING` is set.
    package var propagatesErrors: Bool {
        config.value(of: "PROPAGATE_EXCEPTIONS") ?? config.value(of: "TESTING") ?? false
    }

    /// Where sessions come from: the application's own interface, or signed cookies.
    package var currentSessionInterface: any SessionInterface {
        sessionInterface ?? SecureCookieSessionInterface(config.session)
    }
}
