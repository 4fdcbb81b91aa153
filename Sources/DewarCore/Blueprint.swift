/// Routes that belong together, declared once and registered on an application.
///
/// ```swift
/// let blog = Blueprint("blog", prefix: "/blog") { blog in
///     blog.route("/<int:id>", name: "show") { (id: Int) in "post \(id)" }
/// }
/// let app = Application { app in
///     app.register(blog)                 // /blog/7, endpoint blog.show
/// }
/// ```
///
/// - SeeAlso: Flask `Blueprint`.
public final class Blueprint: Scaffold, Sendable {
    /// Stands before the endpoints, with a dot between.
    public let name: String
    /// Stands before the patterns: empty, or `/prefix`.
    public let prefix: String
    /// The subdomain of its rules that name none; nil for none.
    public let subdomain: String?
    /// What was declared.
    public let declarations = Declarations()

    /// Makes a blueprint.
    ///
    /// - Parameters:
    ///   - name: Stands before the endpoints; without a dot.
    ///   - prefix: Stands before the patterns.
    ///   - subdomain: Of its rules that name none, in an application that matches subdomains.
    ///   - setUp: Declares the routes; called once, at once. What it throws is told when the
    ///     application is built.
    public init(
        _ name: String, prefix: String = "", subdomain: String? = nil,
        _ setUp: (Blueprint) throws -> Void = { _ in }
    ) {
        self.name = name
        self.prefix = prefix
        self.subdomain = subdomain
        if name.isEmpty || name.contains(".") { declarations.add(.invalidBlueprintName(name)) }
        do {
            try setUp(self)
        } catch {
            declarations.add(.thrown("blueprint '\(name)'", "\(error)"))
        }
    }
}
