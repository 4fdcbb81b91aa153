import Glibc

/// A package, and the program of it that is developed.
package struct SwiftPackage: Sendable, Hashable {
    /// The package's folder, an absolute path without a final slash.
    package let root: String
    /// The product, as `swift run` takes it.
    package let product: String
    /// Where the program lies when it is built.
    package let program: String
    /// Where SwiftPM builds; nil for its own choice.
    package let scratchFolder: String?
    /// `debug` or `release`.
    package let configuration: String

    /// Finds the package that a program was built in; nil without a `Package.swift` above it.
    ///
    /// SwiftPM puts programs into `.build/x86_64-unknown-linux-gnu/debug`; with a scratch folder
    /// elsewhere, the package is looked for from the working directory on.
    ///
    /// - Parameters:
    ///   - program: The program's absolute path.
    ///   - workingFolder: The absolute path of the folder that the program was started in.
    package init?(program: String, workingFolder: String) {
        let parts = program.split(separator: "/").map(String.init)
        guard let product = parts.last else { return nil }
        self.program = program
        self.product = product
        let configuration = parts.count > 1 ? parts[parts.count - 2] : nil
        self.configuration = configuration == "release" ? "release" : "debug"
        // <scratch>/<triple>/<configuration>/<product>
        let isBuilt = parts.count >= 4 && ["debug", "release"].contains(configuration)
        let scratch = isBuilt ? "/" + parts.dropLast(3).joined(separator: "/") : nil
        let places = [scratch?.parentFolder, workingFolder].compactMap { $0 }
        guard let root = places.lazy.compactMap(Self.root(above:)).first else { return nil }
        self.root = root
        scratchFolder = scratch
    }

    /// Names a product of a package, to be built as `swift build` does by itself.
    ///
    /// - Parameters:
    ///   - root: The package's folder, an absolute path.
    ///   - product: The program.
    ///   - folder: Where SwiftPM puts programs, as `swift build --show-bin-path` tells.
    package init(root: String, product: String, programFolder folder: String) {
        self.root = root
        self.product = product
        program = folder + "/" + product
        scratchFolder = nil
        configuration = "debug"
    }

    /// The folder of the `Package.swift` in a folder or above it; nil without one.
    package static func root(above folder: String) -> String? {
        var folder = folder
        while true {
            if FileKind(folder + "/Package.swift") == .file { return folder }
            if folder == "/" { return nil }
            folder = folder.parentFolder
        }
    }

    /// The command that builds the program.
    package var buildCommand: [String] {
        var command = ["swift", "build", "--package-path", root, "--product", product]
        if let scratchFolder { command += ["--scratch-path", scratchFolder] }
        return command + ["--configuration", configuration]
    }

}

/// The work tree of Git that a folder lies in.
package struct GitFolder: Sendable, Hashable {
    /// What Git holds while it changes files.
    private let lock: String

    /// A lock older than this was left behind by a Git that was killed, in seconds.
    private static let oldestLock = 30

    /// Finds the work tree around a folder; nil without one.
    ///
    /// - Parameter folder: An absolute path.
    /// - SeeAlso: gitrepository-layout(5): in a further work tree `.git` is a file that names the
    ///   folder.
    package init?(around folder: String) {
        var folder = folder
        while FileKind(folder + "/.git") == .nothing {
            if folder == "/" { return nil }
            folder = folder.parentFolder
        }
        let git = folder + "/.git"
        guard FileKind(git) == .file else {
            lock = git + "/index.lock"
            return
        }
        let text = ProcFileSystem.text(of: git)
        let prefix = "gitdir: "
        guard text.hasPrefix(prefix) else { return nil }
        let path = text.dropFirst(prefix.count).prefix { !$0.isNewline }
        lock = (path.hasPrefix("/") ? String(path) : folder + "/" + path) + "/index.lock"
    }

    /// Whether Git is changing files at this moment.
    package var isAtWork: Bool {
        var status = stat()
        guard stat(lock, &status) == 0 else { return false }
        return time(nil) - status.st_mtim.tv_sec < Self.oldestLock
    }
}
