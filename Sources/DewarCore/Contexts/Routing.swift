public import DewarHTTP
public import DewarRouting
import HTTPTypes

/// What routing found for a request.
struct Routing: Sendable {
    /// The rule's place and its values, or why there is none.
    let outcome: Result<RouteOutcome, any Error>
    /// Where it was looked for.
    let routes: RouteTable

    /// The match; nil when no rule took the request.
    var match: RouteMatch? {
        if case .success(.match(let match)) = outcome { match } else { nil }
    }

    /// What the rule leads to.
    var endpoint: RouteTable.Endpoint? {
        match.map { routes.endpoints[$0.ruleIndex] }
    }

    /// What runs around the request.
    var hooks: RequestHooks { endpoint?.hooks ?? routes.hooks }

    /// Why no view can be called.
    var failure: (any Error)? {
        switch outcome {
        case .success(.match), .success(.redirect): nil
        case .success(.methodNotAllowed(let allowed)): HTTPError.methodNotAllowed(allowed: allowed)
        case .success(.notFound): HTTPError(.notFound)
        case .success(.webSocketMismatch): HTTPError(.badRequest)
        case .failure(let error): error
        }
    }
}

// What Flask's request knows of its route. Only the request that is being answered has one.
extension Request {
    private var routing: Routing? { Context.running?.routing }

    /// The endpoint of the rule that matched; nil when none did.
    ///
    /// - SeeAlso: Flask `Request.endpoint`.
    public var endpoint: String? { rule?.endpoint }

    /// The rule that matched; nil when none did.
    ///
    /// - SeeAlso: Flask `Request.url_rule`.
    public var rule: Rule? {
        routing.flatMap { routing in routing.match.map { routing.routes.map.rules[$0.ruleIndex] } }
    }

    /// The values of the rule's variables, decoded; nil when no rule matched.
    ///
    /// - SeeAlso: Flask `Request.view_args`.
    public var viewArguments: RouteValues? { routing?.match?.values }

    /// The name of the blueprint that the view belongs to; nil outside of one.
    ///
    /// - SeeAlso: Flask `Request.blueprint`.
    public var blueprint: String? { blueprints.first }

    /// The names of the blueprint and of those around it, outwards: `admin.users`, `admin`.
    ///
    /// - SeeAlso: Flask `Request.blueprints`.
    public var blueprints: [String] { routing?.endpoint?.blueprints ?? [] }

    /// Why no view is called: the error that is answered with 404, 405 or 400; nil when one is.
    ///
    /// - SeeAlso: Flask `Request.routing_exception`.
    public var routingError: (any Error)? { routing?.failure }
}
