import DewarText

extension Request {
    /// The scheme that the client used: `https` when the web server says so, else `http`.
    public var scheme: String {
        switch parameters.text(of: "HTTPS") {
        case "on", "1", "ON": return "https"
        default: return parameters.text(of: "REQUEST_SCHEME") == "https" ? "https" : "http"
        }
    }

    /// Whether the client used HTTPS.
    public var isSecure: Bool { scheme == "https" }

    /// The host that the client asked for, with its port unless that is the scheme's own.
    ///
    /// The `Host` header, or the web server's own name and port when there is none; empty for a
    /// header that is no host.
    ///
    /// - SeeAlso: Werkzeug `Request.host`.
    public var host: String { (try? host(trusted: nil)) ?? "" }

    /// The host, if it is one that the application answers for.
    ///
    /// ```swift
    /// let host = try request.host(trusted: ["example.com", ".example.org"])  // 400 for another
    /// ```
    ///
    /// - Parameter trusted: Hosts, those with a point before them with their subdomains; nil or
    ///   empty for all.
    /// - Returns: The host; empty for a header that is no host when all are allowed.
    /// - Throws: ``HTTPError`` of status 400 for another host.
    /// - SeeAlso: Werkzeug `get_host`.
    public func host(trusted: [String]?) throws(HTTPError) -> String {
        try host(trusted: trusted, scheme: scheme)
    }

    /// The `Host` header as it came; nil when there is none, or an empty one.
    package var hostHeader: String? {
        guard let header = parameters.text(of: "HTTP_HOST"), !header.isEmpty else { return nil }
        return header
    }

    /// The host, for a caller who knows the request's scheme.
    package func host(trusted: [String]?, scheme: String) throws(HTTPError) -> String {
        if let header = hostHeader {
            return try RequestHost.host(
                scheme: scheme, header: header, server: nil, trusted: trusted)
        }
        let port = parameters.text(of: "SERVER_PORT").flatMap(NumberText.int)
        let name = parameters.text(of: "SERVER_NAME") ?? "localhost"
        return try RequestHost.host(
            scheme: scheme, header: nil, server: (name, port ?? (scheme == "https" ? 443 : 80)),
            trusted: trusted)
    }

    /// Whether the `Host` header is missing, or a host: what is not gets the answer 400.
    package var hasValidHost: Bool {
        guard let hostHeader else { return true }
        return RequestHost.isTrusted(hostHeader)
    }

    /// The whole URL with its query, as people read it.
    ///
    /// ```swift
    /// request.url      // http://example.com/shop/한글?q=1
    /// request.baseURL  // http://example.com/shop/한글
    /// request.rootURL  // http://example.com/shop/
    /// request.hostURL  // http://example.com/
    /// ```
    ///
    /// - SeeAlso: Werkzeug `Request.url`.
    public var url: String {
        let query = parameters.bytes(of: "QUERY_STRING") ?? []
        return readable(
            CurrentURL.uri(scheme: scheme, host: host, root: scriptRoot, path: path, query: query))
    }

    /// The URL without its query.
    public var baseURL: String {
        readable(CurrentURL.uri(scheme: scheme, host: host, root: scriptRoot, path: path))
    }

    /// The URL of the application's root, with a slash at its end.
    public var rootURL: String {
        readable(CurrentURL.uri(scheme: scheme, host: host, root: scriptRoot))
    }

    /// The URL of the host, with a slash at its end.
    public var hostURL: String { readable(CurrentURL.uri(scheme: scheme, host: host)) }

    /// The path and the query, with a question mark even before an empty one.
    public var fullPath: String { path + "?" + queryString }

    /// The URL for people; a host name that no name encodes to stays as it is.
    private func readable(_ uri: String) -> String {
        let url = try? InternationalURL.iri(uri) { HostName.unicode($0) ?? $0 }
        return url ?? uri
    }
}
