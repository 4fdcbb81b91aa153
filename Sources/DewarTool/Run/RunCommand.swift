import ArgumentParser
import Dewar
import DewarText
import Glibc

/// `run`: serves the application of the package around the working folder.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Serve the application of this folder.",
        discussion: """
            With --debug it is built anew and shown when a file changes; the browser loads its \
            page by itself. A first build that fails is shown as well.
            """)

    @Argument(help: "The program, if the package has several.")
    var program: String?

    @Flag(help: "Build anew and reload when a file changes, and show errors as pages.")
    var debug = false

    @Option(help: "The port that nginx listens on.")
    var port = 5000

    @Option(help: "The address that nginx listens on (default: 127.0.0.1 and ::1).")
    var host: String?

    @Option(
        name: .customLong("watch"),
        help: ArgumentHelp("Watch this as well; with --debug.", valueName: "path"))
    var watched: [String] = []

    @Option(
        name: .customLong("ignore"),
        help: ArgumentHelp("Do not watch this; with --debug.", valueName: "pattern"))
    var ignored: [String] = []

    @Flag(
        name: .customLong("expose-debug-pages"),
        help: "Allow --debug where others may see its pages.")
    var exposes = false

    func validate() throws {
        guard (0...65_535).contains(port) else {
            throw ValidationError("--port is a number from 1 to 65535, or 0 for any, not \(port).")
        }
        if !debug, !watched.isEmpty || !ignored.isEmpty {
            throw ValidationError("--watch and --ignore go with --debug.")
        }
    }

    func run() throws {
        guard let root = SwiftPackage.root(above: WorkingFolder.path) else {
            throw DevelopmentError.noPackage(above: WorkingFolder.path)
        }
        let product = try program ?? PackageDescription(root).onlyProgram
        guard debug else { try start(product, of: root) }
        let folder = try CommandOutput.line([
            "swift", "build", "--package-path", root, "--show-bin-path",
        ])
        var run = DevelopmentRun(
            SwiftPackage(root: root, product: product, programFolder: folder))
        run.host = host
        run.port = port
        run.watched = watched
        run.ignored = ignored
        run.exposes = exposes
        try run.serve()
    }

    /// Becomes `swift run`: the program serves as it does by itself.
    private func start(_ product: String, of root: String) throws -> Never {
        var arguments = [
            "swift", "run", "--package-path", root, product, "run", "--port", "\(port)",
        ]
        if let host { arguments += ["--host", host] }
        var pointers = arguments.map { strdup($0) } + [nil]
        execvp("swift", &pointers)
        throw Failure(message: "Cannot start swift: \(String(cString: strerror(errno))).")
    }
}

/// What SwiftPM says of a package.
struct PackageDescription {
    private let products: [String]

    /// Asks SwiftPM.
    ///
    /// - Parameter root: The package's folder.
    /// - Throws: ``Failure`` when SwiftPM cannot read the package.
    init(_ root: String) throws {
        let text = try CommandOutput.text([
            "swift", "package", "--package-path", root, "describe", "--type", "json",
        ])
        // Warnings may stand before it.
        guard let start = text.firstIndex(of: "{"),
            let description = try? JSONReader.read(String(text[start...]))
        else { throw Failure(message: "SwiftPM cannot read the package in \(root):\n\(text)") }
        products = (description["products"]?.array ?? [])
            .filter { $0["type"]?["executable"] != nil }
            .compactMap { $0["name"]?.string }
    }

    /// The package's program.
    ///
    /// - Throws: ``Failure`` when there is none, or more than one.
    var onlyProgram: String {
        get throws {
            switch products.count {
            case 1: return products[0]
            case 0: throw Failure(message: "The package has no program: no executable product.")
            default:
                throw Failure(
                    message: """
                        Which program? The package has \(products.joined(separator: ", ")): \
                        dewar run \(products[0])
                        """)
            }
        }
    }
}
