import DewarHTTP
public import DewarText

/// A cookie that a client keeps, or that an answer sets.
///
/// - SeeAlso: Werkzeug `werkzeug.test.Cookie`.
public struct TestCookie: Sendable, Hashable {
    /// The name.
    public let name: String
    /// The value, decoded: without quotation marks and escapes.
    public let value: String
    /// When it ends; nil when nothing says so.
    public let expires: HTTPDate?
    /// How many seconds it lives; nil when nothing says so.
    public let maxAge: Int?
    /// The host that set it, or the domain that it names.
    public let domain: String
    /// Whether it is sent to the host alone, and not to hosts below it.
    public let isHostOnly: Bool
    /// The path below which it is sent.
    public let path: String
    /// Whether it is for HTTPS alone.
    public let isSecure: Bool
    /// Whether it is kept from scripts.
    public let isHTTPOnly: Bool
    /// With which requests from other sites it is sent: `Lax`, `Strict`, `None`, or nil.
    public let sameSite: String?

    /// Name and value as they go over the wire.
    let pair: String

    /// Reads a `Set-Cookie` field; nil for a cookie without a name.
    ///
    /// - Parameters:
    ///   - field: The field's value.
    ///   - host: The host that answered, without a port.
    ///   - path: The path that was asked for, encoded.
    ///   - isHostOnly: Overrides whether the host alone gets it; nil for what the field says.
    init?(_ field: String, from host: String, path: String, isHostOnly: Bool? = nil) {
        let parts = field.utf8Parts(at: ";")
        let halves = parts[0].utf8Parts(at: "=", maximum: 1)
        guard
            let (name, value) = (try? MultiDict(parsingCookies: Array(parts[0].utf8)))?.items.first
        else { return nil }
        (self.name, self.value) = (name, value)
        pair = halves[0].trimmed + "=" + (halves.count > 1 ? halves[1].trimmed : "")
        var attributes: [String: String] = [:]
        for part in parts.dropFirst() {
            let halves = part.utf8Parts(at: "=", maximum: 1)
            attributes[halves[0].trimmed.lowercased()] = halves.count > 1 ? halves[1].trimmed : ""
        }
        expires = attributes["expires"].flatMap { HTTPDate($0) }
        maxAge = attributes["max-age"].map { Int($0) ?? 0 }
        let domain = (attributes["domain"] ?? "").lowercased()
        self.domain = domain.isEmpty ? host : domain
        self.isHostOnly = isHostOnly ?? (attributes["domain"] == nil)
        let ownPath = attributes["path"] ?? ""
        self.path = ownPath.isEmpty ? Self.folder(of: path) : ownPath
        isSecure = attributes["secure"] != nil
        isHTTPOnly = attributes["httponly"] != nil
        sameSite = attributes["samesite"]
    }

    /// Whether the client forgets the cookie of this name, domain and path.
    var isDeletion: Bool {
        maxAge.map { $0 <= 0 } ?? (expires.map { $0 <= .now } ?? false)
    }

    /// Whether the cookie goes with a request.
    ///
    /// - SeeAlso: Werkzeug `Cookie._matches_request`; RFC 6265, sections 5.1.3 and 5.1.4.
    func matches(host: String, path: String) -> Bool {
        let isDomain = host == domain || !isHostOnly && host.hasSuffix("." + domain)
        let folder = self.path.hasSuffix("/") ? self.path : self.path + "/"
        return isDomain && (path == self.path || path.hasPrefix(folder))
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")), slash > path.startIndex else {
            return "/"
        }
        return String(path[..<slash])
    }
}

extension String {
    fileprivate func utf8Parts(at byte: Unicode.Scalar, maximum: Int = .max) -> [String] {
        utf8.split(
            separator: UInt8(ascii: byte), maxSplits: maximum, omittingEmptySubsequences: false
        ).map { String(decoding: Array($0), as: UTF8.self) }
    }

    fileprivate var trimmed: String {
        let isSpace = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
        let bytes = utf8.drop(while: isSpace).reversed().drop(while: isSpace).reversed()
        return String(decoding: Array(bytes), as: UTF8.self)
    }
}
