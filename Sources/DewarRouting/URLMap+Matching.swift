import DewarText

extension URLMap {
    /// Finds the rule for a request.
    ///
    /// A path that fits nothing is tried again with repeated slashes made one.
    /// ```swift
    /// let map = try URLMap([Rule("/posts/<int:id>", endpoint: "post.show")])
    /// if case .match(let match) = map.match(path: "/posts/42", method: "GET", adapter: urls) {
    ///     map.rules[match.ruleIndex].endpoint  // "post.show"
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - path: Decoded text; what is not UTF-8 in the request should be U+FFFD.
    ///   - method: In either case.
    ///   - domain: The subdomain, or the host when hosts are matched; nil for the default
    ///     subdomain.
    ///   - isWebSocket: Whether the request asks for WebSocket.
    ///   - adapter: Gives the URL of a redirect; not called for anything else.
    /// - Returns: The outcome; `methodNotAllowed` only if no rule takes path and method.
    /// - Throws: What `adapter` throws.
    /// - SeeAlso: Werkzeug `MapAdapter.match`.
    public func match(
        path: String, method: String, domain: String? = nil, isWebSocket: Bool = false,
        adapter: @autoclosure () throws -> URLAdapter
    ) rethrows -> RouteOutcome {
        let found = matcher.find(
            domain: domain ?? options.defaultSubdomain, path: path, method: method,
            isWebSocket: isWebSocket)
        return try outcome(of: found, method: method, adapter: adapter())
    }

    /// What becomes of a request for whose path something was found, or nothing.
    ///
    /// - Parameters:
    ///   - found: What was found.
    ///   - method: In either case.
    ///   - adapter: Gives the URL of a redirect; not called for anything else.
    /// - Returns: The outcome.
    /// - Throws: What `adapter` throws.
    func outcome(
        of found: URLMatcher.Finding, method: String, adapter: @autoclosure () throws -> URLAdapter
    ) rethrows -> RouteOutcome {
        switch found {
        case .rule(let index, let arguments):
            let match = RouteMatch(ruleIndex: index, arguments: arguments)
            guard mayRedirect[index] else { return .match(match) }
            return try outcome(of: match, method: method.uppercased(), adapter: adapter)
        case .path(let path):
            return try .redirect(adapter().redirect(toPath: URLQuoting.quote(path)))
        case .methods(let methods): return .methodNotAllowed(methods)
        case .webSocketMismatch: return .webSocketMismatch
        case .nothing: return .notFound
        }
    }

    private func outcome(
        of match: RouteMatch, method: String, adapter: () throws -> URLAdapter
    ) rethrows -> RouteOutcome {
        let rule = compiled[match.ruleIndex].rule
        if options.redirectsDefaults {
            if rule.isAlias {
                return try adapter().redirect(fromAlias: match, method: method)
                    .map { .redirect($0) } ?? .notFound
            }
            if let (domain, path) = shorterForm(of: match, method: method) {
                return try .redirect(adapter().redirect(toPath: path, domain: domain))
            }
        }
        guard let target = rule.redirectTarget else { return .match(match) }
        return try adapter().redirect(to: target, match).map { .redirect($0) } ?? .notFound
    }

    /// Domain and path of the rule whose defaults say what a match's values say.
    private func shorterForm(
        of match: RouteMatch, method: String
    ) -> (domain: String, path: String)? {
        let candidates = defaultRules[match.ruleIndex]
        guard !candidates.isEmpty else { return nil }
        let values = match.values
        for index in candidates where compiled[index].isSuitable(for: values, method: method) {
            return try? compiled[index].builder.build(values)
        }
        return nil
    }
}
