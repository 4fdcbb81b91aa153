import DewarText

extension URLMap {
    /// Binds the map to a host.
    ///
    /// ```swift
    /// let map = try URLMap([Rule("/about", endpoint: "about")])
    /// let urls = try map.bind(serverName: "example.com", scriptName: "/shop", scheme: "https")
    /// try urls.build("about")                    // "/shop/about"
    /// try urls.build("about", isExternal: true)  // "https://example.com/shop/about"
    /// ```
    ///
    /// - Parameters:
    ///   - serverName: The host, perhaps with a port; international names become ASCII.
    ///   - scriptName: Where the application is mounted: decoded.
    ///   - subdomain: The current subdomain; nil for the map's default.
    ///   - scheme: `http`, `https`, `ws` or `wss`; empty for URLs without a scheme.
    ///   - defaultMethod: The method when none is given.
    ///   - path: The path when none is given: decoded.
    ///   - query: The query string that redirects keep: encoded, without `?`.
    /// - Returns: The adapter.
    /// - Throws: ``RoutingError`` when the host cannot be encoded, or a subdomain is given for a map
    ///   that matches hosts.
    /// - SeeAlso: Werkzeug `Map.bind`.
    public func bind(
        serverName: String, scriptName: String = "/", subdomain: String? = nil,
        scheme: String = "http", defaultMethod: String = "GET", path: String = "/",
        query: String = ""
    ) throws(RoutingError) -> URLAdapter {
        guard !options.matchesHosts || subdomain == nil else { throw .subdomainWithHosts }
        let domain = options.matchesHosts ? nil : subdomain ?? options.defaultSubdomain
        return URLAdapter(
            map: self, serverName: try Self.encodedHost(serverName.lowercased()),
            scriptName: scriptName, subdomain: domain, scheme: scheme, path: path,
            defaultMethod: defaultMethod, query: query)
    }

    /// Binds the map to a request.
    ///
    /// ```swift
    /// let map = try URLMap([Rule("/", endpoint: "shop", subdomain: "<name>")])
    /// let urls = try map.bind(
    ///     requestHost: "kim.example.com", scheme: "https", serverName: "example.com",
    ///     method: "GET", path: "/")
    /// urls.subdomain                          // "kim"
    /// try urls.build("shop", ["name": "lee"])  // "https://lee.example.com/"
    /// ```
    ///
    /// - Parameters:
    ///   - requestHost: The host of the request, without a port that is the scheme's own; empty if
    ///     it has none.
    ///   - scheme: `http` or `https`.
    ///   - isWebSocketUpgrade: Whether the request asks for WebSocket; the scheme then becomes `ws`
    ///     or `wss`.
    ///   - serverName: The host the application is configured for; what the request's host has
    ///     before it is the subdomain. Nil to take the request's host, without a subdomain.
    ///   - subdomain: The subdomain, if it is known otherwise.
    ///   - scriptName: Where the application is mounted: decoded.
    ///   - method: The request's method.
    ///   - path: The request's path: decoded.
    ///   - query: The request's query string: encoded, without `?`.
    /// - Returns: The adapter.
    /// - Throws: ``RoutingError`` when the host cannot be encoded, or a subdomain is given for a map
    ///   that matches hosts.
    /// - SeeAlso: Werkzeug `Map.bind_to_environ`.
    public func bind(
        requestHost: String, scheme: String, isWebSocketUpgrade: Bool = false,
        serverName: String? = nil, subdomain: String? = nil, scriptName: String = "",
        method: String, path: String, query: String = ""
    ) throws(RoutingError) -> URLAdapter {
        let requestHost = requestHost.lowercased()
        let scheme = isWebSocketUpgrade ? (scheme == "https" ? "wss" : "ws") : scheme
        let server = serverName.map { HostName.withoutUsualPort($0.lowercased(), scheme: scheme) }
        var subdomain = subdomain
        if subdomain == nil, !options.matchesHosts {
            subdomain = Self.subdomain(of: requestHost, in: server ?? requestHost)
        }
        return try bind(
            serverName: server ?? requestHost, scriptName: scriptName, subdomain: subdomain,
            scheme: scheme, defaultMethod: method, path: path, query: query)
    }

    /// What a host has before the server's name; `<invalid>`, which matches nothing but variables,
    /// when it is not within that.
    private static func subdomain(of host: String, in serverName: String) -> String {
        let point = UInt8(ascii: ".")
        let labels = host.utf8.split(separator: point, omittingEmptySubsequences: false)
        let server = serverName.utf8.split(separator: point, omittingEmptySubsequences: false)
        guard labels.count >= server.count,
            zip(labels.suffix(server.count), server).allSatisfy({ $0.elementsEqual($1) })
        else { return "<invalid>" }
        return labels.dropLast(server.count).filter { !$0.isEmpty }
            .map { String(decoding: $0, as: UTF8.self) }.joined(separator: ".")
    }

    private static func encodedHost(_ host: String) throws(RoutingError) -> String {
        let end = host.utf8.firstIndex(of: UInt8(ascii: ":")) ?? host.utf8.endIndex
        guard let encoded = HostName.ascii(String(host[..<end])) else { throw .badHost(host) }
        return end == host.utf8.endIndex ? encoded : encoded + host[end...]
    }
}
