import DewarText

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Where the files lie that belong to an application or a blueprint: templates, static files,
/// schemas.
///
/// While the program lies in the build folder of its package, that is beside the source file that
/// declares the application or blueprint, or in a folder around it, up to the package's. Elsewhere
/// it is beside the program. The path of a source file counts on the developer's machine only: on
/// another one, whoever can make that path could put templates there.
final class ResourceRoots: Sendable {
    private let root: String?
    private let sourceFile: String
    private let module: Substring
    private let found = LazyReference<Folders>()

    private final class Folders: Sendable {
        let paths: [String]
        /// The one in which something new would be put.
        let home: String?

        init(_ paths: [String], home: String?) {
            self.paths = paths
            self.home = home
        }
    }

    /// Names the places; nothing is looked up yet.
    ///
    /// - Parameters:
    ///   - root: The folder, if the program says it; relative to the working directory.
    ///   - sourceFile: The absolute path of the source file that declares.
    ///   - fileID: Its module and name: `Shop/App.swift`.
    init(root: String?, sourceFile: String, fileID: String) {
        self.root = root
        self.sourceFile = sourceFile
        module = fileID.prefix { $0 != "/" }
    }

    /// The folders in which files are looked for, in order; absolute, without a final slash.
    var folders: [String] { found.value(find).paths }

    /// The package's folder while the program lies in its build folder, else the program's; nil
    /// where the system does not tell it.
    var home: String? { found.value(find).home }

    /// The places of a folder or file that is named relative to these; of an absolute one, itself.
    func places(of path: String) -> [String] {
        path.utf8.first == UInt8(ascii: "/") ? [path] : folders.map { Self.join($0, path) }
    }

    private func find() -> Folders {
        if let root {
            let folder = Self.absolute(root)
            return Folders([folder], home: folder)
        }
        guard let program = Self.program else { return Folders([], home: nil) }
        let folder = Self.parent(of: program)
        let sources = Self.isBuildFolder(folder) ? sourceFolders : []
        // Where SwiftPM puts the resources of a target.
        let bundles = Self.names(in: folder).filter { $0.hasSuffix("_\(module).resources") }
        return Folders(
            sources + [folder] + bundles.sorted().map { Self.join(folder, $0) },
            home: sources.last ?? folder)
    }

    /// The source file's folder and those around it, up to the package's.
    private var sourceFolders: [String] {
        guard sourceFile.utf8.first == UInt8(ascii: "/") else { return [] }
        var folder = Self.parent(of: sourceFile)
        var folders: [String] = []
        while folders.count < 64, folder != "/" {
            folders.append(folder)
            if Self.exists(Self.join(folder, "Package.swift")) { return folders }
            folder = Self.parent(of: folder)
        }
        return Array(folders.prefix(1))
    }

    /// Whether a program lies where `swift build` puts it.
    private static func isBuildFolder(_ folder: String) -> Bool {
        var folder = folder
        for _ in 0..<5 where folder != "/" {
            if folder.hasSuffix("/.build") || exists(join(folder, "workspace-state.json")) {
                return true
            }
            folder = parent(of: folder)
        }
        return false
    }

    // MARK: Files

    /// The path of the running program; nil where the system does not tell it.
    private static let program: String? = {
        guard let path = realpath("/proc/self/exe", nil) else { return nil }
        defer { free(path) }
        return String(cString: path)
    }()

    private static func absolute(_ path: String) -> String {
        if path.utf8.first == UInt8(ascii: "/") { return path }
        guard let here = getcwd(nil, 0) else { return path }
        defer { free(here) }
        return join(String(cString: here), path)
    }

    static func join(_ folder: String, _ path: String) -> String {
        folder.hasSuffix("/") ? folder + path : folder + "/" + path
    }

    private static func parent(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")), slash > path.startIndex else {
            return "/"
        }
        return String(path[..<slash])
    }

    private static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Tells whether there is a folder.
    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private static func names(in folder: String) -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            names.append(
                withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
                })
        }
        return names
    }
}
