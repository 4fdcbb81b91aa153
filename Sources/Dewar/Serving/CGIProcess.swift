import DewarCore
import DewarFastCGI
import Dispatch
// `stderr` is imported as a mutable global; it is written to as any C program writes to it.
@preconcurrency import Glibc

/// A process that a web server started for one request, by plain CGI.
struct CGIProcess {
    private let application: Application
    private let exchange: CGIExchange

    init(_ application: Application, _ configuration: ServerConfiguration) {
        self.application = application
        exchange = CGIExchange(
            configuration: configuration.transport, logger: application.logger)
    }

    /// Answers the request, and ends the process.
    func answer() -> Never {
        Task.detached { [application, exchange] in
            do {
                let isTaken = await exchange.answer(by: try application.makeResponder())
                exit(isTaken ? EXIT_SUCCESS : EXIT_FAILURE)
            } catch {
                // Without an answer the web server makes one, and logs this.
                fputs("\(error)\n", stderr)
                exit(EXIT_FAILURE)
            }
        }
        // A view that awaits the main actor would wait for ever otherwise.
        dispatchMain()
    }
}
