import DewarText

extension URLMap {
    /// Finds the rule for a request.
    ///
    /// A path that fits nothing is tried again with repeated slashes made one.
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
        let domain = domain ?? options.defaultSubdomain
        // Nearly every path is as it must be, and so is every method: what is not goes the long way.
        let whole = matcher.wholeRule(
            domain: domain, path: path, method: method, isWebSocket: isWebSocket)
        if let whole, let arguments = wholeArguments[whole] {
            return .match(RouteMatch(ruleIndex: whole, arguments: arguments))
        }
        let method = Self.upperCase(method)
        let found = matcher.find(
            domain: domain, path: Self.rooted(path), method: method,
            isWebSocket: isWebSocket, rules: compiled)
        switch found {
        case .rule(let index, let arguments):
            let match = RouteMatch(ruleIndex: index, arguments: arguments)
            guard mayRedirect[index] else { return .match(match) }
            return try outcome(of: match, method: method, adapter: adapter)
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

    /// The path with exactly one slash before it; the empty path stays.
    private static func rooted(_ path: String) -> String {
        let slash = UInt8(ascii: "/")
        var bytes = path.utf8.makeIterator()
        guard let first = bytes.next() else { return path }
        if first == slash, bytes.next() != slash { return path }
        return "/" + String(decoding: path.utf8.drop { $0 == slash }, as: UTF8.self)
    }

    private static func upperCase(_ method: String) -> String {
        method.utf8.allSatisfy { $0 < 0x80 && !(0x61...0x7A).contains($0) }
            ? method : method.uppercased()
    }
}
