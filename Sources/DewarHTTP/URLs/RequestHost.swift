import DewarText

/// The host of a request, checked before anything is built of it.
///
/// - SeeAlso: Werkzeug `get_host` and `host_is_trusted`.
public enum RequestHost {
    /// Finds the host that a client asked for, with its port unless that is the scheme's own.
    ///
    /// ```swift
    /// try RequestHost.host(scheme: "https", header: "a.com:443", server: nil)   // "a.com"
    /// try RequestHost.host(scheme: "http", header: nil, server: ("::1", 8080))  // "[::1]:8080"
    /// ```
    ///
    /// - Parameters:
    ///   - scheme: The scheme of the request.
    ///   - header: The `Host` field; nil when there is none.
    ///   - server: The web server's own name and port, which count without a field.
    ///   - trusted: The hosts that are allowed; nil or empty for all. One that begins with a point
    ///     stands for its subdomains as well.
    /// - Returns: The host; empty when it is none and all are allowed.
    /// - Throws: ``HTTPError`` of status 400 for a host that is not allowed.
    /// - SeeAlso: Werkzeug `get_host`.
    public static func host(
        scheme: String, header: String?, server: (name: String, port: Int?)?,
        trusted: [String]? = nil
    ) throws(HTTPError) -> String {
        var host: String
        if let header {
            host = header
        } else if let server, let port = server.port {
            let isAddress =
                server.name.utf8.contains(UInt8(ascii: ":"))
                && server.name.utf8.first != UInt8(ascii: "[")
            host = (isAddress ? "[\(server.name)]" : server.name) + ":\(port)"
        } else {
            return ""
        }
        host = HostName.withoutUsualPort(host, scheme: scheme)
        if isTrusted(host, trusted) { return host }
        guard trusted?.isEmpty ?? true else { throw .untrustedHost(host) }
        return ""
    }

    /// Tells whether a host is one, and one of those that are allowed.
    ///
    /// ```swift
    /// RequestHost.isTrusted("shop.example.com", [".example.com"])  // true
    /// RequestHost.isTrusted("example.com.evil.org", [".example.com"])  // false
    /// RequestHost.isTrusted("a/b")                                     // false: no host
    /// ```
    ///
    /// - Parameters:
    ///   - host: A host name or address, perhaps with a port.
    ///   - trusted: The hosts that are allowed; nil or empty for all. One that begins with a point
    ///     stands for its subdomains as well.
    /// - Returns: false for what is no host.
    /// - SeeAlso: Werkzeug `host_is_trusted`.
    public static func isTrusted(_ host: String, _ trusted: [String]? = nil) -> Bool {
        let bytes = TextBytes(host)
        guard isHost(bytes) else { return false }
        guard let trusted, !trusted.isEmpty else { return true }
        let name = bytes.cut(at: UInt8(ascii: ":")).0
        for reference in trusted {
            let isDomain = reference.utf8.first == UInt8(ascii: ".")
            let text = TextBytes(reference).dropFirst(isDomain ? 1 : 0).cut(at: UInt8(ascii: ":")).0
            guard let ascii = HostName.ascii(text.text) else { return false }
            if name.elementsEqual(ascii.utf8) { return true }
            if isDomain, name.count > ascii.utf8.count,
                name.suffix(ascii.utf8.count + 1).elementsEqual(("." + ascii).utf8)
            {
                return true
            }
        }
        return false
    }

    /// A name of letters, digits, points and hyphens or an address in brackets, and a port.
    private static func isHost(_ host: TextBytes) -> Bool {
        var rest: TextBytes
        if host.first == UInt8(ascii: "[") {
            let (address, afterAddress) = host.dropFirst().cut(at: UInt8(ascii: "]"))
            guard let afterAddress, isAddress(address) else { return false }
            rest = afterAddress
        } else {
            let name = host.prefix(while: nameBytes.contains)
            guard !name.isEmpty else { return false }
            rest = host[name.endIndex...]
        }
        guard !rest.isEmpty else { return true }
        guard rest.removeFirst() == UInt8(ascii: ":") else { return false }
        return !rest.isEmpty && rest.allSatisfy(\.isASCIIDigit)
    }

    private static let nameBytes = ASCIISet(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-")
    private static let addressBytes = ASCIISet("abcdefABCDEF0123456789:.")

    private static func isAddress(_ address: TextBytes) -> Bool {
        let first = address.prefix { PercentCoding.hexadecimalValue($0) != nil }
        return first.endIndex < address.endIndex && address[first.endIndex] == UInt8(ascii: ":")
            && address.endIndex - first.endIndex > 1
            && address.allSatisfy(addressBytes.contains)
    }
}
