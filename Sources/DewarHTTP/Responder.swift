/// Whatever answers requests: an application, or a stand-in for one in a test.
///
/// A transport knows nothing else of an application.
public protocol Responder: Sendable {
    /// Answers a request.
    ///
    /// - Parameter request: The request; its body may still be on its way.
    /// - Returns: The answer. There is always one: failures are answers too.
    func respond(to request: Request) async -> Response

    /// Tells who runs work that goes on after an answer; called before the first request.
    ///
    /// - Parameter background: Runs it until the server has stopped.
    func willServe(with background: any BackgroundRunner)
}

extension Responder {
    /// Does nothing, for responders that leave nothing behind.
    public func willServe(with background: any BackgroundRunner) {}
}
