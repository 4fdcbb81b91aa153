public import DewarRouting
public import DewarText
import HTTPTypes

/// What an application and a blueprint have in common: routes are declared on both.
///
/// Each of the properties is called like a function:
/// ```swift
/// app.route("/") { "Hello" }
/// app.route("/login", methods: [.get, .post]) { "Welcome" }
/// app.get("/posts/<int:id>", name: "post.show") { (id: Int) in "No. \(id)" }
/// ```
///
/// - SeeAlso: Flask `Scaffold`.
public protocol Scaffold: AnyObject, Sendable {
    /// Where declarations are kept until the application is built.
    var declarations: Declarations { get }
}

extension Scaffold {
    /// Declares a view for a rule; for GET unless `methods` says otherwise.
    public var route: RouteRegistrar { RouteRegistrar(declarations) }
    /// Declares a view for GET, and so for HEAD.
    public var get: RouteRegistrar { RouteRegistrar(declarations, method: .get) }
    /// Declares a view for POST.
    public var post: RouteRegistrar { RouteRegistrar(declarations, method: .post) }
    /// Declares a view for PUT.
    public var put: RouteRegistrar { RouteRegistrar(declarations, method: .put) }
    /// Declares a view for PATCH.
    public var patch: RouteRegistrar { RouteRegistrar(declarations, method: .patch) }
    /// Declares a view for DELETE.
    public var delete: RouteRegistrar { RouteRegistrar(declarations, method: .delete) }

    /// Declares a rule as it is, with a view that takes the values by name.
    ///
    /// ```swift
    /// app.addRule(Rule("/files/<path:name>", endpoint: "file")) { values in
    ///     "You asked for \(values["name"]?.description ?? "nothing")"
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - rule: The rule; without methods it answers GET, without an endpoint its pattern is that.
    ///   - automaticOptions: See ``RouteOption/automaticOptions(_:)``; nil as the application says.
    ///   - view: Takes the values of the rule's variables, and its defaults.
    /// - SeeAlso: Flask `add_url_rule`.
    public func addRule(
        _ rule: Rule, automaticOptions: Bool? = nil,
        view: @escaping @Sendable (RouteValues) async throws -> Markup
    ) {
        declarations.add(
            Route(rule, automaticOptions, view: ErasedView(byName: view) { $0.makeResponse() }))
    }

    /// Declares a rule as it is, with a view that takes the values by name.
    ///
    /// - Parameters:
    ///   - rule: The rule; without methods it answers GET, without an endpoint its pattern is that.
    ///   - automaticOptions: See ``RouteOption/automaticOptions(_:)``; nil as the application says.
    ///   - view: Takes the values of the rule's variables, and its defaults.
    /// - SeeAlso: Flask `add_url_rule`.
    @_disfavoredOverload
    public func addRule(
        _ rule: Rule, automaticOptions: Bool? = nil,
        view: @escaping @Sendable (RouteValues) async throws -> some ResponseConvertible
    ) {
        declarations.add(
            Route(rule, automaticOptions, view: ErasedView(byName: view) { try $0.makeResponse() }))
    }

    /// Declares a rule without a view: one that only builds URLs, that redirects, or that shares
    /// the view of its endpoint.
    ///
    /// ```swift
    /// app.addRule(Rule("/old/<slug>", redirectTo: "posts/<slug>"))
    /// ```
    ///
    /// - Parameters:
    ///   - rule: The rule.
    ///   - automaticOptions: See ``RouteOption/automaticOptions(_:)``; nil as the application says.
    /// - SeeAlso: Flask `add_url_rule`.
    public func addRule(_ rule: Rule, automaticOptions: Bool? = nil) {
        declarations.add(Route(rule, automaticOptions, view: nil))
    }

    /// Takes over the routes of a blueprint, and what it does around them.
    ///
    /// ```swift
    /// app.register(blog)                                    // its own prefix and name
    /// app.register(blog, prefix: "/news", name: "news")     // once more, as "news.…"
    /// ```
    ///
    /// - Parameters:
    ///   - blueprint: The blueprint; it may be registered more than once, under other names.
    ///   - prefix: Stands before its patterns; nil for the blueprint's own.
    ///   - name: Stands before its endpoints; nil for the blueprint's own.
    ///   - subdomain: Of its rules that have none; nil for the blueprint's own.
    /// - SeeAlso: Flask `register_blueprint`.
    public func register(
        _ blueprint: Blueprint, prefix: String? = nil, name: String? = nil,
        subdomain: String? = nil
    ) {
        guard blueprint !== self else {
            return declarations.add(.blueprintWithinItself(blueprint.name))
        }
        let (name, prefix) = (name ?? blueprint.name, prefix ?? blueprint.prefix)
        let isAdded = declarations.add(
            blueprint, name: name, prefix: prefix, subdomain: subdomain ?? blueprint.subdomain,
            toApplication: self is Application)
        if isAdded, let application = self as? Application {
            application.runRecords(of: blueprint, name: name, prefix: prefix)
        }
    }
}
