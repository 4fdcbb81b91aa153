import DewarHTTP
import DewarText

/// Where a request goes: a URL in the parts that a client needs, as they go over the wire.
struct TestURL: Sendable, Equatable {
    /// `http` or `https`.
    var scheme: String
    /// The host, with a port if it is not the scheme's own.
    var host: String
    /// The path that the application is mounted at, encoded: empty, or `/prefix`.
    var root: String
    /// The path below the root, encoded; begins with a slash.
    var path: String
    /// The query, encoded, without `?`.
    var query: String

    private static let pathBytes = ASCIISet("!$&'()*+,/:;=@%")
    private static let queryBytes = ASCIISet("!$&'()*+,/:;=?@%")

    /// Reads the URL of an application's root.
    ///
    /// - Parameter base: `http://localhost/` or another, with a path where the application is
    ///   mounted.
    /// - Throws: ``TestClientError`` when it has no scheme of HTTP, or no host.
    init(base: String) throws(TestClientError) {
        guard let (scheme, host, rest) = Self.split(base) else { throw .noURL(base) }
        let (path, _) = Self.parts(of: rest)
        var root = PercentCoding.encode(path, keeping: Self.pathBytes)
        while root.utf8.last == UInt8(ascii: "/") { root.removeLast() }
        (self.scheme, self.host, self.root) = (scheme, host, root)
        (self.path, query) = ("/", "")
    }

    /// The URL of a page below this one.
    ///
    /// - Parameter target: A path and a query, or a whole URL; characters that a URL cannot hold
    ///   may stand as they are.
    /// - Returns: The URL, without a fragment.
    func page(_ target: String) -> TestURL {
        var url = self
        var rest = target
        if let (scheme, host, path) = Self.split(target) {
            (url.scheme, url.host, rest) = (scheme, host, path)
            if !root.isEmpty, path == root || path.hasPrefix(root + "/") {
                rest = String(path.dropFirst(root.count))
            }
        }
        let (path, query) = Self.parts(of: rest)
        url.path = PercentCoding.encode(path, keeping: Self.pathBytes)
        if !url.path.hasPrefix("/") { url.path = "/" + url.path }
        url.query = PercentCoding.encode(query, keeping: Self.queryBytes)
        return url
    }

    /// The URL that a request asks for below this one.
    func page(of request: TestRequest) -> TestURL {
        var url = page(request.target)
        let added = QueryString.text(of: request.query.pairs.map { ($0.key, $0.value) })
        if !added.isEmpty { url.query += (url.query.isEmpty ? "" : "&") + added }
        if let host = request.headers["Host"] { url.host = host }
        return url
    }

    /// Follows a reference, as one in a `Location` field.
    ///
    /// - Parameter location: A URL, or a path that may be relative to this one's.
    /// - Returns: The URL; below another root it has none.
    /// - SeeAlso: RFC 3986, section 5.2.
    func resolve(_ location: String) -> TestURL {
        var url = self
        var reference = location
        if let (scheme, host, rest) = Self.split(location) {
            (url.scheme, url.host, reference) = (scheme, host, rest.isEmpty ? "/" : rest)
        } else if location.hasPrefix("//"), let parts = Self.split(scheme + ":" + location) {
            (url.host, reference) = (parts.host, parts.rest.isEmpty ? "/" : parts.rest)
        }
        var (path, query) = Self.parts(of: reference)
        if path.isEmpty {
            path = wholePath
            if !reference.contains("?") { query = self.query }
        } else if !path.hasPrefix("/") {
            path =
                wholePath.prefix { _ in true }.split(
                    separator: "/", omittingEmptySubsequences: false
                ).dropLast().joined(separator: "/") + "/" + path
        }
        path = PercentCoding.encode(Self.withoutDots(path), keeping: Self.pathBytes)
        if !root.isEmpty, path == root || path.hasPrefix(root + "/") {
            url.path = String(path.dropFirst(root.count))
            if url.path.isEmpty { url.path = "/" }
        } else {
            (url.root, url.path) = ("", path)
        }
        url.query = PercentCoding.encode(query, keeping: Self.queryBytes)
        return url
    }

    /// The path as a browser shows it: root and path.
    var wholePath: String { root + path }

    /// The target of the request's line.
    var target: String { query.isEmpty ? wholePath : wholePath + "?" + query }

    /// The host without its port, in small letters.
    var hostName: String { Self.name(of: host) }

    /// The port; the scheme's own if the host names none.
    var port: Int {
        let digits = host.utf8.reversed().prefix { (0x30...0x39).contains($0) }.reversed()
        let ownPort = scheme == "https" ? 443 : 80
        guard digits.count < host.utf8.count, host.dropLast(digits.count).last == ":" else {
            return ownPort
        }
        return Int(String(decoding: Array(digits), as: UTF8.self)) ?? ownPort
    }

    /// The whole URL.
    var text: String { "\(scheme)://\(host)\(target)" }

    private static func name(of host: String) -> String {
        if host.hasPrefix("[") { return String(host.prefix { $0 != "]" }.dropFirst()).lowercased() }
        return String(host.prefix { $0 != ":" }).lowercased()
    }

    /// Scheme, host and the rest of a whole URL; nil for a path.
    private static func split(_ text: String) -> (scheme: String, host: String, rest: String)? {
        for scheme in ["http", "https"] {
            let start = scheme + "://"
            guard text.utf8.count >= start.utf8.count,
                String(decoding: text.utf8.prefix(start.utf8.count), as: UTF8.self).lowercased()
                    == start
            else { continue }
            let behind = text.utf8.dropFirst(start.utf8.count)
            let end = behind.firstIndex { "/?#".utf8.contains($0) } ?? behind.endIndex
            // A browser sends no name and password of a URL as its host.
            let authority = behind[..<end]
            let at = authority.lastIndex(of: UInt8(ascii: "@")).map { authority.index(after: $0) }
            let host = String(decoding: authority[(at ?? authority.startIndex)...], as: UTF8.self)
            guard !host.isEmpty else { return nil }
            return (scheme, host, String(decoding: behind[end...], as: UTF8.self))
        }
        return nil
    }

    /// Path and query, without the fragment.
    private static func parts(of text: String) -> (path: String, query: String) {
        let bytes = text.utf8.prefix { $0 != UInt8(ascii: "#") }
        let mark = bytes.firstIndex(of: UInt8(ascii: "?"))
        let query = mark.map { String(decoding: bytes[bytes.index(after: $0)...], as: UTF8.self) }
        return (
            String(decoding: bytes[..<(mark ?? bytes.endIndex)], as: UTF8.self), query ?? ""
        )
    }

    /// A path without the parts `.` and `..`.
    private static func withoutDots(_ path: String) -> String {
        var kept: [Substring] = []
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            let isLast = index == parts.count - 1
            switch part {
            case ".": if isLast { kept.append("") }
            case "..":
                if kept.count > 1 { kept.removeLast() }
                if isLast { kept.append("") }
            default: kept.append(part)
            }
        }
        return kept.joined(separator: "/")
    }
}
