import DewarText

extension URLMatcher {
    /// What was found for a path.
    enum Finding {
        /// A rule, and its arguments.
        case rule(Int, [RouteArgument])
        /// The path that would match: with a slash more, or with repeated slashes made one.
        case path(String)
        /// Rules, but for other methods: these, sorted.
        case methods([String])
        case webSocketMismatch
        case nothing
    }

    /// Looks for a path.
    ///
    /// - Parameters:
    ///   - domain: The subdomain or the host.
    ///   - path: Decoded; empty or with one slash at the start.
    ///   - method: In upper case.
    ///   - isWebSocket: Whether the request asks for WebSocket.
    ///   - rules: The map's.
    /// - Returns: What is there; the domain and the method decide as much as the path.
    func find(
        domain: String, path: String, method: String, isWebSocket: Bool, rules: [CompiledRule]
    ) -> Finding {
        var request = Request(
            matcher: self, domain: domain, method: method, isWebSocket: isWebSocket)
        switch request.attempt(path, rules) {
        case .rule(let rule, let arguments):
            // A value that its converter refuses ends the search: no other rule is tried.
            guard let arguments else { return request.miss }
            return .rule(rule, arguments)
        case .slashMissing: return .path(path + "/")
        case .nothing: break
        }
        guard mergesSlashes, SlashMerging.hasRepeated(path) else { return request.miss }
        let merged = SlashMerging.merge(path)
        switch request.attempt(merged, rules) {
        case .rule(let rule, _) where rules[rule].mergesSlashes: return .path(merged)
        case .slashMissing: return .path(merged + "/")
        case .rule, .nothing: return request.miss
        }
    }

    /// The attempts to match one request, and what stood in their way.
    private struct Request {
        enum Result {
            case nothing
            case rule(Int, arguments: [RouteArgument]?)
            case slashMissing
        }

        let matcher: URLMatcher
        var domain: String
        let method: String
        let isWebSocket: Bool
        private var refusing: [Int] = []
        private var hasWebSocketMismatch = false

        init(matcher: URLMatcher, domain: String, method: String, isWebSocket: Bool) {
            self.matcher = matcher
            self.domain = domain
            self.method = method
            self.isWebSocket = isWebSocket
        }

        mutating func attempt(_ path: String, _ rules: [CompiledRule]) -> Result {
            var domain = domain
            var path = path
            return domain.withUTF8 { domain in
                path.withUTF8 { path in
                    matcher.nodes.withUnsafeBufferPointer { nodes in
                        attempt(
                            URLSearch(
                                matcher, nodes: nodes, domain: domain, path: path, method: method,
                                isWebSocket: isWebSocket), rules)
                    }
                }
            }
        }

        private mutating func attempt(_ search: URLSearch, _ rules: [CompiledRule]) -> Result {
            var search = search
            let step = search.run()
            if !search.refusing.isEmpty { refusing += search.refusing }
            hasWebSocketMismatch = hasWebSocketMismatch || search.hasWebSocketMismatch
            switch step {
            case .nothing: return .nothing
            case .rule(let rule):
                return .rule(rule, arguments: search.arguments(of: rules[rule]))
            case .slashMissing: return .slashMissing
            }
        }

        /// What to answer when nothing matches.
        var miss: Finding {
            guard refusing.isEmpty else {
                let methods = Set(refusing.flatMap { matcher.leaves[$0].methods ?? [] })
                return .methods(
                    methods.map { matcher.methodNames[$0] }
                        .sorted { $0.precedesByCodePoint($1) })
            }
            return hasWebSocketMismatch ? .webSocketMismatch : .nothing
        }
    }
}
