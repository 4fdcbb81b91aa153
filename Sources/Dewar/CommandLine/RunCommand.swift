import ArgumentParser

/// `run`: serves the application.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Serve the application (the default).",
        discussion: """
            With a listening socket as standard input, as under spawn-fcgi, the application \
            answers FastCGI requests there. With --socket it makes that socket itself. Otherwise \
            it starts an nginx of its own in front of itself and prints the address to open.
            """)

    @Option(help: "The port that nginx listens on (default: 5000).")
    var port: Int?

    @Option(help: "The address that nginx listens on (default: 127.0.0.1 and ::1).")
    var host: String?

    @Option(help: "Answer FastCGI requests on this Unix socket; nginx is yours to run.")
    var socket: String?

    @Option(help: "The number of worker threads.")
    var threads: Int?

    func validate() throws {
        if let port, !(0...65_535).contains(port) {
            throw ValidationError("--port is a number from 1 to 65535, or 0 for any, not \(port).")
        }
        if let threads, !(1...1024).contains(threads) {
            throw ValidationError("--threads is a number from 1 to 1024, not \(threads).")
        }
        if socket != nil, port != nil || host != nil {
            throw ValidationError(
                "--socket serves FastCGI without nginx; --port and --host are for nginx.")
        }
    }

    /// What the command line and the program say together.
    ///
    /// - Parameters:
    ///   - host: The program's address; the command line's counts first.
    ///   - port: The program's port; the command line's counts first.
    /// - Returns: The options of a server.
    func options(host: String?, port: Int) -> Server.Options {
        Server.Options(
            place: socket.map { .socket($0) }
                ?? .terminal(host: self.host ?? host, port: self.port ?? port),
            threads: threads)
    }
}
