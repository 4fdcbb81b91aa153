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

    /// Whether Git is changing files of the package at this moment.
    package var isCheckingOut: Bool { FileKind(root + "/.git/index.lock") != .nothing }
}
