import DewarCore
import DewarFastCGI
import DewarHTTP
import Dispatch
// `stderr` is imported as a mutable global; it is written to as any C program writes to it.
@preconcurrency import Glibc

/// A process that serves an application, from its start to its end.
struct Server {
    /// Where to serve, if standard input does not say.
    enum Place {
        /// On a Unix socket, for a web server that somebody else runs.
        case socket(String)
        /// Behind an nginx of our own.
        case terminal(host: String?, port: Int)
    }

    /// What the command line and the program ask for.
    struct Options {
        var place: Place
        /// The number of worker threads; nil for the transport's own choice.
        var threads: Int?
    }

    private let server: FastCGIServer
    private let proxy: DevelopmentProxy?

    /// Builds the application and opens its socket.
    ///
    /// - Parameters:
    ///   - application: The application.
    ///   - options: Where to serve, and how.
    /// - Throws: ``SetupError``, ``FastCGIError`` or ``DevelopmentProxyError``.
    init(_ application: Application, _ options: Options) throws {
        let responder = try application.makeResponder()
        var configuration = FastCGIConfiguration()
        if let threads = options.threads { configuration.threads = threads }

        let socket: ListeningSocket
        if ListeningSocket.isListening(STDIN_FILENO) {
            socket = try .inherited(descriptor: STDIN_FILENO)
            proxy = nil
            // spawn-fcgi sends what the process prints to nowhere.
            configuration.reportsToWebServer = true
        } else {
            switch options.place {
            case .socket(let path):
                socket = try .unix(path: path, backlog: configuration.backlog)
                proxy = nil
            case .terminal(let host, let port):
                let proxy = try DevelopmentProxy(host: host, port: port)
                socket = try .unix(path: proxy.socketPath, backlog: configuration.backlog)
                self.proxy = proxy
            }
        }
        server = try FastCGIServer(
            configuration: configuration, sockets: [socket], responder: responder,
            logger: application.logger)
    }

    /// Serves until the process is told to end.
    ///
    /// The main thread drains the main queue meanwhile, or a view that awaits the main actor
    /// would wait for ever.
    ///
    /// - Throws: ``FastCGIError`` or ``DevelopmentProxyError`` when it cannot start.
    func serve() throws -> Never {
        StopSignals.watch { [server] isFirst in server.stop(within: isFirst ? nil : .zero) }
        try server.start()
        try startProxy()
        endWhenStopped()
        dispatchMain()
    }

    /// Starts nginx, if it is ours, and tells where to look.
    private func startProxy() throws {
        guard let proxy else { return }
        do {
            let addresses = try proxy.start(
                log: { print("nginx: \($0)") }, onUnexpectedEnd: fail)
            print(" * Serving on \(addresses.joined(separator: " and ")) (Ctrl-C to end)")
            // At once, also to somebody who reads through a pipe.
            fflush(nil)
        } catch {
            proxy.stop()
            throw error
        }
    }

    /// Ends the process when nginx did: without it no request arrives.
    private func fail(_ error: DevelopmentProxyError) {
        fputs("\(error)\n", stderr)
        proxy?.stop()
        exit(EXIT_FAILURE)
    }

    /// Ends the process after the last answer.
    private func endWhenStopped() {
        Task.detached { [server, proxy] in
            let unanswered = await server.waitUntilStopped()
            proxy?.stop()
            if unanswered > 0 { fputs("\(unanswered) requests were not answered.\n", stderr) }
            exit(EXIT_SUCCESS)
        }
    }
}
