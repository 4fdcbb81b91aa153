import ArgumentParser
import Dewar
import Glibc

/// `new`: makes a package for an application.
struct NewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Make a small application: a library, a server, a page, a template and a test.",
        discussion: """
            dewar new shop; cd shop; deploy/serve

            The package lies in a folder of its name, here or in --in. It builds and its tests \
            pass as it is.
            """)

    @Argument(help: "What the application is called, as shop or photo-album.")
    var name: String

    @Option(help: ArgumentHelp("The folder that gets the new folder.", valueName: "folder"))
    var `in` = "."

    @Option(
        help: ArgumentHelp(
            "Where Dewar is, a folder or a Git URL (default: where this tool was built).",
            valueName: "place"))
    var dewar: String?

    func validate() throws {
        guard NewPackage.isName(name) else {
            throw ValidationError(
                """
                '\(name)' is no name for an application: it begins with a small letter, and has \
                small letters, digits and '-', as photo-album.
                """)
        }
        guard !NewPackage.isTaken(name) else {
            throw ValidationError(
                """
                '\(name)' is no name for an application: it would be taken for a part of Swift or \
                Dewar. Take another, as photo-album.
                """)
        }
    }

    func run() throws {
        guard let folder = FolderPath.resolved(`in`).map({ $0 + "/" + name }) else {
            throw Failure(message: "There is no folder '\(`in`)'.")
        }
        // Before anything is there that would have to be removed.
        let place = try DewarPlace(dewar)
        guard mkdir(folder, 0o777) == 0 else {
            throw Failure(
                message: errno == EEXIST
                    ? "There is a folder \(folder) already: take another name, or remove it."
                    : "Cannot make \(folder): \(String(cString: strerror(errno))).")
        }
        let package = NewPackage(name: name, dewar: place)
        for file in package.files { try file.write(below: folder) }
        let commands = NewPackage.aligned([
            ("cd \(`in` == "." ? name : folder)", ""),
            ("swift run \(package.server)", "while you write: saves show at once"),
            ("deploy/serve", "as in production"), ("deploy/test", "the tests, and the check"),
        ])
        print("\(name) is in \(folder). To see it at http://127.0.0.1:5000:\n")
        for line in commands.split(separator: "\n") { print("  \(line)") }
    }
}

/// Where a new package has Dewar from.
struct DewarPlace {
    /// What stands in `Package.swift`.
    let dependency: String
    /// Where Dewar's folder is, seen from the package's: absolute, or where SwiftPM puts it.
    let folder: String

    /// Takes a place.
    ///
    /// - Parameter place: A folder or a URL; nil for where this tool was built.
    /// - Throws: ``Failure`` for what is neither.
    init(_ place: String?) throws {
        if let place, place.contains("://") || place.hasPrefix("git@") {
            dependency = ".package(url: \(Self.quoted(place)), branch: \"main\")"
            folder = ".build/checkouts/dewar"
            return
        }
        let wanted = place ?? Self.own
        guard let path = FolderPath.resolved(wanted),
            access(path + "/Sources/Dewar", F_OK) == 0
        else {
            throw Failure(
                message: """
                    Dewar is not at '\(wanted)'. Name its folder, or a Git URL: --dewar ../dewar
                    """)
        }
        dependency = ".package(name: \"dewar\", path: \(Self.quoted(path)))"
        folder = path
    }

    /// The folder that this source file was compiled in.
    private static var own: String {
        #filePath.split(separator: "/").dropLast(4).map { "/" + $0 }.joined()
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.flatMap { "\"\\".contains($0) ? ["\\", $0] : [$0] } + "\""
    }
}

/// Folders, as the kernel knows them.
enum FolderPath {
    /// A path without links and dots; nil when nothing is there.
    static func resolved(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
