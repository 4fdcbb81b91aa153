import DewarText

/// A URL in its five parts, none of them decoded.
///
/// - SeeAlso: Python `urllib.parse.urlsplit` and `urlunsplit`; RFC 3986, appendix B.
struct SplitURL {
    var scheme = ""
    var authority = ""
    var path = ""
    var query = ""
    var fragment = ""

    private static let schemeBytes = ASCIISet(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.")
    private static let authorityEnds = ASCIISet("/?#")

    /// Takes a URL apart, without the white space at its beginning and the line breaks in it.
    init(_ url: String) throws(HeaderError) {
        var rest = TextBytes(url).drop { $0 <= 0x20 }
        if rest.contains(where: Self.isLineBreakOrTab) {
            rest = rest.filter { !Self.isLineBreakOrTab($0) }[...]
        }
        if let colon = rest.firstIndex(of: UInt8(ascii: ":")), let first = rest.first,
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first | 0x20),
            rest[..<colon].allSatisfy(Self.schemeBytes.contains)
        {
            scheme = rest[..<colon].lowercasedASCII.text
            rest = rest[(colon + 1)...]
        }
        if rest.starts(with: "//".utf8) {
            rest = rest.dropFirst(2)
            let end = rest.firstIndex(where: Self.authorityEnds.contains) ?? rest.endIndex
            authority = rest[..<end].text
            rest = rest[end...]
            try Self.checkBrackets(authority, in: url)
        }
        let (beforeFragment, fragment) = rest.cut(at: UInt8(ascii: "#"))
        let (path, query) = beforeFragment.cut(at: UInt8(ascii: "?"))
        self.path = path.text
        self.query = query?.text ?? ""
        self.fragment = fragment?.text ?? ""
        if Normalization.expandsToURLSyntax(authority) { throw HeaderError(.invalidURL(url)) }
    }

    private static func isLineBreakOrTab(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\n")
    }

    private static func checkBrackets(
        _ authority: String, in url: String
    ) throws(HeaderError) {
        let bytes = TextBytes(authority)
        let (_, afterOpening) = bytes.cut(at: UInt8(ascii: "["))
        let hasClosing = bytes.contains(UInt8(ascii: "]"))
        guard let afterOpening else {
            if hasClosing { throw HeaderError(.invalidURL(url)) }
            return
        }
        let address = afterOpening.cut(at: UInt8(ascii: "]")).0
        guard hasClosing, IPAddress.isBracketedHost(address) else {
            throw HeaderError(.invalidURL(url))
        }
    }

    /// The schemes whose URLs have an authority, even if it is empty.
    private static let schemesWithAuthority: Set<String> = [
        "ftp", "http", "gopher", "nntp", "telnet", "imap", "wais", "file", "mms", "https",
        "shttp", "snews", "prospero", "rtsp", "rtsps", "rtspu", "rsync", "svn", "svn+ssh", "sftp",
        "nfs", "git", "git+ssh", "ws", "wss", "itms-services",
    ]

    /// The URL again.
    var text: String {
        var url = path
        let wantsAuthority =
            Self.schemesWithAuthority.contains(scheme) && !path.utf8.starts(with: "//".utf8)
        if !authority.isEmpty || wantsAuthority {
            let slash = url.isEmpty || url.utf8.first == UInt8(ascii: "/") ? "" : "/"
            url = "//" + authority + slash + url
        }
        if !scheme.isEmpty { url = scheme + ":" + url }
        if !query.isEmpty { url += "?" + query }
        if !fragment.isEmpty { url += "#" + fragment }
        return url
    }
}

extension SplitURL {
    /// The parts of an authority: `user:password@host:port`.
    struct Authority {
        /// nil when there is none.
        var user: String?
        var password: String?
        /// In lower case, without the brackets of an address; empty when there is none.
        var host: String
        /// nil when there is none; 0 is one.
        var port: Int?
    }

    /// Takes the authority apart.
    func parts() throws(HeaderError) -> Authority {
        let bytes = TextBytes(authority)
        var hostAndPort = bytes
        var result = Authority(host: "")
        if let at = bytes.lastIndex(of: UInt8(ascii: "@")) {
            let (user, password) = bytes[..<at].cut(at: UInt8(ascii: ":"))
            result.user = user.text
            result.password = password?.text
            hostAndPort = bytes[(at + 1)...]
        }
        var (host, port) = hostAndPort.cut(at: UInt8(ascii: ":"))
        if let bracketed = hostAndPort.cut(at: UInt8(ascii: "[")).1 {
            let (address, afterAddress) = bracketed.cut(at: UInt8(ascii: "]"))
            host = address
            port = afterAddress?.cut(at: UInt8(ascii: ":")).1
        }
        let (name, zone) = host.cut(at: UInt8(ascii: "%"))
        result.host = name.text.lowercased() + (zone.map { "%" + $0.text } ?? "")
        if let port, !port.isEmpty {
            guard port.allSatisfy(\.isASCIIDigit), let number = Int(port.text),
                number <= 65_535
            else { throw HeaderError(.invalidURL(authority)) }
            result.port = number
        }
        return result
    }
}
