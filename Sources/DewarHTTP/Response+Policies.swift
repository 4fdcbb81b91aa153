/// Which windows a page shares its process with.
///
/// - SeeAlso: Werkzeug `COOP`; HTML, section 7.1.3.
public enum OpenerPolicy: String, Sendable {
    /// Every window that it opened or was opened by.
    case unsafeNone = "unsafe-none"
    /// Those of its origin, and windows that it opens.
    case sameOriginAllowPopups = "same-origin-allow-popups"
    /// Those of its origin.
    case sameOrigin = "same-origin"
}

/// What a page may embed.
///
/// - SeeAlso: Werkzeug `COEP`; HTML, section 7.1.4.
public enum EmbedderPolicy: String, Sendable {
    /// Anything.
    case unsafeNone = "unsafe-none"
    /// What allows it.
    case requireCORP = "require-corp"
}

/// Which sites may embed a response.
///
/// - SeeAlso: Fetch, section 3.7.
public enum ResourcePolicy: String, Sendable {
    /// Those of its origin.
    case sameOrigin = "same-origin"
    /// Those of its domain.
    case sameSite = "same-site"
    /// All.
    case crossOrigin = "cross-origin"
}

extension Response {
    /// What the page may load and do.
    public var contentSecurityPolicy: ContentSecurityPolicy {
        get { ContentSecurityPolicy(parsing: headers[.contentSecurityPolicy]) }
        set { headers[.contentSecurityPolicy] = newValue.isEmpty ? nil : newValue.description }
    }

    /// What the page may load and do, where a breach is only reported.
    public var contentSecurityPolicyReportOnly: ContentSecurityPolicy {
        get { ContentSecurityPolicy(parsing: headers["Content-Security-Policy-Report-Only"]) }
        set {
            headers["Content-Security-Policy-Report-Only"] =
                newValue.isEmpty ? nil : newValue.description
        }
    }

    /// Which windows the page shares its process with.
    public var crossOriginOpenerPolicy: OpenerPolicy {
        get {
            headers["Cross-Origin-Opener-Policy"].flatMap { OpenerPolicy(rawValue: $0) }
                ?? .unsafeNone
        }
        set { headers["Cross-Origin-Opener-Policy"] = newValue.rawValue }
    }

    /// What the page may embed.
    public var crossOriginEmbedderPolicy: EmbedderPolicy {
        get {
            headers["Cross-Origin-Embedder-Policy"].flatMap { EmbedderPolicy(rawValue: $0) }
                ?? .unsafeNone
        }
        set { headers["Cross-Origin-Embedder-Policy"] = newValue.rawValue }
    }

    /// Which sites may embed the response; nil for what the embedding page's policy says.
    public var crossOriginResourcePolicy: ResourcePolicy? {
        get { headers["Cross-Origin-Resource-Policy"].flatMap { ResourcePolicy(rawValue: $0) } }
        set { headers["Cross-Origin-Resource-Policy"] = newValue?.rawValue }
    }

    /// Whether scripts of other sites may send credentials.
    public var accessControlAllowCredentials: Bool {
        get { headers.contains("Access-Control-Allow-Credentials") }
        set { headers["Access-Control-Allow-Credentials"] = newValue ? "true" : nil }
    }

    /// The site whose scripts may read the response, or `*`.
    public var accessControlAllowOrigin: String? {
        get { headers["Access-Control-Allow-Origin"] }
        set { headers["Access-Control-Allow-Origin"] = newValue }
    }

    /// The header fields that scripts of other sites may send.
    public var accessControlAllowHeaders: HeaderSet {
        get { HeaderSet(parsing: headers["Access-Control-Allow-Headers"]) }
        set { setWords(newValue, "Access-Control-Allow-Headers") }
    }

    /// The methods that scripts of other sites may use.
    public var accessControlAllowMethods: HeaderSet {
        get { HeaderSet(parsing: headers["Access-Control-Allow-Methods"]) }
        set { setWords(newValue, "Access-Control-Allow-Methods") }
    }

    /// The header fields that scripts of other sites may read.
    public var accessControlExposeHeaders: HeaderSet {
        get { HeaderSet(parsing: headers["Access-Control-Expose-Headers"]) }
        set { setWords(newValue, "Access-Control-Expose-Headers") }
    }

    /// How long a browser may remember these answers, in seconds.
    public var accessControlMaxAge: Int? {
        get { headers.get("Access-Control-Max-Age", as: Int.self) }
        set { headers["Access-Control-Max-Age"] = newValue.map(String.init) }
    }

    private mutating func setWords(_ words: HeaderSet, _ name: String) {
        headers[name] = words.isEmpty ? nil : words.description
    }
}
