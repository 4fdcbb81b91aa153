import DewarHTTP
import DewarRouting
import HTTPTypes

/// A rule and its view, as an application or blueprint declared them.
struct Route: Sendable {
    /// The rule; its pattern with the prefixes of the blueprints around it.
    var rule: Rule
    /// The endpoint's name; nil when none was given.
    var name: String?
    /// The methods, in capitals; GET brings HEAD.
    var methods: [String]
    /// The view; nil for a rule that shares that of another one of its endpoint, or needs none.
    var view: ErasedView?
    /// The names of the blueprints that it lies in, the innermost first: `admin.users`, `admin`.
    var blueprints: [String] = []
    /// The subdomain of the blueprints that it lies in.
    var blueprintSubdomain: String?
    /// Whether OPTIONS is answered without the view; nil as the application says.
    var answersOptions: Bool?
    /// The folder whose files the rule sends; nil for all other rules.
    var staticFolder: StaticFolder?
    /// What is around the view, the outermost first.
    var decorators: [Decorator] = []
    /// How much of a request's body is taken; nil as the application says.
    var changeLimits: (@Sendable (inout RequestLimits) -> Void)?
    /// Other patterns of the same view.
    var others: [(pattern: String, options: [RouteOption])] = []

    /// The pattern.
    var pattern: String { rule.pattern }
    /// The endpoint: the name, or else the pattern itself.
    var endpoint: String { name ?? rule.pattern }

    /// Describes a route.
    init(
        _ pattern: String, name: String?, methods: [HTTPRequest.Method], options: [RouteOption],
        view: ErasedView
    ) {
        rule = Rule(pattern)
        self.name = name
        self.methods = methods.map(\.rawValue)
        self.view = view
        for option in options { option.apply(&self) }
    }

    /// Takes a rule as it is.
    init(_ rule: Rule, _ answersOptions: Bool?, view: ErasedView?) {
        self.rule = rule
        name = rule.endpoint
        methods = rule.methods?.map { $0.uppercased() } ?? ["GET"]
        self.answersOptions = answersOptions
        self.view = view
    }

    /// The route, and one for each of its other patterns.
    var all: [Route] {
        var first = self
        first.others = []
        return [first]
            + others.map { pattern, options in
                var other = first
                other.rule = Rule(pattern)
                other.name = endpoint
                other.view = nil
                other.decorators = []
                for option in options { option.apply(&other) }
                return other
            }
    }

    /// The same route within a blueprint.
    ///
    /// - Parameters:
    ///   - blueprint: The blueprint's name, set before the endpoint.
    ///   - prefix: The blueprint's prefix, set before the pattern with one slash between.
    ///   - subdomain: The blueprint's subdomain; nil for none.
    /// - Returns: The route with all of them.
    func within(blueprint: String, prefix: String, subdomain: String?) -> Route {
        var route = self
        route.name = "\(blueprint).\(endpoint)"
        route.blueprints = blueprints.map { "\(blueprint).\($0)" } + [blueprint]
        if let subdomain {
            route.blueprintSubdomain = blueprintSubdomain.map { "\($0).\(subdomain)" } ?? subdomain
        }
        if !prefix.isEmpty { route.rule.pattern = Self.joined(prefix, pattern) }
        return route
    }

    /// The rule as the URL map takes it.
    ///
    /// - Parameter answersOptions: Whether the application answers OPTIONS.
    /// - Returns: The rule with its endpoint and methods.
    func completeRule(answersOptions: Bool) -> Rule {
        var rule = rule
        rule.endpoint = endpoint
        rule.subdomain = rule.subdomain ?? blueprintSubdomain
        rule.methods = methods
        // As in Flask, where the choice for one rule adds no method.
        if self.answersOptions == nil, self.answersOptions(answersOptions) {
            rule.methods?.append("OPTIONS")
        }
        return rule
    }

    /// Whether OPTIONS is answered without the view.
    func answersOptions(_ standard: Bool) -> Bool {
        answersOptions ?? (standard && !methods.contains("OPTIONS"))
    }

    /// A prefix and a pattern with one slash between; the prefix alone where the pattern is empty.
    private static func joined(_ prefix: String, _ pattern: String) -> String {
        guard !pattern.isEmpty else { return prefix }
        let start = prefix.reversed().drop { $0 == "/" }.reversed()
        return String(start) + "/" + pattern.drop { $0 == "/" }
    }
}
