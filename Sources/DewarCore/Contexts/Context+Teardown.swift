import DewarHTTP
import DewarText
import HTTPTypes
import Logging

extension Context {
    /// Runs what was declared for the end of a request.
    ///
    /// - SeeAlso: Flask `do_teardown_request`.
    func tearDown(_ hooks: RequestHooks) async {
        application.signals.requestTearingDown.send(failure)
        if hooks.teardown.isEmpty { return }
        await Context.$current.withValue(self) {
            for action in hooks.teardown {
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
