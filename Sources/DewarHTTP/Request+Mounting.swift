import DewarText

extension Request {
    /// The request as an application sees it that is mounted below a path: with a longer
    /// ``scriptRoot``, and a shorter ``path``.
    ///
    /// Parameters, body, form and limits are this one's.
    ///
    /// - Parameter prefix: `/prefix`, without a final slash.
    /// - Returns: The request; nil when its path is neither the prefix nor below it.
    /// - SeeAlso: Werkzeug `DispatcherMiddleware`.
    package func mounted(below prefix: String) -> Request? {
        guard path.utf8.starts(with: prefix.utf8) else { return nil }
        let rest = path.utf8.dropFirst(prefix.utf8.count)
        guard rest.isEmpty || rest.first == UInt8(ascii: "/") else { return nil }
        // One slash before it, as before every path.
        let slashes = rest.prefix { $0 == UInt8(ascii: "/") }.count
        let path = "/" + String(Substring(rest.dropFirst(slashes)))
        return Request(self, scriptRoot: scriptRoot + prefix, path: path)
    }

    /// Where a client is sent that left the slash after a prefix out: a path and the query.
    package func root(below prefix: String) -> String {
        let path = PercentCoding.encode(scriptRoot + prefix + "/", keeping: ASCIISet("/"))
        return queryString.isEmpty ? path : "\(path)?\(queryString)"
    }
}
