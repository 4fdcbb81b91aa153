import DewarHTTP
import DewarText
import HTTPTypes
import Logging

extension Context {
    /// Runs what was declared for the end of a request, and of a context.
    ///
    /// - Parameter hooks: What runs around the request, or around all of the application.
    /// - SeeAlso: Flask `do_teardown_request`, `do_teardown_appcontext`.
    func tearDown(_ hooks: RequestHooks) async {
        let signals = application.signals
        if request != nil {
            if !hooks.teardown.isEmpty { await run(hooks.teardown) }
            signals.requestTearingDown.send(failure)
        }
        if !hooks.contextTeardown.isEmpty { await run(hooks.contextTeardown) }
        signals.contextTearingDown.send(failure)
        signals.contextPopped.send(application)
    }

    private func run(_ actions: [Hooks.Teardown]) async {
        await Context.$current.withValue(self) {
            for action in actions {
                do {
                    try await action(failure)
                } catch {
                    log(error)
                }
            }
        }
    }

    /// Logs what went wrong and was handled by nobody.
    ///
    /// - Parameters:
    ///   - error: The error.
    ///   - place: What went wrong, if not the request itself.
    func log(_ error: any Error, in place: String = "") {
        let origin = request.map { "\($0.method.rawValue) \($0.path)" } ?? "no request"
        // Escaped, so that no path makes a line of its own.
        let line = LogText.escaped("\(place)\(origin): \(error)")
        application.logger.error("\(line)", metadata: ["type": "\(type(of: error))"])
    }
}
