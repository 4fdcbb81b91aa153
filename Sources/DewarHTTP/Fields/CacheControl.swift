import DewarText

/// The `Cache-Control` of a request.
///
/// - SeeAlso: Werkzeug `RequestCacheControl`; RFC 9111, section 5.2.1.
public struct RequestCacheControl: CacheDirectives {
    /// How stale a response may be.
    public enum Staleness: Sendable, Hashable {
        /// However stale.
        case any
        /// Stale for no longer than a number of seconds.
        case seconds(Int)
    }

    /// The directives.
    public var directives = CacheDirectiveList()

    /// Makes an empty list.
    public init() {}

    /// `no-cache`: ask the origin first.
    public var noCache: Bool { flag("no-cache") }

    /// `max-stale`: how stale a response may be; nil when it must be fresh.
    public var maxStale: Staleness? {
        guard let value = directives.value(of: "max-stale") else { return nil }
        return value == nil ? .any : seconds("max-stale").map { .seconds($0) }
    }

    /// `min-fresh`: how long it must stay fresh, in seconds.
    public var minFresh: Int? { seconds("min-fresh") }

    /// `only-if-cached`: don't ask the origin.
    public var onlyIfCached: Bool { flag("only-if-cached") }
}

/// The `Cache-Control` of a response.
///
/// ```swift
/// response.cacheControl.public = true
/// response.cacheControl.maxAge = 3600
/// // Cache-Control: public, max-age=3600
/// ```
///
/// - SeeAlso: Werkzeug `ResponseCacheControl`; RFC 9111, section 5.2.2.
public struct ResponseCacheControl: CacheDirectives {
    /// The directives.
    public var directives = CacheDirectiveList()

    /// Makes an empty list.
    public init() {}

    /// `no-cache`: ask the origin before it is used again.
    public var noCache: CacheScope? {
        get { scope("no-cache") }
        set { setScope("no-cache", newValue) }
    }

    /// `public`: caches that many people share may keep it.
    public var `public`: Bool {
        get { flag("public") }
        set { setFlag("public", newValue) }
    }

    /// `private`: caches that many people share may not keep it.
    public var `private`: CacheScope? {
        get { scope("private") }
        set { setScope("private", newValue) }
    }

    /// `must-revalidate`: when it is stale, ask the origin.
    public var mustRevalidate: Bool {
        get { flag("must-revalidate") }
        set { setFlag("must-revalidate", newValue) }
    }

    /// `proxy-revalidate`: the same for shared caches.
    public var proxyRevalidate: Bool {
        get { flag("proxy-revalidate") }
        set { setFlag("proxy-revalidate", newValue) }
    }

    /// `s-maxage`: how long it is fresh in shared caches, in seconds.
    public var sharedMaxAge: Int? {
        get { seconds("s-maxage") }
        set { setSeconds("s-maxage", newValue) }
    }

    /// `immutable`: it never changes while it is fresh.
    public var immutable: Bool {
        get { flag("immutable") }
        set { setFlag("immutable", newValue) }
    }

    /// `must-understand`: only caches that know the status keep it.
    public var mustUnderstand: Bool {
        get { flag("must-understand") }
        set { setFlag("must-understand", newValue) }
    }

    /// `stale-while-revalidate`: how long it may serve, past its freshness, while a new one is
    /// fetched; seconds.
    public var staleWhileRevalidate: Int? {
        get { seconds("stale-while-revalidate") }
        set { setSeconds("stale-while-revalidate", newValue) }
    }
}
