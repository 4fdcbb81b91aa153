import DewarText

/// The URL of a request, put together of its parts.
///
/// - SeeAlso: Werkzeug `get_current_url`.
package enum CurrentURL {
    private static let pathBytes = ASCIISet("!$&'()*+,/:;=@%")
    private static let queryBytes = ASCIISet("!$&'()*+,/:;=?@%")

    /// Puts a URL together; each part counts only when those before it are given.
    ///
    /// - Parameters:
    ///   - scheme: The scheme.
    ///   - host: The host, perhaps with a port.
    ///   - root: The path of the application, decoded.
    ///   - path: The path below it, decoded.
    ///   - query: The query as it was sent.
    /// - Returns: A URL for machines, ready to be written for people.
    package static func uri(
        scheme: String, host: String, root: String? = nil, path: String? = nil,
        query: some Collection<UInt8> = []
    ) -> String {
        var url = scheme + "://" + host
        guard let root else { return url + "/" }
        let slash = UInt8(ascii: "/")
        let rootEnd = TextBytes(root).lastIndex { $0 != slash }.map { $0 + 1 } ?? 0
        url += PercentCoding.encode(TextBytes(root)[..<rootEnd], keeping: pathBytes) + "/"
        guard let path else { return url }
        url += PercentCoding.encode(TextBytes(path).drop { $0 == slash }, keeping: pathBytes)
        if !query.isEmpty { url += "?" + PercentCoding.encode(query, keeping: queryBytes) }
        return url
    }
}
