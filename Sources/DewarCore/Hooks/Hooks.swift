import DewarHTTP
import DewarRouting
import DewarTemplates

/// What an application or a blueprint has done around its views, as it was declared.
struct Hooks: Sendable {
    /// Runs before a view; a response takes the view's place.
    typealias Before = @Sendable () async throws -> Response?
    /// Runs with the response that a request gets.
    typealias After = @Sendable (inout Response) async throws -> Void
    /// Runs when the request is answered, whatever happened.
    typealias Teardown = @Sendable ((any Error)?) async throws -> Void
    /// Takes a variable of the rule before the view does.
    typealias URLValue = @Sendable (RouteValue?) throws -> Void
    /// Adds to the values that a URL is built from.
    typealias URLDefaults = @Sendable (String, inout RouteValues) throws -> Void

    /// Makes variables for templates.
    typealias ContextProcessor = @Sendable () throws -> TemplateContext

    var before: [Before] = []
    var after: [After] = []
    var teardown: [Teardown] = []
    var urlValues: [(name: String, take: URLValue)] = []
    var urlDefaults: [URLDefaults] = []
    var contextProcessors: [ContextProcessor] = []
    var errorHandlers = ErrorHandlers()
    /// Around the views of a blueprint, the outermost first.
    var decorators: [Decorator] = []
    /// How errors are answered that no handler is for; nil as those around it say.
    var errorFormat: ErrorFormat?
    /// Before the first request.
    var start: [LifecycleAction] = []
    /// After the last request.
    var stop: [LifecycleAction] = []
    /// At the end of every context of an application.
    var contextTeardown: [Teardown] = []

    /// Adds something to do before the view that gives no answer.
    mutating func addBefore(_ action: @escaping @Sendable () async throws -> Void) {
        before.append {
            try await action()
            return nil
        }
    }

    /// Appends what another declared, behind what is here.
    mutating func append(_ other: Hooks) {
        before += other.before
        after += other.after
        teardown += other.teardown
        urlValues += other.urlValues
        urlDefaults += other.urlDefaults
        contextProcessors += other.contextProcessors
        errorHandlers.append(other.errorHandlers)
        decorators += other.decorators
        start += other.start
        stop += other.stop
        contextTeardown += other.contextTeardown
    }
}

/// What runs around the views of one blueprint, or of the application alone: resolved once, when
/// the application is built, in the order in which it runs.
///
/// - SeeAlso: Flask `full_dispatch_request`; the order is that of `preprocess_request`,
///   `process_response` and `do_teardown_request`.
final class RequestHooks: Sendable {
    /// The application's first, then the blueprints' from the outside inwards.
    let before: [Hooks.Before]
    /// The innermost blueprint's first, then outwards to the application's; of one place the last
    /// declared first.
    let after: [Hooks.After]
    /// In the order of `after`.
    let teardown: [Hooks.Teardown]
    /// In the order of `before`.
    let urlValues: [(name: String, take: Hooks.URLValue)]
    /// In the order of `before`.
    let urlDefaults: [Hooks.URLDefaults]
    /// In the order of `before`.
    let contextProcessors: [Hooks.ContextProcessor]
    /// From the innermost blueprint to the application.
    let errorHandlers: [ErrorHandlers]
    /// In the order of `before`.
    let decorators: [Decorator]
    /// How errors are answered that no handler is for; nil when nobody says.
    let errorFormat: ErrorFormat?
    /// The last declared first.
    let contextTeardown: [Hooks.Teardown]

    /// Puts hooks in order.
    ///
    /// - Parameter chain: Those of the application, then of each blueprint inwards.
    init(_ chain: [Hooks]) {
        let inwards = chain
        let outwards = chain.reversed()
        before = inwards.flatMap(\.before)
        after = outwards.flatMap { $0.after.reversed() }
        teardown = outwards.flatMap { $0.teardown.reversed() }
        urlValues = inwards.flatMap(\.urlValues)
        urlDefaults = inwards.flatMap(\.urlDefaults)
        contextProcessors = inwards.flatMap(\.contextProcessors)
        decorators = inwards.flatMap(\.decorators)
        errorFormat = inwards.compactMap(\.errorFormat).last
        contextTeardown = outwards.flatMap { $0.contextTeardown.reversed() }
        errorHandlers = outwards.map(\.errorHandlers).filter { !$0.isEmpty }
    }
}
