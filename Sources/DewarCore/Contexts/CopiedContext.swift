import DewarHTTP
import Synchronization

/// Gives code that inherits no context, as that of a detached task or of a thread, the context of the
/// request that is being answered.
///
/// ```swift
/// app.get("/") { () async throws -> String in
///     let path = copyCurrentRequestContext { request.path }
///     return try await Task.detached { try await path() }.value
/// }
/// ```
/// The code has `request`, `session` and `currentApp` of the request, and an empty `g`, as in Flask.
/// Its context ends with it, and what was declared by ``Scaffold/teardownRequest(_:)`` runs then. It may
/// run after the request's answer, and more than once; what it changes in the session then is not
/// saved. `Task { … }` and `async let` need none of this.
///
/// Stops with a message outside of a request.
///
/// - Parameter body: The code.
/// - Returns: The same, to be called from anywhere.
/// - SeeAlso: Flask `copy_current_request_context`; ``Application/background(_:)``.
public func copyCurrentRequestContext<Result: Sendable>(
    _ body: @escaping @Sendable () async throws -> Result
) -> @Sendable () async throws -> Result {
    let context = Context.require("copyCurrentRequestContext")
    guard context.request != nil else {
        // A mistake of the program, whatever the client sends: Flask's RuntimeError.
        fatalError(ContextError.noRequest("copyCurrentRequestContext").description)
    }
    return {
        let copy = context.copied()
        let hooks = try copy.routing?.hooks ?? copy.application.routeTable().hooks
        return try await copy.application.run(in: copy, hooks, body)
    }
}

extension Context {
    /// A context of the same request and session, with values of its own.
    fileprivate func copied() -> Context {
        let copy = Context(
            application: application, request: request, routing: routing, sessions: sessions,
            background: background)
        let (session, flashes) = state.withLock { ($0.session, $0.flashes) }
        copy.state.withLock { ($0.session, $0.flashes) = (session, flashes) }
        return copy
    }
}
