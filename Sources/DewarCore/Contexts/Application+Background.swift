public import DewarHTTP
import DewarText
import HTTPTypes
import Logging
import Synchronization

extension Application {
    /// Starts work that goes on after the request is answered: a mail, a thumbnail, a statistic.
    ///
    /// ```swift
    /// app.post("/orders/<int:number>") { (number: Int) in
    ///     try app.background { try await sendMail("order \(number) came by \(request.path)") }
    ///     return redirect("/thanks")
    /// }
    /// ```
    /// It runs on the server's workers, so it may block its thread or await, at once with its
    /// request or after it. A client that goes away does not end it. What it throws is logged.
    ///
    /// It has a context of its own, until it ends: `request` is the request that began it, if one
    /// did, and `currentApp` the application. `g` is there and empty, as in Flask: what the request
    /// keeps there may be closed with it. Whatever else the work needs, let its closure capture.
    /// The request's body can be read only before the answer.
    ///
    /// A server that stops waits for the work, as long as for its requests. At most
    /// `maximalBackgroundTasks` of the server's configuration go on at once, 1,024 by default.
    ///
    /// - Parameter work: What to do.
    /// - Throws: ``HTTPError``, a 503, when as much work goes on as may, or the server has stopped;
    ///   then the work was not started. There is a line in the log as well.
    /// - SeeAlso: Flask `copy_current_request_context`.
    public func background(
        _ work: @escaping @Sendable () async throws -> Void
    ) throws(HTTPError) {
        let origin = Context.running.flatMap { $0.application === self ? $0 : nil }
        let context = Context(
            application: self, request: origin?.request, background: origin?.background)
        let isStarted = context.background.runner.start {
            await Context.$current.withValue(context) {
                do {
                    try await work()
                } catch {
                    self.report("failed: \(error)", of: context.request, .error)
                }
            }
            context.end()
        }
        guard isStarted else {
            report(
                "refused: too much of it goes on already, or the server has stopped.",
                of: context.request, .warning)
            throw HTTPError(.serviceUnavailable)
        }
    }

    private func report(_ what: String, of request: Request?, _ level: Logger.Level) {
        let origin = request.map { " of \($0.method.rawValue) \($0.path)" } ?? ""
        // Escaped, so that no path makes a line of its own.
        logger.log(level: level, "\(LogText.escaped("background work\(origin) \(what)"))")
    }
}

/// Where background work goes: to whoever serves.
final class BackgroundPlace: Sendable {
    private let state: Mutex<any BackgroundRunner>

    init(_ runner: any BackgroundRunner) { state = Mutex(runner) }

    /// Runs the work.
    var runner: any BackgroundRunner {
        get { state.withLock { $0 } }
        set { state.withLock { $0 = newValue } }
    }
}
