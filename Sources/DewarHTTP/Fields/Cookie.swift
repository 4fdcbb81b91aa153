public import DewarText

/// A cookie that is sent to the client.
///
/// ```swift
/// try response.setCookie("theme", "dark", maxAge: .seconds(3600), sameSite: .lax)
/// // Set-Cookie: theme=dark; Expires=…; Max-Age=3600; Path=/; SameSite=Lax
/// ```
///
/// - SeeAlso: Werkzeug `dump_cookie`; RFC 6265, section 4.1.
public struct Cookie: Sendable {
    /// Whether a cookie is sent with requests that come from other sites.
    public enum SameSite: String, Sendable, Hashable {
        /// Never.
        case strict = "Strict"
        /// When the user follows a link.
        case lax = "Lax"
        /// Always; browsers want `isSecure` with it.
        case none = "None"

        /// Reads a word in whatever case.
        ///
        /// ```swift
        /// try Cookie.SameSite(parsing: "lax")  // .lax
        /// ```
        ///
        /// - Parameter text: `Strict`, `Lax` or `None`.
        /// - Throws: ``HeaderError`` for any other.
        /// - SeeAlso: Werkzeug `dump_cookie`.
        public init(parsing text: String) throws(HeaderError) {
            switch text.lowercased() {
            case "strict": self = .strict
            case "lax": self = .lax
            case "none": self = .none
            default: throw HeaderError(.invalidSameSite(text))
            }
        }
    }

    /// When a cookie ends.
    public enum Expiry: Sendable, Hashable {
        /// At a moment.
        case date(HTTPDate)
        /// At a moment whose text is sent as it stands.
        case text(String)
    }

    /// The name; sent as it stands.
    public var name: String
    /// The value; anything but plain characters is sent escaped between quotation marks.
    public var value: String
    /// How long it lives, which 0 ends; nil until the browser is closed.
    public var maxAge: Duration?
    /// When it ends, for clients that don't know `maxAge`.
    public var expires: Expiry?
    /// The path below which it is sent; nil for the request's own.
    public var path: String?
    /// The domain to whose names it is sent; nil for the host that sets it.
    public var domain: String?
    /// Whether it is sent over HTTPS only.
    public var isSecure: Bool
    /// Whether it is kept from scripts.
    public var isHTTPOnly: Bool
    /// Whether it is sent with requests from other sites.
    public var sameSite: SameSite?
    /// Whether other sites that embed this one have their own; makes it secure as well.
    public var isPartitioned: Bool

    /// The largest field that browsers keep, in bytes.
    public static let usualSizeLimit = 4093

    /// Makes a cookie.
    ///
    /// - Parameters:
    ///   - name: The name.
    ///   - value: The value.
    ///   - maxAge: How long it lives; whole seconds count.
    ///   - expires: When it ends.
    ///   - path: The path below which it is sent.
    ///   - domain: The domain to whose names it is sent; a point before it and a port are left out.
    ///   - isSecure: Whether it is sent over HTTPS only.
    ///   - isHTTPOnly: Whether it is kept from scripts.
    ///   - sameSite: Whether it is sent with requests from other sites.
    ///   - isPartitioned: Whether other sites that embed this one have their own.
    public init(
        _ name: String, _ value: String = "", maxAge: Duration? = nil, expires: Expiry? = nil,
        path: String? = "/", domain: String? = nil, isSecure: Bool = false,
        isHTTPOnly: Bool = false, sameSite: SameSite? = nil, isPartitioned: Bool = false
    ) {
        self.name = name
        self.value = value
        self.maxAge = maxAge
        self.expires = expires
        self.path = path
        self.domain = domain
        self.isSecure = isSecure
        self.isHTTPOnly = isHTTPOnly
        self.sameSite = sameSite
        self.isPartitioned = isPartitioned
    }

    /// A cookie that makes the client forget the one of the same name, path and domain.
    ///
    /// ```swift
    /// try Cookie.deletion(of: "theme").headerValue()
    /// // "theme=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/"
    /// ```
    ///
    /// - Parameters:
    ///   - name: The name.
    ///   - path: The path that it was set for.
    ///   - domain: The domain that it was set for.
    /// - Returns: An empty cookie that has ended.
    /// - SeeAlso: Werkzeug `Response.delete_cookie`.
    public static func deletion(
        of name: String, path: String? = "/", domain: String? = nil
    ) -> Cookie {
        Cookie(
            name, maxAge: .zero, expires: .date(HTTPDate(secondsSince1970: 0)), path: path,
            domain: domain)
    }

    /// Writes the value of a `Set-Cookie` field.
    ///
    /// ```swift
    /// try Cookie("theme", "dark; blue", isHTTPOnly: true).headerValue()
    /// // #"theme="dark\073 blue"; HttpOnly; Path=/"#
    /// ```
    ///
    /// - Parameters:
    ///   - now: The present moment, from which `Expires` is counted.
    ///   - syncsExpires: Whether `Expires` is added where only `maxAge` is given.
    /// - Returns: The name, the value and the attributes.
    /// - Throws: ``HeaderError``: a domain that has no form in ASCII.
    /// - SeeAlso: Werkzeug `dump_cookie`.
    public func headerValue(
        now: HTTPDate = .now, syncsExpires: Bool = true
    ) throws(HeaderError) -> String {
        var text = name + "=" + Self.escaped(value)
        if let domain { text += "; Domain=" + (try Self.ascii(domain)) }
        switch expires {
        case .date(let date): text += "; Expires=\(date)"
        case .text(let date): text += "; Expires=\(date)"
        case nil:
            if let maxAge, syncsExpires { text += "; Expires=\(now + maxAge)" }
        }
        if let maxAge { text += "; Max-Age=\(maxAge.components.seconds)" }
        if isSecure || isPartitioned { text += "; Secure" }
        if isHTTPOnly { text += "; HttpOnly" }
        if let path { text += "; Path=" + PercentCoding.encode(path, keeping: Self.pathBytes) }
        if let sameSite { text += "; SameSite=" + sameSite.rawValue }
        if isPartitioned { text += "; Partitioned" }
        return text
    }
}

extension Cookie {
    private static let plainBytes = ASCIISet(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_"
            + "!#$%&'()*+-./:<=>?@[]^`{|}~")
    private static let pathBytes = ASCIISet("%!$&'()*+,/:=@")

    /// Puts a value that is not plain between quotation marks, with octal escapes as Python's
    /// `http.cookies` writes them.
    private static func escaped(_ value: String) -> String {
        if value.utf8.allSatisfy(plainBytes.contains) { return value }
        var result: [UInt8] = [UInt8(ascii: "\"")]
        for byte in value.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                result += [UInt8(ascii: "\\"), byte]
            // Werkzeug's pattern leaves 0x1A to 0x1F as they are.
            case 0x00...0x19, UInt8(ascii: ","), UInt8(ascii: ";"), 0x7F...:
                result += [UInt8(ascii: "\\"), 48 + byte >> 6, 48 + byte >> 3 & 7, 48 + byte & 7]
            default: result.append(byte)
            }
        }
        result.append(UInt8(ascii: "\""))
        return String(decoding: result, as: UTF8.self)
    }

    private static func ascii(_ domain: String) throws(HeaderError) -> String {
        let name = TextBytes(domain).cut(at: UInt8(ascii: ":")).0
            .drop { $0 == UInt8(ascii: ".") }.text
        guard let ascii = HostName.ascii(name) else { throw HeaderError(.invalidDomain(domain)) }
        return ascii
    }
}
