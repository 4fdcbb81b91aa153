/// A URL rule as it is written down: a pattern, and what belongs to it.
///
/// ```swift
/// Rule("/posts/<int:id>", endpoint: "post.show", methods: ["GET"])
/// Rule("/posts/", endpoint: "post.list", defaults: ["page": 1])
/// Rule("/old/<slug>", redirectTo: "posts/<slug>")
/// ```
/// A pattern begins with a slash and holds variables `<converter(arguments):name>`, of which
/// converter and arguments may be absent. One that ends in a slash also answers, with a redirect,
/// without it. Patterns are parsed when a ``URLMap`` is made.
///
/// - SeeAlso: Werkzeug `Rule`.
public struct Rule: Sendable {
    /// The pattern of the path: decoded text.
    public var pattern: String
    /// The name under which URLs are built; nil for mere redirects.
    ///
    /// Several rules may share one.
    public var endpoint: String?
    /// The methods the rule answers, in either case; nil for all.
    ///
    /// GET brings HEAD.
    public var methods: [String]?
    /// Values the view gets besides the variables.
    ///
    /// When a URL is built and one of these values is given, it must be the same.
    public var defaults: RouteValues
    /// The pattern of the subdomain; nil for the map's default.
    ///
    /// It is not used when hosts are matched.
    public var subdomain: String?
    /// The pattern of the host; used only when the map matches hosts.
    public var host: String?
    /// Whether a final slash too many or too few matters; nil as the map says.
    public var isStrict: Bool?
    /// Whether repeated slashes are redirected to single ones; nil as the map says.
    public var mergesSlashes: Bool?
    /// Whether the rule only builds URLs and matches nothing.
    public var isBuildOnly: Bool
    /// Whether the rule redirects to another one with the same endpoint and variables.
    public var isAlias: Bool
    /// Whether the rule answers WebSocket requests, and no others.
    public var isWebSocket: Bool
    /// Where the rule redirects to, or nil.
    public var redirectTarget: RedirectTarget?

    /// Describes a rule.
    ///
    /// - Parameters:
    ///   - pattern: The pattern of the path.
    ///   - endpoint: The name under which URLs are built.
    ///   - methods: The methods the rule answers; nil for all.
    ///   - defaults: Values the view gets besides the variables.
    ///   - subdomain: The pattern of the subdomain; nil for the map's default.
    ///   - host: The pattern of the host, when the map matches hosts.
    ///   - isStrict: Whether the final slash matters; nil as the map says.
    ///   - mergesSlashes: Whether repeated slashes are redirected; nil as the map says.
    ///   - isBuildOnly: Whether the rule only builds URLs.
    ///   - isAlias: Whether the rule redirects to another one of the endpoint.
    ///   - isWebSocket: Whether the rule answers WebSocket requests.
    ///   - redirectTarget: Where the rule redirects to.
    public init(
        _ pattern: String, endpoint: String? = nil, methods: [String]? = nil,
        defaults: RouteValues = RouteValues(), subdomain: String? = nil, host: String? = nil,
        isStrict: Bool? = nil, mergesSlashes: Bool? = nil, isBuildOnly: Bool = false,
        isAlias: Bool = false, isWebSocket: Bool = false,
        redirectTo redirectTarget: RedirectTarget? = nil
    ) {
        self.pattern = pattern
        self.endpoint = endpoint
        self.methods = methods
        self.defaults = defaults
        self.subdomain = subdomain
        self.host = host
        self.isStrict = isStrict
        self.mergesSlashes = mergesSlashes
        self.isBuildOnly = isBuildOnly
        self.isAlias = isAlias
        self.isWebSocket = isWebSocket
        self.redirectTarget = redirectTarget
    }
}

/// Where a rule redirects to: a URL, absolute or relative to the application's root.
public enum RedirectTarget: Sendable, ExpressibleByStringLiteral {
    /// A URL whose `<name>` are replaced by the variables' text: `posts/<slug>`.
    case pattern(String)
    /// What a function makes of the match.
    case function(@Sendable (URLAdapter, RouteMatch) -> String)

    /// A URL whose `<name>` are replaced by the variables' text.
    public init(stringLiteral value: String) {
        self = .pattern(value)
    }
}

/// A variable of a rule, as the map understood it.
public struct RuleVariable: Sendable, Hashable {
    /// The variable's name.
    public let name: String
    /// The name of its converter; `default` when the rule names none.
    public let converter: String
    /// What stands between the converter's parentheses; empty without them.
    public let arguments: String
    /// What kind of values it yields.
    public let valueKind: RouteValueKind
}
