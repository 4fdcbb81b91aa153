import ArgumentParser

/// `run`: serves the application.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Serve the application (the default).",
        discussion: """
            With a listening socket as standard input, as under spawn-fcgi, or with sockets of \
            systemd, the application answers FastCGI requests there. With --bind it makes a \
            socket itself. From a terminal, or with --port or --host, it starts an nginx of its \
            own in front of itself and prints the address to open.

            SIGTERM, SIGINT and SIGQUIT end it when the requests under way are answered, a \
            second one at once. With workers, SIGHUP replaces them one by one. SIGUSR1 opens the \
            log file anew.
            """)

    @Option(help: "The port that nginx listens on (default: 5000).")
    var port: Int?

    @Option(help: "The address that nginx listens on (default: 127.0.0.1 and ::1).")
    var host: String?

    @OptionGroup(title: "Development") var development: DevelopmentOptions
    @OptionGroup(title: "Sockets") var sockets: SocketOptions
    @OptionGroup(title: "Processes") var processes: ProcessOptions
    @OptionGroup(title: "Watching") var watching: WatchOptions

    func validate() throws {
        if let port, !(0...65_535).contains(port) {
            throw ValidationError("--port is a number from 1 to 65535, or 0 for any, not \(port).")
        }
        if !sockets.addresses.isEmpty, port != nil || host != nil {
            throw ValidationError(
                "--bind serves FastCGI without nginx; --port and --host are for nginx.")
        }
    }

    /// What the command line and the program say together.
    ///
    /// - Parameters:
    ///   - host: The program's address for nginx; the command line's counts first.
    ///   - port: The program's port for nginx; the command line's counts first.
    ///   - configuration: What the program says besides.
    /// - Returns: Where to put an nginx in front, if one is asked for, and everything else.
    /// - Throws: `ValidationError` when both together make no sense.
    func options(
        host: String?, port: Int?, configuration: ServerConfiguration
    ) throws -> (terminal: Terminal?, configuration: ServerConfiguration) {
        var configuration = configuration
        sockets.apply(to: &configuration)
        processes.apply(to: &configuration)
        watching.apply(to: &configuration)
        try sockets.check(in: configuration)
        try watching.check(in: configuration)
        let terminal = Terminal(host: self.host ?? host, port: self.port ?? port)
        return (terminal.isAskedFor ? terminal : nil, configuration)
    }

    /// What the command line and the program say about an application that is being written.
    ///
    /// - Parameter debug: What the program says; the command line counts first.
    /// - Returns: nil when the application is not being developed.
    /// - Throws: `ValidationError` for options that nothing makes use of.
    func developmentOptions(debug: Bool) throws -> Development? {
        guard let options = try development.options(debug: debug) else { return nil }
        guard processes.workers == nil, watching.logFile == nil else {
            throw ValidationError(
                """
                --workers and --log-file go without --debug: there is one worker then, and it \
                writes to the terminal.
                """)
        }
        return options
    }
}
