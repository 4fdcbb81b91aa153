import DewarText

/// The directives of a `Cache-Control` field, in order.
///
/// The typed properties are those of ``RequestCacheControl`` and ``ResponseCacheControl``; others
/// are read and set by name.
///
/// - SeeAlso: RFC 9111, section 5.2; Werkzeug `_CacheControl`.
public protocol CacheDirectives: Sendable, CustomStringConvertible {
    /// Makes an empty list.
    ///
    /// ```swift
    /// var control = ResponseCacheControl()
    /// control.noStore = true
    /// control.description  // "no-store"
    /// ```
    ///
    /// - SeeAlso: Werkzeug `_CacheControl.__init__`.
    init()

    /// What the list holds.
    var directives: CacheDirectiveList { get set }
}

/// Directives with their values, in order, each once.
public struct CacheDirectiveList: Sendable {
    var pairs = OrderedPairs<String?>()

    /// Makes an empty list.
    public init() {}

    /// The directives and their values; nil for one without a value.
    public var items: [(name: String, value: String?)] { pairs.items }

    /// Tells whether a directive is there.
    ///
    /// ```swift
    /// ResponseCacheControl(parsing: "no-cache").directives.contains("no-cache")  // true
    /// ```
    ///
    /// - SeeAlso: Python `in`, of a `dict`.
    public func contains(_ name: String) -> Bool { pairs.position(of: name) != nil }

    /// The value of a directive: nil when it is not there, `.some(nil)` when it has none.
    ///
    /// ```swift
    /// let directives = ResponseCacheControl(parsing: "private, max-age=60").directives
    /// directives.value(of: "max-age")   // "60"
    /// directives.value(of: "private")   // .some(nil)
    /// directives.value(of: "no-store")  // nil
    /// ```
    ///
    /// - SeeAlso: Werkzeug `_CacheControl._get_cache_value`.
    public func value(of name: String) -> String?? {
        pairs.value(of: name)
    }

    /// Sets a directive.
    ///
    /// ```swift
    /// response.cacheControl.directives.set("stale-if-error", to: "60")
    /// ```
    ///
    /// - Parameters:
    ///   - name: Its name, in lower case.
    ///   - value: Its value; nil for none.
    /// - SeeAlso: Werkzeug `_CacheControl`, which is a `dict`.
    public mutating func set(_ name: String, to value: String? = nil) { pairs.set(name, value) }

    /// Removes a directive.
    ///
    /// ```swift
    /// response.cacheControl.directives.remove("no-cache")
    /// ```
    ///
    /// - SeeAlso: Werkzeug `_CacheControl`, which is a `dict`.
    public mutating func remove(_ name: String) { pairs.remove(name) }
}

extension CacheDirectives {
    /// Reads a field.
    ///
    /// ```swift
    /// RequestCacheControl(parsing: "max-age=60, no-cache").maxAge  // 60
    /// ```
    ///
    /// - Parameter value: The value of the field; nil for an empty list.
    /// - SeeAlso: Werkzeug `parse_cache_control_header`.
    public init(parsing value: String?) {
        self.init()
        for pair in value.map(HeaderText.pairs) ?? [] { directives.set(pair.name, to: pair.value) }
    }

    /// Whether there is no directive.
    public var isEmpty: Bool { directives.items.isEmpty }

    /// The value of a field; empty without a directive.
    public var description: String {
        HeaderText.text(ofPairs: directives.items.map { ($0.name, $0.value) })
    }

    /// `no-store`: nobody keeps it.
    public var noStore: Bool {
        get { flag("no-store") }
        set { setFlag("no-store", newValue) }
    }

    /// `max-age`: how long it is fresh, in seconds.
    public var maxAge: Int? {
        get { seconds("max-age") }
        set { setSeconds("max-age", newValue) }
    }

    /// `no-transform`: nobody on the way changes it.
    public var noTransform: Bool {
        get { flag("no-transform") }
        set { setFlag("no-transform", newValue) }
    }

    /// `stale-if-error`: how long it may serve, past its freshness, in place of an error; seconds.
    public var staleIfError: Int? {
        get { seconds("stale-if-error") }
        set { setSeconds("stale-if-error", newValue) }
    }

    func flag(_ name: String) -> Bool { directives.contains(name) }

    mutating func setFlag(_ name: String, _ value: Bool) {
        if value { directives.set(name) } else { directives.remove(name) }
    }

    func seconds(_ name: String) -> Int? { number(of: name).map { Int(clamping: $0) } }

    /// The number that a directive has for a value; nil when it has none.
    package func number(of name: String) -> Int128? {
        (directives.value(of: name) ?? nil).flatMap(NumberText.integerDigits).flatMap {
            Int128($0)
        }
    }

    mutating func setSeconds(_ name: String, _ value: Int?) {
        if let value { directives.set(name, to: String(value)) } else { directives.remove(name) }
    }

    func scope(_ name: String) -> CacheScope? {
        directives.value(of: name).map { value in value.map { .fields($0) } ?? .everything }
    }

    mutating func setScope(_ name: String, _ value: CacheScope?) {
        switch value {
        case .everything: directives.set(name)
        case .fields(let fields): directives.set(name, to: fields)
        case nil: directives.remove(name)
        }
    }
}

/// What `no-cache` and `private` speak of.
///
/// ```swift
/// response.cacheControl.private = .everything
/// response.cacheControl.noCache = "Set-Cookie"
/// ```
public enum CacheScope: Sendable, Hashable, ExpressibleByStringLiteral {
    /// The whole response.
    case everything
    /// Header fields, as a list.
    case fields(String)

    /// Takes a list of header fields.
    public init(stringLiteral value: String) {
        self = .fields(value)
    }
}
