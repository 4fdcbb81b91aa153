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
    /// Where the blueprint's own files are.
    let roots: ResourceRoots
    /// Where the blueprint's templates are; nil for nowhere.
    let templatePlace: TemplatePlace?

    /// Makes a blueprint.
    ///
    /// - Parameters:
    ///   - name: Stands before the endpoints; without a dot.
    ///   - prefix: Stands before the patterns.
    ///   - subdomain: Of its rules that name none, in an application that matches subdomains.
    ///   - root: The folder of the blueprint's files; nil: the folder of the source file and those
    ///     around it while the program lies in its package's build folder, else the program's.
    ///   - templateFolder: A folder of templates, in `root`; nil for none. The application's
    ///     templates come before those of the same name here.
    ///   - staticFolder: A folder of static files, in `root`; nil for none. Their endpoint is
    ///     `static` within the blueprint, so a blueprint that has them needs a prefix, or a
    ///     `staticURLPath` that no other has.
    ///   - staticURLPath: What stands before the static files' paths, behind the prefix; nil for
    ///     the folder's name.
    ///   - sourceFile: The source file that declares the blueprint.
    ///   - sourceID: Its module and name.
    ///   - setUp: Declares the routes; called once, at once. What it throws is told when the
    ///     application is built.
    public init(
        _ name: String, prefix: String = "", subdomain: String? = nil, root: String? = nil,
        templateFolder: String? = nil, staticFolder: String? = nil,
        staticURLPath: String? = nil, sourceFile: String = #filePath,
        sourceID: String = #fileID, _ setUp: (Blueprint) throws -> Void = { _ in }
    ) {
        self.name = name
        self.prefix = prefix
        self.subdomain = subdomain
        let roots = ResourceRoots(root: root, sourceFile: sourceFile, fileID: sourceID)
        self.roots = roots
        templatePlace = templateFolder.map { TemplatePlace(roots: roots, folder: $0) }
        if let staticFolder {
            let folder = StaticFolder(
                staticFolder, in: roots, urlPath: staticURLPath, isImplied: false)
            declarations.add(Route(folder))
        }
        if name.isEmpty || name.contains(".") { declarations.add(.invalidBlueprintName(name)) }
        do {
            try setUp(self)
        } catch {
            declarations.add(.thrown("blueprint '\(name)'", "\(error)"))
        }
    }
}
