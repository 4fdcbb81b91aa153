import ArgumentParser
import Glibc

/// `nginx`: prints a configuration for nginx.
struct NginxCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nginx",
        abstract: "Print a complete nginx configuration for the application.",
        discussion: """
            Without options it is the configuration for production, for the machine's own nginx. \
            With --folder it is one for an nginx that anybody may start: \
            nginx -e stderr -p FOLDER -c FILE
            """)

    @Option(help: "An address to listen on; may be given more than once.")
    var host: [String] = []

    @Option(help: "The port to listen on.")
    var port = 5000

    @Option(help: "The application's Unix socket, an absolute path.")
    var socket: String?

    @Option(help: "A folder of files that nginx sends by itself, below /static/.")
    var staticFiles: String?

    @Option(help: "A folder where an nginx of one's own keeps its files.")
    var folder: String?

    func validate() throws {
        guard (1...65_535).contains(port) else {
            throw ValidationError("--port is a number from 1 to 65535, not \(port).")
        }
        for (name, path) in [
            ("socket", socket), ("static-files", staticFiles), ("folder", folder),
        ] {
            guard let path, !path.hasPrefix("/") else { continue }
            throw ValidationError("--\(name) is an absolute path, not '\(path)'.")
        }
    }

    func run() {
        print(configuration.text, terminator: "")
    }

    private var configuration: NginxConfiguration {
        var nginx = NginxConfiguration()
        nginx.port = port
        if let socket { nginx.upstream = .unixSocket(socket) }
        if let folder {
            nginx.installation = .folder(folder)
            nginx.addresses = ["127.0.0.1", "::1"]
            nginx.staticFolder = nil
        }
        if !host.isEmpty { nginx.addresses = host }
        if let staticFiles {
            nginx.staticFolder = NginxConfiguration.StaticFolder(
                path: staticFiles, prefix: "/static/")
        }
        return nginx
    }
}
