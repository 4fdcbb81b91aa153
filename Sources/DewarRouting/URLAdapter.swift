import DewarText

/// A map bound to a request or a place on the web: matches the request's path, and builds URLs that
/// are right for it.
///
/// - SeeAlso: Werkzeug `MapAdapter`.
public struct URLAdapter: Sendable {
    /// The map.
    public let map: URLMap
    /// The host, in lower case and ASCII, with a port that is not the scheme's own; without the
    /// subdomain.
    public let serverName: String
    /// Where the application is mounted: decoded, with a slash at the end.
    public let scriptName: String
    /// The current subdomain; nil when hosts are matched.
    public let subdomain: String?
    /// `http`, `https`, `ws`, `wss`, or empty for URLs without a scheme.
    public let scheme: String
    /// Whether the request asks for WebSocket, by its scheme.
    public let isWebSocket: Bool
    /// The request's path: decoded.
    public let path: String
    /// The request's method.
    public let defaultMethod: String
    /// The request's query string, which redirects keep: encoded, without `?`.
    public var query: String

    init(
        map: URLMap, serverName: String, scriptName: String, subdomain: String?, scheme: String,
        path: String, defaultMethod: String, query: String
    ) {
        self.map = map
        self.serverName = serverName
        self.scriptName = scriptName.utf8.last == UInt8(ascii: "/") ? scriptName : scriptName + "/"
        self.subdomain = subdomain
        self.scheme = scheme
        isWebSocket = scheme == "ws" || scheme == "wss"
        self.path = path
        self.defaultMethod = defaultMethod
        self.query = query
    }

    /// The same host, bound to another request.
    ///
    /// - Parameters:
    ///   - scriptName: Where the application is mounted: decoded.
    ///   - method: The request's method.
    ///   - path: The request's path: decoded.
    ///   - query: The request's query string: encoded, without `?`.
    /// - Returns: The adapter.
    package func bound(
        scriptName: String, method: String, path: String, query: String
    ) -> URLAdapter {
        URLAdapter(
            map: map, serverName: serverName, scriptName: scriptName, subdomain: subdomain,
            scheme: scheme, path: path, defaultMethod: method, query: query)
    }

    /// Finds the rule for a path.
    ///
    /// ```swift
    /// switch urls.match("/posts/42") {
    /// case .match(let match): print(match.ruleIndex, match.values.names)  // 1 ["id"]
    /// case .redirect(let url): print("308", url)
    /// case .methodNotAllowed(let methods): print("405", methods)
    /// case .notFound, .webSocketMismatch: print("no such page")
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - path: Decoded; nil for the request's.
    ///   - method: In either case; nil or empty for the request's.
    ///   - isWebSocket: Nil to go by the scheme.
    /// - Returns: The outcome.
    /// - SeeAlso: Werkzeug `MapAdapter.match`.
    public func match(
        _ path: String? = nil, method: String? = nil, isWebSocket: Bool? = nil
    ) -> RouteOutcome {
        let method = method ?? ""
        let wanted = method.isEmpty ? defaultMethod : method
        let domain = map.options.matchesHosts ? serverName : subdomain
        let found = map.matcher.find(
            domain: domain ?? map.options.defaultSubdomain, path: path ?? self.path,
            method: wanted, isWebSocket: isWebSocket ?? self.isWebSocket)
        // Without a redirect nobody needs the adapter, and so no copy of it.
        if case .rule(let index, let arguments) = found, !map.mayRedirect[index] {
            return .match(RouteMatch(ruleIndex: index, arguments: arguments))
        }
        return map.outcome(of: found, method: wanted, adapter: self)
    }

    /// Tells whether a path matches, or is redirected to one that may.
    ///
    /// ```swift
    /// urls.test("/posts/42")   // true
    /// urls.test("/posts/new")  // false
    /// ```
    ///
    /// - Parameters:
    ///   - path: Decoded; nil for the request's.
    ///   - method: In either case; nil or empty for the request's.
    /// - Returns: False where ``match(_:method:isWebSocket:)`` gives an error.
    /// - SeeAlso: Werkzeug `MapAdapter.test`.
    public func test(_ path: String? = nil, method: String? = nil) -> Bool {
        switch match(path, method: method) {
        case .match, .redirect: true
        case .methodNotAllowed, .notFound, .webSocketMismatch: false
        }
    }

