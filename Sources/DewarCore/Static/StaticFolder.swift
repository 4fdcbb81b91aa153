import DewarHTTP
import DewarRouting
import DewarText
import HTTPTypes

/// A folder whose files are sent as they are, below a URL of their own.
///
/// - SeeAlso: Flask `static_folder`, `send_static_file`.
final class StaticFolder: Sendable {
    private let roots: ResourceRoots
    /// Relative to the roots, or absolute.
    private let folder: String
    /// The pattern of the rule.
    let pattern: String
    /// Whether the rule gives way to one of the program's own.
    let isImplied: Bool
    private let versions = StaticVersions()
    private let known = LazyReference<Place>()

    private final class Place: Sendable {
        let path: String
        init(_ path: String) { self.path = path }
    }

    /// Describes a folder; nothing is looked up yet.
    ///
    /// - Parameters:
    ///   - folder: The folder, in `roots` or absolute.
    ///   - roots: Where it may be.
    ///   - urlPath: What stands before the files' paths; nil for the folder's last name.
    ///   - isImplied: Whether the program did not ask for it.
    init(_ folder: String, in roots: ResourceRoots, urlPath: String?, isImplied: Bool) {
        self.folder = folder
        self.roots = roots
        self.isImplied = isImplied
        let slash = UInt8(ascii: "/")
        let last = folder.utf8.split(separator: slash).last.map { String(Substring($0)) } ?? ""
        let path = urlPath ?? "/" + last
        let end = path.utf8.lastIndex { $0 != slash }
        pattern = (end.map { String(path[...$0]) } ?? "") + "/<path:filename>"
    }

    /// The folder, if it is there.
    ///
    /// One that is made while the program runs is found when it is next asked for.
    var path: String? {
        if let place = known.current { return place.path }
        guard let path = roots.places(of: folder).first(where: ResourceRoots.isFolder) else {
            return nil
        }
        return known.value { Place(path) }.path
    }

    /// Sends a file, or says 404.
    ///
    /// - Throws: `HTTPError` of status 404 or 416.
    /// - SeeAlso: Flask `send_static_file`.
    func send(_ name: String, for request: Request, _ config: Config) throws -> Response {
        guard let path else { throw HTTPError(.notFound) }
        let options = FileOptions().completed(by: config)
        guard let version = versionAsked(of: request), version == self.version(of: name) else {
            return try Response.file(in: path, name, for: request, options)
        }
        var lasting = options
        lasting.maxAge = Self.currentAge
        var response = try Response.file(in: path, name, for: request, lasting)
        response.cacheControl.immutable = true
        // The open file is this version, unless another one came between.
        guard version == self.version(of: name) else {
            return try Response.file(in: path, name, for: request, options)
        }
        return response
    }

    /// What stands in the URL of a file for its content; nil for a file that is not there.
    func version(of name: String) -> String? {
        guard let path, let file = safeJoin(path, name) else { return nil }
        return versions.version(ofFile: file)
    }

    private func versionAsked(of request: Request) -> String? {
        guard request.parameters.hasValue("QUERY_STRING") else { return nil }
        return request.args[Self.versionName]
    }

    /// The name of the version in a URL's query.
    static let versionName = "v"

    /// How long a file may be kept that is asked for by its version, in seconds: a year.
    private static let currentAge = 365 * 24 * 60 * 60
}

extension Route {
    /// The rule of a static folder, whose endpoint is `static`.
    init(_ folder: StaticFolder, host: String? = nil) {
        let rule = Rule(folder.pattern, endpoint: "static", host: host)
        self.init(
            rule, nil,
            view: ErasedView(
                byName: { values in
                    guard case .string(let name)? = values["filename"] else {
                        throw HTTPError(.notFound)
                    }
                    return try folder.send(name, for: request, currentApp.config)
                }, { $0 }))
        staticFolder = folder
    }
}

extension Context {
    /// Adds the version of a static file to the values that its URL is built from.
    func addVersion(to values: inout RouteValues, of endpoint: String, _ routes: RouteTable) {
        guard let folder = routes.staticFolders[endpoint], values[StaticFolder.versionName] == nil,
            case .string(let name)? = values["filename"], application.config.versionsStaticURLs,
            let version = folder.version(of: name)
        else { return }
        values[StaticFolder.versionName] = .string(version)
    }
}
