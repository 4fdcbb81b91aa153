#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Finds templates in folders.
///
/// Names are paths with `/` below a folder; `..` is never followed.
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
    public func source(named name: String) throws -> LoadedSource {
        let segments = try Self.segments(of: name)
        for folder in folders {
            let path = ([folder] + segments).joined(separator: "/")
            guard let state = FileState(path), state.isFile else { continue }
            guard let bytes = Self.contents(of: path),
                let text = String(validating: bytes, as: UTF8.self)
            else {
                throw TemplateError(.valueError, "'utf-8' codec can't decode \(path)")
            }
            return LoadedSource(text: text, file: path) { FileState(path) == state }
        }
        throw TemplateError.templateNotFound(name)
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

    private static func contents(of path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = buffer.withUnsafeMutableBytes {
                read(descriptor, $0.baseAddress, $0.count)
            }
            guard count >= 0, bytes.count + count <= maximalSize else { return nil }
            if count == 0 { return bytes }
            bytes += buffer[..<count]
        }
    }

    /// The names of all templates, sorted by code points.
    public func templateNames() -> [String] {
        var names: Set<Text> = []
        for folder in folders { collect(folder, prefix: "", depth: 0, into: &names) }
        return names.sorted().map(\.string)
    }

    private func collect(
        _ folder: String, prefix: String, depth: Int, into names: inout Set<Text>
    ) {
        guard depth < 64, let directory = opendir(folder) else { return }
        defer { closedir(directory) }
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard name != ".", name != "..", let state = FileState("\(folder)/\(name)") else {
                continue
            }
            if state.isFile {
                names.insert(Text(prefix + name))
            } else if state.isFolder, followsLinks || !FileState.isLink("\(folder)/\(name)") {
                collect(
                    "\(folder)/\(name)", prefix: "\(prefix)\(name)/", depth: depth + 1,
                    into: &names)
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

/// What tells whether a file changed.
private struct FileState: Equatable {
    private let seconds: Int
    private let nanoseconds: Int
    private let size: Int
    private let mode: UInt32

    init?(_ path: String) {
        var info = stat()
        guard stat(path, &info) == 0 else { return nil }
        #if canImport(Darwin)
            (seconds, nanoseconds) = (info.st_mtimespec.tv_sec, info.st_mtimespec.tv_nsec)
        #else
            (seconds, nanoseconds) = (info.st_mtim.tv_sec, info.st_mtim.tv_nsec)
        #endif
        size = Int(info.st_size)
        mode = UInt32(info.st_mode)
    }

    var isFile: Bool { mode & UInt32(S_IFMT) == UInt32(S_IFREG) }
    var isFolder: Bool { mode & UInt32(S_IFMT) == UInt32(S_IFDIR) }

    static func isLink(_ path: String) -> Bool {
        var info = stat()
        return lstat(path, &info) == 0 && UInt32(info.st_mode) & UInt32(S_IFMT) == UInt32(S_IFLNK)
    }
}
