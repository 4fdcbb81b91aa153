import DewarRouting
import DewarText

extension RouteTable {
    /// Makes a table's parts of what was declared, and finds what is wrong with it.
    struct Builder {
        let applicationHooks: RequestHooks
        private let declared: Declarations.State
        private let answersOptions: Bool
        private let hooks: [[String]: RequestHooks]
        private let views: [ByteKey: ErasedView]

        init(_ declared: Declarations.State, answersOptions: Bool) {
            self.declared = declared
            self.answersOptions = answersOptions
            let applicationHooks = RequestHooks([declared.hooks])
            self.applicationHooks = applicationHooks
            var hooks: [[String]: RequestHooks] = [[]: applicationHooks]
            for chain in Set(declared.routes.map(\.blueprints)) where !chain.isEmpty {
                let inwards = chain.reversed().compactMap { declared.blueprintHooks[$0] }
                hooks[chain] = RequestHooks([declared.hooks] + inwards)
            }
            self.hooks = hooks
            let named = declared.routes.compactMap { route in
                route.view.map { view in
                    (ByteKey(route.endpoint), view.decorated(by: route.decorators))
                }
            }
            views = Dictionary(named) { first, _ in first }
        }

        /// The rule of a route as the URL map takes it.
        func rule(_ route: Route) -> Rule { route.completeRule(answersOptions: answersOptions) }

        /// What the rules lead to.
        func endpoints(of routes: [Route]) -> [Endpoint] {
            routes.map { route in
                Endpoint(
                    view: view(of: route)?.decorated(by: hooks(of: route).decorators),
                    answersOptions: route.answersOptions(answersOptions),
                    hooks: hooks(of: route), blueprints: route.blueprints,
                    changeLimits: route.changeLimits)
            }
        }

        /// The routes that a map takes; the others are problems.
        func wellFormedRoutes(_ problems: inout [SetupError.Problem]) -> [Route] {
            declared.routes.filter { route in
                do {
                    _ = try URLMap(
                        [rule(route)], options: declared.routing.map,
                        converters: declared.routing.converters)
                    return true
                } catch {
                    problems.append(.rule("\(error)"))
                    return false
                }
            }
        }

        /// The map of the routes.
        ///
        /// - Parameter routes: The routes; the application's static files go from among them when
        ///   a route of the program's own takes their place or name, or hosts are matched and none
        ///   is theirs.
        /// - Returns: The map, with the rules in the order of the routes.
        /// - Throws: What is wrong with a rule.
        func map(_ routes: inout [Route]) throws -> URLMap {
            let map = try URLMap(
                routes.map(rule), options: declared.routing.map,
                converters: declared.routing.converters)
            guard let index = routes.firstIndex(where: { $0.staticFolder?.isImplied ?? false })
            else { return map }
            let isTaken =
                map.clashes().contains { $0.ruleIndex == index || $0.hiddenRuleIndex == index }
                || routes.indices.contains { $0 != index && routes[$0].name == "static" }
                || declared.routing.map.matchesHosts && routes[index].rule.host == nil
            guard isTaken else { return map }
            routes.remove(at: index)
            return try self.map(&routes)
        }

        /// What is wrong between routes and views, and between routes.
        func problems(of routes: [Route], in map: URLMap) -> [SetupError.Problem] {
            routes.enumerated().flatMap { index, route in
                misfits(of: route, with: map.variables(ofRuleAt: index))
            } + clashes(in: map, routes) + repeatedNames(in: routes)
        }

        /// The view with what is around it in its route; a route without one has that of its
        /// endpoint, and what is around it there.
        private func view(of route: Route) -> ErasedView? {
            (route.view ?? views[ByteKey(route.endpoint)])?.decorated(by: route.decorators)
        }

        private func hooks(of route: Route) -> RequestHooks {
            hooks[route.blueprints] ?? applicationHooks
        }

        /// What a view gets: a variable, or a default that is none.
        private struct Given {
            var name: String
            var converter: String
            var kind: RouteValueKind?
        }

        private func given(_ route: Route, _ variables: [RuleVariable]) -> [Given] {
            let taken = hooks(of: route).urlValues.map(\.name)
            let names = variables.map(\.name)
            let defaults = route.rule.defaults.filter { !names.contains($0.name) }
            let all =
                variables.map { Given(name: $0.name, converter: $0.converter, kind: $0.valueKind) }
                + defaults.map { Given(name: $0.name, converter: "default", kind: $0.value.kind) }
            return all.filter { !taken.contains($0.name) }
        }

        /// Where a view's parameters are not what the rule gives.
        private func misfits(
            of route: Route, with variables: [RuleVariable]
        ) -> [SetupError.Problem] {
            guard let view = view(of: route) else {
                let needsNone = route.rule.isBuildOnly || route.rule.redirectTarget != nil
                return needsNone ? [] : [.noView(route.pattern, endpoint: route.endpoint)]
            }
            let given = given(route, variables)
            return view.signatures.flatMap { misfits(of: route, given, with: $0) }
        }

        private func misfits(
            of route: Route, _ given: [Given], with signature: ErasedView.Signature
        ) -> [SetupError.Problem] {
            let types = signature.types
            guard types.count == given.count else {
                return [
                    .parameterCount(
                        route.pattern, variables: given.map(\.name), function: signature.name,
                        types: types.map { "\($0)" })
                ]
            }
            return zip(given, types).enumerated().compactMap { index, pair in
                let (given, type) = pair
                guard let kind = given.kind, !type.fits(kind) else { return nil }
                return .parameterType(
                    route.pattern, position: index + 1, variable: given.name,
                    converter: given.converter, gives: kind.typeName,
                    parameter: signature.parameter(index + 1), takes: "\(type)")
            }
        }

        /// Routes that an earlier one hides.
        private func clashes(in map: URLMap, _ routes: [Route]) -> [SetupError.Problem] {
            map.clashes().compactMap { clash in
                let (first, hidden) = (routes[clash.ruleIndex], routes[clash.hiddenRuleIndex])
                // OPTIONS is answered for both, unless both say that they do it themselves.
                let methods = (clash.methods ?? []).filter { method in
                    method != "OPTIONS"
                        || first.methods.contains("OPTIONS") && hidden.methods.contains("OPTIONS")
                }
                guard !methods.isEmpty else { return nil }
                return first.pattern.utf8.elementsEqual(hidden.pattern.utf8)
                    ? .routeRepeated(hidden.pattern, methods: methods)
                    : .routeHidden(hidden.pattern, by: first.pattern, methods: methods)
            }
        }

        /// Names that two views share.
        private func repeatedNames(in routes: [Route]) -> [SetupError.Problem] {
            var problems: [SetupError.Problem] = []
            var patterns: [ByteKey: String] = [:]
            for route in routes where route.view != nil {
                guard let name = route.name else { continue }
                if let first = patterns[ByteKey(name)] {
                    problems.append(.endpointRepeated(name, [first, route.pattern]))
                }
                patterns[ByteKey(name)] = route.pattern
            }
            return problems
        }
    }
}

extension RouteValue {
    /// What a view's parameter has to take; nil for null, which fits whatever takes it.
    fileprivate var kind: RouteValueKind? {
        switch self {
        case .null, .bytes: nil
        case .bool: .bool
        case .int, .integer: .int
        case .double: .double
        case .string: .string
        case .uuid: .uuid
        case .list: .list
        case .custom(let value): .custom(String(describing: type(of: value)))
        }
    }
}
