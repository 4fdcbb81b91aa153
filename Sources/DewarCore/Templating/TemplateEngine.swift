import DewarTemplates

/// An application's templates, made when one is first rendered.
///
/// - SeeAlso: Flask `create_jinja_environment`.
final class TemplateEngine: Sendable {
    let environment: TemplateEnvironment

    init(_ application: Application) {
        let declared = application.declarations.current
        let config = application.config
        var options = declared.templates ?? .application
        let own = options.loader.map {
            TemplateFolders.Owner(name: "application", loader: $0, folders: [])
        }
        let owners =
            [own ?? application.templatePlace?.owner("application")].compactMap(\.self)
            + declared.templatePlaces.map { $0.place.owner("blueprint '\($0.blueprint)'") }
        options.loader = TemplateFolders(
            owners: owners, explains: config.explainsTemplateLoading,
            logger: application.logger)
        options.reloadsAutomatically = config.reloadsTemplates ?? config.isDebug
        options.showsVariables = options.showsVariables || application.explainsFailures
        options.globals = TemplateGlobals.all + options.globals
        environment = TemplateEnvironment(options)
    }
}

/// A folder of templates, as an application or blueprint names it.
struct TemplatePlace: Sendable {
    let roots: ResourceRoots
    /// Relative to the roots, or absolute.
    let folder: String

    func owner(_ name: String) -> TemplateFolders.Owner {
        let folders = roots.places(of: folder)
        return TemplateFolders.Owner(
            name: name, loader: FileSystemLoader(folders), folders: folders)
    }
}

extension TemplateOptions {
    /// What an application's templates begin with: Flask's choice of what is escaped.
    static let application: TemplateOptions = {
        var options = TemplateOptions()
        options.autoescape = .byExtension
        return options
    }()
}
