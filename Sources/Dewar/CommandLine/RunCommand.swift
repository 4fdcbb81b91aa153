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
        if let port, !(1...65_535).contains(port) {
            throw ValidationError("--port is a number from 1 to 65535, not \(port).")
        }
        if let threads, !(1...1024).contains(threads) {
            throw ValidationError("--threads is a number from 1 to 1024, not \(threads).")
        }
        if socket != nil, port != nil || host != nil {
            throw ValidationError(
                "--socket serves FastCGI without nginx; --port and --host belong to nginx.")
        }
    }
}
