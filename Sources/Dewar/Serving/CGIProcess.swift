import DewarCore
import DewarFastCGI
import DewarHTTP
import Dispatch
// `stderr` is imported as a mutable global; it is written to as any C program writes to it.
@preconcurrency import Glibc

/// A process that a web server started for one request, by plain CGI.
struct CGIProcess {
    private let application: Application
    private let exchange: CGIExchange
    private let background: BackgroundWork

    init(_ application: Application, _ configuration: ServerConfiguration) {
        self.application = application
        if let format = configuration.logFormat { application.write(log: format) }
        exchange = CGIExchange(
            configuration: configuration.transport, logger: application.logger)
        background = BackgroundWork(limit: configuration.transport.maximalBackgroundTasks)
    }

    /// Answers the request, and ends the process.
    func answer() -> Never {
        Task.detached { [application, exchange, background] in
            do {
                let responder = try application.makeResponder()
                responder.willServe(with: background)
                try await application.start()
                let isTaken = await exchange.answer(by: responder)
                // The web server has its answer, and waits for nothing more.
                await background.waitUntilIdle()
                await application.stop()
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
