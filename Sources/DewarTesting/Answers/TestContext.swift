public import DewarCore
public import DewarHTTP

/// What an application had while it answered a request of a test.
///
/// ```swift
/// let answer = try await client.get("/profile")
/// #expect(answer.context?.session["user"] == "kim")
/// #expect(answer.context?.g.user?.name == "Kim")
/// await answer.context?.run { #expect(request.endpoint == "profile") }
/// ```
/// It is there with every transport, because the application runs in the test's process.
///
/// - SeeAlso: Flask's `with client:`.
public struct TestContext: Sendable {
    private let kept: KeptContext

    init(_ kept: KeptContext) { self.kept = kept }

    /// The request, as the views had it.
    public var request: Request { kept.request }

    /// The session as the request left it.
    public var session: Session { kept.session }

    /// The values that the request's functions shared.
    public var g: Globals { kept.globals }

    /// What a view threw and nobody handled; nil when nothing went wrong.
    public var error: (any Error)? { kept.failure }

    /// Runs code in the request's context: `request`, `session`, `g`, `currentApp`, `urlFor` and
    /// `flashedMessages` are there as in a view.
    ///
    /// - Parameter body: The code.
    /// - Returns: What the code returns.
    /// - Throws: What the code throws.
    public func run<Result>(_ body: () async throws -> Result) async rethrows -> Result {
        try await kept.run(body)
    }
}
