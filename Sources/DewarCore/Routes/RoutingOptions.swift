public import DewarRouting

/// How an application's rules are matched.
///
/// - SeeAlso: Flask's `subdomain_matching` and `host_matching`; Werkzeug `Map`.
public struct RoutingOptions: Sendable {
    /// Whether the final slash of a rule matters, unless the rule says otherwise.
    public var isStrict = true
    /// Whether repeated slashes are redirected to one, unless the rule says otherwise.
    public var mergesSlashes = true
    /// Whether a path that names a default is redirected to the one that leaves it out.
    public var redirectsDefaults = true
    /// Whether rules are for hosts: ``RouteOption/host(_:)``.
    public var matchesHosts = false
    /// Whether rules are for subdomains of ``Config/serverName``: ``RouteOption/subdomain(_:)``.
    public var matchesSubdomains = false
    /// Whether the query of a built URL is sorted by name.
    public var sortsParameters = false
    /// Converters of one's own, by the names that rules use.
    public var converters: [String: any RouteConverter.Type] = [:]

    /// What a URL map takes of it.
    var map: URLMap.Options {
        var options = URLMap.Options()
        options.isStrict = isStrict
        options.mergesSlashes = mergesSlashes
        options.redirectsDefaults = redirectsDefaults
        options.matchesHosts = matchesHosts
        options.sortsParameters = sortsParameters
        return options
    }
}
