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

    /// Takes over the routes of a blueprint, and what it does around them.
    ///
    /// - Parameters:
    ///   - blueprint: The blueprint; it may be registered more than once, under other names.
    ///   - prefix: Stands before its patterns; nil for the blueprint's own.
    ///   - name: Stands before its endpoints; nil for the blueprint's own.
    public func register(_ blueprint: Blueprint, prefix: String? = nil, name: String? = nil) {
        guard blueprint !== self else {
            return declarations.add(.blueprintWithinItself(blueprint.name))
        }
        declarations.add(
            blueprint, name: name ?? blueprint.name, prefix: prefix ?? blueprint.prefix,
            toApplication: self is Application)
    }
}
