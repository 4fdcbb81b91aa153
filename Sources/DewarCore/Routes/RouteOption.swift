public import DewarRouting

/// Something that a rule shall be beside its pattern and methods.
///
/// ```swift
/// app.get("/list/<int:page>", name: "list", options: [.also("/list/", .defaults(["page": 1]))]) {
///     (page: Int) in "page \(page)"
/// }
/// app.get("/", name: "api.home", options: [.subdomain("api")]) { "The API." }
/// ```
///
/// - SeeAlso: the options of Werkzeug's `Rule`.
public struct RouteOption: Sendable {
    let apply: @Sendable (inout Route) -> Void

    private init(_ apply: @escaping @Sendable (inout Route) -> Void) { self.apply = apply }

    /// Values that the view gets beside the rule's variables, in this order; of a variable the
    /// value that may be left out of a URL.
    /// ```swift
    /// app.get("/list/", name: "list", options: [.defaults(["page": 1])]) { (page: Int) in
    ///     "page \(page)"
    /// }
    /// ```
    ///
    /// - Parameter values: Names and values.
    /// - Returns: The option.
    /// - SeeAlso: Werkzeug `Rule(defaults=…)`.
    public static func defaults(_ values: RouteValues) -> RouteOption {
        RouteOption { $0.rule.defaults = values }
    }

    /// Another rule for the same view and endpoint.
    ///
    /// ```swift
    /// app.get("/about", name: "about", options: [.also("/imprint")]) { "about us" }
    /// ```
    ///
    /// - Parameters:
    ///   - pattern: Its pattern.
    ///   - options: What else it shall be.
    /// - Returns: The option.
    /// - SeeAlso: two `route` decorators on one function of Flask.
    public static func also(_ pattern: String, _ options: RouteOption...) -> RouteOption {
        RouteOption { $0.others.append((pattern, options)) }
    }

    /// A subdomain, of an application that matches subdomains.
    ///
    /// ```swift
    /// app.routing.matchesSubdomains = true
    /// app.get("/", name: "shop", options: [.subdomain("<name>")]) { (name: String) in
    ///     "shop \(name)"
    /// }
    /// ```
    ///
    /// - Parameter pattern: A label, or a pattern of one: `<tenant>`.
    /// - Returns: The option.
    /// - SeeAlso: Werkzeug `Rule(subdomain=…)`.
    public static func subdomain(_ pattern: String) -> RouteOption {
        RouteOption { $0.rule.subdomain = pattern }
    }

    /// A host, of an application that matches hosts.
    ///
    /// ```swift
    /// app.routing.matchesHosts = true
    /// app.get("/", name: "home", options: [.host("<name>.example.com")]) { (name: String) in
    ///     "shop \(name)"
    /// }
    /// ```
    ///
    /// - Parameter pattern: A host, or a pattern of one: `<tenant>.example.com`.
    /// - Returns: The option.
    /// - SeeAlso: Werkzeug `Rule(host=…)`.
    public static func host(_ pattern: String) -> RouteOption {
        RouteOption { $0.rule.host = pattern }
    }

    /// Whether a path without the rule's final slash is redirected to the one with it; if not, it
    /// is answered as well.
    /// ```swift
    /// // Answers /posts and /posts/ alike.
    /// app.get("/posts/", options: [.strictSlashes(false)]) { "posts" }
    /// ```
    ///
    /// - Parameter isStrict: The choice; without this option it is the application's.
    /// - Returns: The option.
    /// - SeeAlso: Werkzeug `Rule(strict_slashes=…)`.
    public static func strictSlashes(_ isStrict: Bool) -> RouteOption {
        RouteOption { $0.rule.isStrict = isStrict }
    }

    /// Whether a path with repeated slashes is redirected to the one without.
    ///
    /// ```swift
    /// // Takes /raw/a//b as it is.
    /// app.get("/raw/<path:name>", options: [.mergesSlashes(false)]) { name in "file \(name)" }
    /// ```
    ///
    /// - Parameter merges: The choice; without this option it is the application's.
    /// - Returns: The option.
    /// - SeeAlso: Werkzeug `Rule(merge_slashes=…)`.
    public static func mergesSlashes(_ merges: Bool) -> RouteOption {
        RouteOption { $0.rule.mergesSlashes = merges }
    }

    /// Whether OPTIONS is answered without the view, of a rule that takes it.
    ///
    /// ```swift
    /// // OPTIONS is answered with 405, as any other method.
    /// app.get("/status", options: [.automaticOptions(false)]) { "well" }
    /// ```
    ///
    /// - Parameter isAutomatic: The choice; without this option it is
    ///   ``Config/answersOptions``, and a rule that names OPTIONS itself answers it by its view.
    ///   false leaves OPTIONS out, unless the rule names it.
    /// - Returns: The option.
    /// - SeeAlso: Flask `provide_automatic_options`.
    public static func automaticOptions(_ isAutomatic: Bool) -> RouteOption {
        RouteOption { $0.answersOptions = isAutomatic }
    }

    /// A rule that is redirected to the endpoint's main one.
    public static var alias: RouteOption { RouteOption { $0.rule.isAlias = true } }
}
