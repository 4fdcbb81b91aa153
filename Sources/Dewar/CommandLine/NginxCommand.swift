package import ArgumentParser

/// `nginx`: prints a configuration for nginx.
package struct NginxCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "nginx",
        abstract: "Print a complete configuration for nginx.",
        discussion: """
            Without options it is the one for production, with comments on what to change. With \
            --folder it is for an nginx that runs in the foreground and keeps its files there: \
            nginx -e stderr -p FOLDER -c FILE
            """)

    @Option(help: "The port that nginx listens on.")
    var port = NginxConfiguration().port

    @Option(
        name: .customLong("host"),
        help: "An address that nginx listens on; may be repeated (default: all).")
    var hosts: [String] = []

    @Option(help: "The Unix socket the application listens on, an absolute path.")
    var socket: String?

    @Option(help: "A folder for the files of an nginx of your own, an absolute path.")
    var folder: String?

    @Option(help: "A folder of static files, an absolute path; needs --static-url.")
    var staticFolder: String?

    @Option(
        name: .customLong("static-url"),
        help: "What the URLs of the static files begin with, as /static/.")
    var staticURL: String?

    /// What the options ask for.
    var nginx: NginxConfiguration {
        var nginx = NginxConfiguration()
        nginx.port = port
        if !hosts.isEmpty { nginx.addresses = hosts }
        if let socket { nginx.upstream = .unixSocket(socket) }
        if let folder {
            nginx.installation = .folder(folder)
            nginx.staticFolder = nil
        }
        if let staticFolder, let staticURL {
            nginx.staticFolder = NginxConfiguration.StaticFolder(
                path: staticFolder, prefix: staticURL)
        }
        return nginx
    }

    package init() {}

    package func validate() throws {
        guard 1...65_535 ~= port else {
            throw ValidationError("--port is a number from 1 to 65535, not \(port).")
        }
        let paths = [("--socket", socket), ("--folder", folder), ("--static-folder", staticFolder)]
        for case (let option, let path?) in paths where !path.hasPrefix("/") {
            throw ValidationError("\(option) is an absolute path, not '\(path)'.")
        }
        guard (staticFolder == nil) == (staticURL == nil) else {
            throw ValidationError("--static-folder and --static-url go together.")
        }
        // An address is written as it is: anything else could be a directive.
        for host in hosts where (try? ListenAddress.all(of: host).first?.text) != host {
            throw ValidationError("--host is a numeric address as 127.0.0.1 or ::1, not '\(host)'.")
        }
    }

    package func run() {
        print(nginx.text, terminator: "")
    }
}
