public import DewarHTTP
import DewarRouting
import Synchronization

/// What is there while a request is answered, or while code runs in an application's context.
///
/// Every `Task {}` and `async let` of a view inherits it; a detached task does not.
///
/// - SeeAlso: Flask's application and request contexts.
final class Context: Sendable {
    /// The context of the running task.
    @TaskLocal static var current: Context?

    /// The application.
    let application: Application
    /// The request; nil in an application's context.
    let request: Request?
    /// What routing found for the request.
    let routing: Routing?
    /// Where the request's session comes from; nil in an application's context.
    let sessions: (any SessionInterface)?
    /// Where work goes that outlives this context.
    let background: BackgroundPlace
    /// The values shared by the functions of this context.
    let globals: Globals
    /// What takes how long; nil in production.
    let timings: RequestTimings?

    private let isOver = Atomic(false)
    let state = Mutex(State())

    struct State {
        var failure: (any Error)?
        var afterThisRequest: [Hooks.After] = []
        var afterResponse: [@Sendable () async throws -> Void] = []
        /// Knows when the response was sent; nil while nobody waits for that.
        var closing: ResponseClosing?
        var session: Session?
        /// Why the session could not be opened.
        var sessionError: (any Error)?
        /// The messages that this request shows; nil before they are asked for.
        var flashes: [FlashedMessage]?
        /// Builds URLs for the request's host; nil before one is built.
        var urlBuilder: URLBuilder?
        /// What a developer's tools have noted.
        var note: (any Sendable)?
    }

    init(
        application: Application, request: Request? = nil, routing: Routing? = nil,
        sessions: (any SessionInterface)? = nil, background: BackgroundPlace? = nil,
        globals: Globals = Globals(), timings: RequestTimings? = nil
    ) {
        self.application = application
        self.request = request
        self.routing = routing
        self.sessions = sessions
        self.background = background ?? application.backgroundPlace
        self.globals = globals
        self.timings = timings
    }

    /// A context with the same request, session and values, which is not over.
    func reopened() -> Context {
        let context = Context(
            application: application, request: request, routing: routing, sessions: sessions,
            background: background, globals: globals, timings: timings)
        let (session, flashes) = (session, state.withLock(\.flashes))
        context.state.withLock { ($0.session, $0.flashes) = (session, flashes) }
        return context
    }

    /// What went wrong and was handled by nobody; nil for nothing.
    var failure: (any Error)? { state.withLock(\.failure) }

    /// Knows when the response was sent; nil while nobody waits for that.
    var closing: ResponseClosing? { state.withLock(\.closing) }

    /// Notes what went wrong and was handled by nobody.
    func fail(with error: any Error) {
        state.withLock { $0.failure = error }
    }

    /// Has something done with this request's response.
    func afterThisRequest(_ action: @escaping Hooks.After) {
        state.withLock { $0.afterThisRequest.append(action) }
    }

    /// Takes what is to be done with this request's response, in the order of declaration.
    func takeAfterThisRequest() -> [Hooks.After] {
        state.withLock { state in
            defer { state.afterThisRequest = [] }
            return state.afterThisRequest
        }
    }

    /// Ends the context: whoever still holds it is told so.
    func end() {
        isOver.store(true, ordering: .releasing)
    }

    /// The running task's context, unless it is over.
    static var running: Context? {
        current.flatMap { $0.isOver.load(ordering: .acquiring) ? nil : $0 }
    }

    /// The running task's context, which must be there and not over.
    ///
    /// - Parameter name: What is asked for, for the message.
    /// - Returns: The context; without one the process stops.
    static func require(_ name: String) -> Context {
        guard let context = current else {
            fatalError(ContextError.outside(name).description)  // as Flask's RuntimeError
        }
        guard !context.isOver.load(ordering: .acquiring) else {
            fatalError(ContextError.over(name).description)  // the request is answered
        }
        return context
    }
}

/// Why a context's value cannot be had: the sentences of the stop.
package enum ContextError: Error, CustomStringConvertible {
    /// There is no context at all.
    case outside(String)
    /// There is an application's context, but no request.
    case noRequest(String)
    /// The request was answered already.
    case over(String)

    package var description: String {
        switch self {
        case .outside(let name):
            "working outside of a context: '\(name)' is there while a request is answered. "
                + "Elsewhere say 'app.withContext { … }', or 'app.withRequestContext(of:) { … }'; "
                + "a detached task or a thread inherits no context: use 'Task { … }' or "
                + "'app.background { … }'."
        case .noRequest(let name):
            "working outside of a request: '\(name)' is there while a request is answered, "
                + "and this is the application's context alone. "
                + "With a request say 'app.withRequestContext(of:) { … }'."
        case .over(let name):
            "working after the end of a context: '\(name)' was asked for "
                + "after its request was answered. Take what a task needs before that, "
                + "or let 'app.background { … }' or 'afterResponse { … }' do the work."
        }
    }
}

/// The request that is being answered.
///
/// Stops with a message outside of one; ``hasRequestContext`` asks first.
///
/// - SeeAlso: Flask `request`.
public var request: Request {
    guard let request = Context.require("request").request else {
        fatalError(ContextError.noRequest("request").description)  // as Flask's RuntimeError
    }
    return request
}

/// The values that the functions of this context share.
///
/// Stops with a message outside of a context.
///
/// - SeeAlso: Flask `g`.
public var g: Globals { Context.require("g").globals }

/// The application that answers.
///
/// Stops with a message outside of a context.
///
/// - SeeAlso: Flask `current_app`.
public var currentApp: Application { Context.require("currentApp").application }

/// Has something done with the response to the request that is being answered.
///
/// ```swift
/// app.route("/") {
///     afterThisRequest { response in response.headers[.vary] = "Cookie" }
///     return "Hello"
/// }
/// ```
///
/// - Parameter action: Changes the response; those declared with ``Scaffold/afterRequest(_:)``
///   come later.
/// - SeeAlso: Flask `after_this_request`.
public func afterThisRequest(
    _ action: @escaping @Sendable (inout Response) async throws -> Void
) {
    let context = Context.require("afterThisRequest")
    guard context.request != nil else {
        fatalError(ContextError.noRequest("afterThisRequest").description)  // as in Flask
    }
    context.afterThisRequest(action)
}

/// Whether a request is being answered here.
///
/// - SeeAlso: Flask `has_request_context`.
public var hasRequestContext: Bool { Context.running?.request != nil }

/// Whether there is an application's context here.
///
/// - SeeAlso: Flask `has_app_context`.
public var hasAppContext: Bool { Context.running != nil }