    /// The methods that the rules of a path answer, sorted.
    ///
    /// ```swift
    /// let map = try URLMap([Rule("/posts", methods: ["GET"]), Rule("/posts", methods: ["POST"])])
    /// try map.bind(serverName: "example.com").allowedMethods("/posts")  // ["GET", "HEAD", "POST"]
    /// ```
    ///
    /// - Parameter path: Decoded; nil for the request's.
    /// - Returns: Nothing when no rule matches, or one that answers all methods.
    /// - SeeAlso: Werkzeug `MapAdapter.allowed_methods`.
    public func allowedMethods(_ path: String? = nil) -> [String] {
        // No rule names this method, so all rules of the path get to say theirs.
        guard case .methodNotAllowed(let methods) = match(path, method: "--") else { return [] }
        return methods
    }

    /// The host of a domain.
    ///
    /// ```swift
    /// urls.host(of: "api")  // "api.example.com"
    /// urls.host()           // "example.com"
    /// ```
    ///
    /// - Parameter domain: A subdomain, or a host when hosts are matched; nil for the current one.
    /// - Returns: The subdomain before the server's name, or the host itself.
    /// - SeeAlso: Werkzeug `MapAdapter.get_host`.
    public func host(of domain: String? = nil) -> String {
        if map.options.matchesHosts { return domain ?? serverName }
        let subdomain = domain ?? subdomain ?? ""
        return subdomain.isEmpty ? serverName : "\(subdomain).\(serverName)"
    }
}

extension URLAdapter {
    /// The absolute URL of a path.
    ///
    /// - Parameters:
    ///   - path: Percent-encoded.
    ///   - domain: Nil for the current one.
    /// - Returns: With the request's query.
    func redirect(toPath path: String, domain: String? = nil) -> String {
        let script = scriptName.trimmingSlashes()
        let mounted = (script.isEmpty ? "" : "/" + script) + "/" + path.droppingSlashes()
        return "\(redirectScheme)://\(host(of: domain))\(mounted)" + querySuffix
    }

    /// The URL of the rule that an alias stands for, or nil when it cannot be built.
    func redirect(fromAlias match: RouteMatch, method: String) -> String? {
        guard let endpoint = map.rules[match.ruleIndex].endpoint else { return nil }
        let url = try? build(
            endpoint, match.values, method: method, isExternal: true, appendsUnknown: false)
        return url.map { $0 + querySuffix }
    }

    /// The URL a rule redirects to, or nil when a variable's text can't be told.
    func redirect(to target: RedirectTarget, _ match: RouteMatch) -> String? {
        let reference: String
        switch target {
        case .function(let function): reference = function(self, match)
        case .pattern(let pattern):
            guard let text = text(of: pattern, match) else { return nil }
            reference = text
        }
        let subdomain = subdomain ?? ""
        let host = subdomain.isEmpty ? serverName : "\(subdomain).\(serverName)"
        return URLJoining.join("\(redirectScheme)://\(host)\(scriptName)", reference)
    }

    private func text(of pattern: String, _ match: RouteMatch) -> String? {
        var result = ""
        for piece in RedirectText.pieces(of: pattern) {
            switch piece {
            case .text(let text): result += text
            case .variable(let name):
                let variable = map.compiled[match.ruleIndex].variables.first {
                    $0.name.hasSameBytes(as: name)
                }
                guard let value = match[name], let text = try? variable?.converter.text(of: value)
                else { return nil }
                result += text
            }
        }
        return result
    }

    private var redirectScheme: String { scheme.isEmpty ? "http" : scheme }

    private var querySuffix: String { query.isEmpty ? "" : "?" + query }
}

extension String {
    /// The text without slashes at its start.
    func droppingSlashes() -> String {
        String(decoding: utf8.drop { $0 == UInt8(ascii: "/") }, as: UTF8.self)
    }

    /// The text without slashes at its start and end.
    func trimmingSlashes() -> String {
        var bytes = utf8.drop { $0 == UInt8(ascii: "/") }
        while bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }
}
