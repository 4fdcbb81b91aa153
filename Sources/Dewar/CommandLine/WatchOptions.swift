import ArgumentParser
import DewarFastCGI

/// Options about watching a server.
struct WatchOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("A page that says that the server lives, as /ping.", valueName: "path"))
    var pingPath: String?

    @Option(
        help: ArgumentHelp(
            """
            A page with numbers and running requests, as /status; also /status?json and \
            /status?prometheus.
            """, valueName: "path"))
    var statusPath: String?

    @Option(
        name: .customLong("allow-status"),
        help: ArgumentHelp(
            """
            A client that may see these pages: an address or a network. May be repeated \
            (default: this machine).
            """, valueName: "address"),
        transform: reading(RangeOption.self, "an address as 10.0.0.7, or 10.0.0.0/8"))
    var statusPeers: [RangeOption] = []

    @Option(
        help: ArgumentHelp("Log requests that take longer.", valueName: "time"),
        transform: reading(TimeOption.self, "a time as 5 or 500ms"))
    var slowRequest: TimeOption?

    @Flag(help: "Log every request; while debugging that is the default.")
    var accessLog = false

    @Option(
        help: ArgumentHelp(
            """
            How the log is written: text, or json, an object for each line (default: as the \
            program says, else text).
            """, valueName: "format"),
        transform: reading(LogFormat.self, "text or json"))
    var logFormat: LogFormat?

    @Option(
        help: ArgumentHelp(
            "Append what the server writes to this file; SIGUSR1 opens it anew.",
            valueName: "file"))
    var logFile: String?

    func validate() throws {
        for case (let option, let path?) in [
            ("--ping-path", pingPath), ("--status-path", statusPath),
        ] where !path.hasPrefix("/") {
            throw ValidationError("\(option) is a path that begins with '/', not '\(path)'.")
        }
    }

    /// Tells of pages that are one, and of options that nothing makes use of.
    ///
    /// - Parameter configuration: What the command line and the program say together.
    /// - Throws: `ValidationError`.
    func check(in configuration: ServerConfiguration) throws {
        if let path = configuration.pingPath, path == configuration.statusPath {
            throw ValidationError(
                "--ping-path and --status-path are two pages, not both '\(path)'.")
        }
        if !statusPeers.isEmpty, configuration.pingPath == nil, configuration.statusPath == nil {
            throw ValidationError("--allow-status goes with --ping-path or --status-path.")
        }
    }

    func apply(to configuration: inout ServerConfiguration) {
        if let pingPath { configuration.pingPath = pingPath }
        if let statusPath { configuration.statusPath = statusPath }
        if !statusPeers.isEmpty { configuration.statusPeers = statusPeers.map(\.range) }
        if let slowRequest { configuration.slowRequest = slowRequest.duration }
        if accessLog { configuration.logsRequests = true }
        if let logFormat { configuration.logFormat = logFormat }
        if let logFile { configuration.logFile = logFile }
    }
}
