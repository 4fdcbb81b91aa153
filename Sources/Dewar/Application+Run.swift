import ArgumentParser
public import DewarCore
import DewarFastCGI
import Dispatch
import Glibc

extension Application {
    /// Serves the application until the process is told to end, as its command line says.
    ///
    /// Under spawn-fcgi, under systemd with sockets of its own, or wherever standard input is a
    /// listening socket, it answers FastCGI requests there; started by a web server for plain CGI
    /// it answers that one request. From a terminal it starts an nginx of its own on port 5000 of
    /// 127.0.0.1 and ::1 in front of itself, and prints the address. `help run` tells the options;
    /// what they say counts before the arguments here.
    ///
    /// What is wrong with the set-up, the command line or the socket is printed in one sentence,
    /// and the process ends with a status of its own: 1, or 64 for the command line. With nothing
    /// to serve on, and nobody at a terminal, it prints how it is used and ends with status 2.
    /// Ctrl-C and SIGTERM end it when the requests under way are answered, a second one at once.
    ///
    /// With a master and workers the program runs once more for each worker: what stands before
    /// `run` happens in all of them.
    ///
    /// With `debug`, this process becomes the supervisor of a worker, in which the program runs once
    /// more: it watches the package's files, builds the program anew when a source changes, has a
    /// new worker take the place of the last one, and browsers show the change. Errors, crashes and
    /// what the compiler says are pages. Nobody else may see those: `debug` is refused on addresses
    /// that others can reach, under spawn-fcgi and under systemd.
    ///
    /// - Parameters:
    ///   - debug: Whether the application is being developed.
    ///   - host: The address that nginx listens on; nil for 127.0.0.1 and ::1.
    ///   - port: The port that nginx listens on; nil for 5000.
    ///   - configuration: How the application is served.
    /// - SeeAlso: Flask `Flask.run`.
    public func run(
        debug: Bool = false, host: String? = nil, port: Int? = nil,
        configuration: ServerConfiguration = .init()
    ) -> Never {
        // Before the arguments are looked at: a web server makes them of what a client asks for.
        if CGIExchange.isRequested { CGIProcess(self, configuration).answer() }
        let arguments = Array(CommandLine.arguments.dropFirst())
        var root: any ParsableCommand.Type = ApplicationCommand.self
        do {
            ApplicationCommand.declare(commands)
            root = ApplicationCommand.root(for: arguments)
            switch try ApplicationCommand.parse(arguments, as: root) {
            case let command as RunCommand:
                let (terminal, configuration) = try command.options(
                    host: host, port: port, configuration: configuration)
                let development = try command.developmentOptions(debug: debug)
                try Server(
                    self, configuration, terminal: terminal, development: development
                ).serve()
            case let command as any ApplicationTask:
                try command.run(self)
                exit(EXIT_SUCCESS)
            case let command: perform(command, of: root)
            }
        } catch {
            root.exit(withError: error)
        }
    }

    /// Runs a command in the application's context, and ends the process.
    private func perform(
        _ command: any ParsableCommand, of root: any ParsableCommand.Type
    ) -> Never {
        let work = CommandWork(command: command, root: root)
        Task {
            do {
                try await withContext { try await work.run() }
                exit(EXIT_SUCCESS)
            } catch {
                work.root.exit(withError: error)
            }
        }
        dispatchMain()
    }
}

/// A command on its way to the one task that runs it.
private struct CommandWork: @unchecked Sendable {
    // `@unchecked`: nobody else has the command any more.
    let command: any ParsableCommand
    let root: any ParsableCommand.Type

    func run() async throws {
        if var command = command as? any AsyncParsableCommand {
            try await command.run()
        } else {
            var command = command
            try command.run()
        }
    }
}
