import ArgumentParser
public import DewarCore
import Glibc

extension Application {
    /// Serves the application until the process is told to end, as its command line says.
    ///
    /// Under spawn-fcgi, or wherever standard input is a listening socket, it answers FastCGI
    /// requests there. From a terminal it starts an nginx of its own on port 5000 of 127.0.0.1 and
    /// ::1 in front of itself, and prints the address. `--help` tells the options; what they say
    /// counts before the arguments here.
    ///
    /// What is wrong with the set-up, the command line or the socket is printed in one sentence,
    /// and the process ends with a status of its own: 1, or 64 for the command line. Ctrl-C and
    /// SIGTERM end it when the requests under way are answered, a second one at once.
    ///
    /// - Parameters:
    ///   - host: The address that nginx listens on; nil for 127.0.0.1 and ::1.
    ///   - port: The port that nginx listens on.
    /// - SeeAlso: Flask `Flask.run`.
    public func run(host: String? = nil, port: Int = 5000) -> Never {
        do {
            switch try ApplicationCommand.parseAsRoot() {
            case let command as RunCommand:
                try Server(self, command.options(host: host, port: port)).serve()
            case var command:
                try command.run()
                exit(EXIT_SUCCESS)
            }
        } catch {
            ApplicationCommand.exit(withError: error)
        }
    }
}
