/// Whatever answers requests: an application, or a stand-in for one in a test.
///
/// A transport knows nothing else of an application.
public protocol Responder: Sendable {
    /// Answers a request.
    ///
    /// ```swift
    /// struct Greeter: Responder {
    ///     func respond(to request: Request) async -> Response { "You asked for \(request.path)." }
    /// }
    /// ```
    ///
    /// - Parameter request: The request; its body may still be on its way.
    /// - Returns: The answer. There is always one: failures are answers too.
    /// - SeeAlso: WSGI's `application`.
    func respond(to request: Request) async -> Response

    /// Tells who runs work that goes on after an answer; called before the first request.
    ///
    /// ```swift
    /// final class Greeter: Responder {
    ///     let background = Mutex<(any BackgroundRunner)?>(nil)
    ///
    ///     func willServe(with background: any BackgroundRunner) {
    ///         self.background.withLock { $0 = background }
    ///     }
    ///
    ///     func respond(to request: Request) async -> Response {
    ///         _ = background.withLock { $0 }?.start { print("after the answer") }
    ///         return "Hello"
    ///     }
    /// }
    /// ```
    ///
    /// - Parameter background: Runs it until the server has stopped.
    /// - SeeAlso: ASGI's `lifespan.startup`.
    func willServe(with background: any BackgroundRunner)
}

extension Responder {
    /// Does nothing, for responders that leave nothing behind.
    public func willServe(with background: any BackgroundRunner) {}
}
