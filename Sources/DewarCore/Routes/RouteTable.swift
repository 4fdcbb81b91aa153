import DewarHTTP
import DewarRouting
import DewarText
import HTTPTypes

/// An application's routes, built: the URL map, and the view of each of its rules.
final class RouteTable: Sendable {
    /// What a rule leads to.
    struct Endpoint: Sendable {
        /// The view.
        let view: View
        /// Whether OPTIONS is answered without the view.
        let answersOptions: Bool
        /// What runs around the view.
        let hooks: RequestHooks
        /// The blueprints that it lies in, the innermost first.
        let blueprints: [String]
    }

    /// The rules, in the order of `endpoints`.
    let map: URLMap
    /// What each rule leads to.
    let endpoints: [Endpoint]
    /// What runs around requests that no rule takes.
    let hooks: RequestHooks

    /// Builds the routes.
    ///
    /// - Parameter declarations: What the application declared.
    /// - Throws: ``SetupError`` with everything that is wrong.
    init(_ declarations: Declarations) throws(SetupError) {
        let declared = declarations.current
        var problems = declared.problems
        let routes = Self.wellFormed(declared.routes, &problems)
        let resolved = Self.hooks(of: routes, declared)
        do {
            map = try URLMap(routes.map(\.rule))
        } catch {
            problems.append(.rule("\(error)"))
            throw SetupError(problems: problems)
        }
        for (index, route) in routes.enumerated() {
            let taken = resolved[route.blueprints]?.urlValues.map(\.name) ?? []
            let left = map.variables(ofRuleAt: index).filter { !taken.contains($0.name) }
            problems += Self.misfits(of: route, with: left)
        }
        problems += Self.clashes(in: map, routes) + Self.repeatedNames(in: routes)
        guard problems.isEmpty else { throw SetupError(problems: problems) }
        let ofApplication = RequestHooks([declared.hooks])
        hooks = ofApplication
        endpoints = routes.map { route in
            Endpoint(
                view: route.view, answersOptions: !route.methods.contains(.options),
                hooks: resolved[route.blueprints] ?? ofApplication, blueprints: route.blueprints)
        }
    }

    /// The hooks of every chain of blueprints that has routes.
    private static func hooks(
        of routes: [Route], _ declared: Declarations.State
    ) -> [[String]: RequestHooks] {
        var resolved: [[String]: RequestHooks] = [:]
        for chain in Set(routes.map(\.blueprints)) {
            let inwards = chain.reversed().compactMap { declared.blueprintHooks[$0] }
            resolved[chain] = RequestHooks([declared.hooks] + inwards)
        }
        return resolved
    }

    /// Finds the rule for a request.
    ///
    /// - Parameter request: The request.
    /// - Returns: The rule's place and its values, or why there is none.
    /// - Throws: 400 when the request's host is none.
    func match(_ request: Request) throws -> RouteOutcome {
        guard request.hasValidHost else { throw HTTPError.badRequest("the Host is no host.") }
        // Only a redirect needs the adapter, with scheme, host and query.
        return try map.match(
            path: request.path, method: request.method.rawValue, adapter: adapter(for: request))
    }

    /// The methods that the rules of a request's path answer.
    ///
    /// - Parameter request: The request.
    /// - Returns: Method names, sorted.
    func allowedMethods(for request: Request) -> [String] {
        // No rule names this method, so that all rules of the path say theirs.
        guard
            case .methodNotAllowed(let methods)? = try? map.match(
                path: request.path, method: "--", adapter: adapter(for: request))
        else { return [] }
        return methods
    }

    /// Binds the rules to where a request came from.
    ///
    /// - Parameter request: The request.
    /// - Returns: What matches its path and builds URLs for its host.
    /// - Throws: 400 when the request's host is none.
    func adapter(for request: Request) throws -> URLAdapter {
        do {
            return try map.bind(
                requestHost: request.host, scheme: request.scheme, scriptName: request.scriptRoot,
                method: request.method.rawValue, path: request.path, query: request.queryString)
        } catch {
            throw HTTPError(.badRequest)
        }
    }
}

extension Route {
    /// The rule as the URL map takes it.
    fileprivate var rule: Rule {
        let names = methods.map(\.rawValue)
        return Rule(
            pattern, endpoint: endpoint,
            methods: methods.contains(.options) ? names : names + ["OPTIONS"])
    }
}

// What can be wrong between routes and views.
extension RouteTable {
    /// The routes that a map takes; the others are problems.
    private static func wellFormed(
        _ routes: [Route], _ problems: inout [SetupError.Problem]
    ) -> [Route] {
        routes.filter { route in
            do {
                _ = try URLMap([route.rule])
                return true
            } catch {
                problems.append(.rule("\(error)"))
                return false
            }
        }
    }

    /// Where a view's parameters are not the rule's variables.
    private static func misfits(
        of route: Route, with variables: [RuleVariable]
    ) -> [SetupError.Problem] {
        let types = route.view.parameterTypes
        guard types.count == variables.count else {
            return [
                .parameterCount(
                    route.pattern, variables: variables.map(\.name),
                    types: types.map { "\($0)" })
            ]
        }
        return zip(variables, types).enumerated().compactMap { index, pair in
            let (variable, type) = pair
            guard !type.fits(variable.valueKind) else { return nil }
            return .parameterType(
                route.pattern, position: index + 1, variable: variable.name,
                converter: variable.converter, gives: variable.valueKind.typeName,
                takes: "\(type)")
        }
    }

    /// Routes that an earlier one hides.
    private static func clashes(in map: URLMap, _ routes: [Route]) -> [SetupError.Problem] {
        map.clashes().compactMap { clash in
            let (first, hidden) = (routes[clash.ruleIndex], routes[clash.hiddenRuleIndex])
            // OPTIONS is answered for both, unless both say that they do it themselves.
            let methods = (clash.methods ?? []).filter { method in
                method != "OPTIONS"
                    || first.methods.contains(.options) && hidden.methods.contains(.options)
            }
            guard !methods.isEmpty else { return nil }
            return first.pattern.utf8.elementsEqual(hidden.pattern.utf8)
                ? .routeRepeated(hidden.pattern, methods: methods)
                : .routeHidden(hidden.pattern, by: first.pattern, methods: methods)
        }
    }

    /// Names that two routes share.
    private static func repeatedNames(in routes: [Route]) -> [SetupError.Problem] {
        var problems: [SetupError.Problem] = []
        var patterns: [ByteKey: String] = [:]
        for route in routes {
            guard let name = route.name else { continue }
            if let first = patterns[ByteKey(name)] {
                problems.append(.endpointRepeated(name, [first, route.pattern]))
            }
            patterns[ByteKey(name)] = route.pattern
        }
        return problems
    }
}
