public import DewarHTTP
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
    /// At its end, what was declared by ``Scaffold/teardownRequest(_:)`` runs for it too. The
    /// request's body can be read only before the answer, and `afterThisRequest` comes too late.
    ///
    /// A server that stops waits for the work, as long as for its requests: what never ends, a loop
    /// that sleeps, say, makes every stop take that long. Nothing is cancelled, and what has not
    /// ended then ends with the process. At most
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
        try startBackground(of: origin, work)
    }

    /// Starts work in a context of its own.
    ///
    /// - Parameters:
    ///   - origin: The context that begins it, if one does.
    ///   - work: What to do.
    /// - Throws: A 503 when the work was not started.
    func startBackground(
        of origin: Context?, _ work: @escaping @Sendable () async throws -> Void
    ) throws(HTTPError) {
        let context = Context(
            application: self, request: origin?.request, routing: origin?.routing,
            sessions: origin?.sessions, background: origin?.background)
        let isStarted = context.background.runner.start {
            context.application.signals.contextPushed.send(context.application)
            await Context.$current.withValue(context) {
                do {
                    try await work()
                } catch {
                    context.fail(with: error)
                    context.log(error, in: "background work of ")
                }
            }
            await context.tearDown(context.routing?.hooks ?? self.contextHooks)
            context.end()
        }
        guard isStarted else {
            logger.warning(
                "background work refused: too much goes on already, or the server has stopped.")
            throw HTTPError(.serviceUnavailable)
        }
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
