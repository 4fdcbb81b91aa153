#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Finds templates in folders.
///
/// Names are paths with `/` below a folder; `..` is never followed, symbolic links are.
///
/// - SeeAlso: Jinja2 `loaders.FileSystemLoader`.
public struct FileSystemLoader: TemplateLoader {
    private let folders: [String]
    private let followsLinks: Bool

    /// The largest file that is read, in bytes.
    public static let maximalSize = 64 << 20

    /// Takes the folders.
    ///
    /// ```swift
    /// options.loader = FileSystemLoader(["templates", "shared/templates"])
    /// ```
    ///
    /// - Parameters:
    ///   - folders: Paths, the first of which that has a template counts.
    ///   - followsLinks: Whether ``templateNames()`` goes into folders that are symbolic links.
    /// - SeeAlso: Jinja2 `loaders.FileSystemLoader`.
    public init(_ folders: [String], followsLinks: Bool = false) {
        self.folders = folders
        self.followsLinks = followsLinks
    }

    /// Takes one folder.
    public init(_ folder: String) {
        self.init([folder])
    }

    /// The source of a template: of the first folder that has it.
    ///
    /// - Throws: ``TemplateError`` of kind TemplateNotFound; ValueError for a file that is no UTF-8;
    ///   TemplateLimitError for one of more than ``maximalSize`` bytes; RuntimeError for one that
    ///   may not be read.
    public func source(named name: String) throws -> LoadedSource {
        let segments = try Self.segments(of: name)
        for folder in folders {
            let path = Self.path(segments, in: folder)
            guard let (bytes, state) = try TemplateFile.read(path, atMost: Self.maximalSize)
            else { continue }
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw TemplateError(.valueError, "'utf-8' codec can't decode \(path)")
            }
            return LoadedSource(text: text, file: path) { TemplateFile(path) == state }
        }
        throw TemplateError.templateNotFound(name)
    }

    /// The path of a name's parts below a folder; an empty folder is the current one.
    ///
    /// - SeeAlso: Python `posixpath.join`.
    private static func path(_ segments: [String], in folder: String) -> String {
        let path = segments.joined(separator: "/")
        if folder.isEmpty || path.isEmpty { return folder + path }
        return folder.utf8.last == UInt8(ascii: "/") ? folder + path : "\(folder)/\(path)"
    }

    /// The parts of a name.
    ///
    /// - SeeAlso: Jinja2 `loaders.split_template_path`.
    private static func segments(of name: String) throws -> [String] {
        var result: [String] = []
        for part in name.utf8.split(separator: UInt8(ascii: "/")) {
            let segment = String(decoding: part, as: UTF8.self)
            guard segment != "..", !part.contains(0) else {
                throw TemplateError.templateNotFound(name)
            }
            if segment != "." { result.append(segment) }
        }
        return result
    }

    /// The names of all templates, sorted by code points.
    public func templateNames() -> [String] {
        var names: Set<Text> = []
        for folder in folders { collect(folder, prefix: "", above: [], into: &names) }
        return names.sorted().map(\.string)
    }

    /// The deepest folder that ``templateNames()`` goes into.
    private static let maximalDepth = 64

    /// Adds the names below a folder; `above` are the folders on the way to it, into which no link
    /// leads back.
    private func collect(
        _ folder: String, prefix: String, above: [TemplateFile], into names: inout Set<Text>
    ) {
        guard above.count < Self.maximalDepth, let here = TemplateFile(folder),
            !above.contains(where: { $0.isSame(as: here) }), let directory = opendir(folder)
        else { return }
        defer { closedir(directory) }
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            let path = "\(folder)/\(name)"
            guard name != ".", name != "..", let file = TemplateFile(path) else { continue }
            if file.isFile {
                names.insert(Text(prefix + name))
            } else if file.isFolder, followsLinks || !TemplateFile.isLink(path) {
                collect(path, prefix: "\(prefix)\(name)/", above: above + [here], into: &names)
            }
        }
    }
}

/// Finds templates among the resources of a package.
///
/// In a package, `Bundle.module.resourcePath` tells where they are.
public struct ResourceLoader: TemplateLoader {
    private let files: FileSystemLoader

    /// Takes the place of the resources.
    ///
    /// ```swift
    /// options.loader = ResourceLoader(resourcePath: "/opt/shop/Shop_Shop.resources")
    /// ```
    ///
    /// - Parameters:
    ///   - resourcePath: The folder of the package's resources: `Bundle.module.resourcePath`.
    ///   - folder: The folder of the templates in it.
    /// - SeeAlso: Jinja2 `loaders.PackageLoader`.
    public init(resourcePath: String, folder: String = "templates") {
        files = FileSystemLoader(folder.isEmpty ? resourcePath : "\(resourcePath)/\(folder)")
    }

    /// The source of a template.
    public func source(named name: String) throws -> LoadedSource {
        try files.source(named: name)
    }

    /// The names of all templates, sorted by code points.
    public func templateNames() -> [String] { files.templateNames() }
}
