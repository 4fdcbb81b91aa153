package import DewarHTTP

/// Whoever watches what a server does: is told of connections and requests while they come and go.
///
/// The calls come from the server's threads, in the middle of its work.
package protocol RequestMonitor: AnyObject, Sendable {
    /// A connection was taken.
    func noteConnection()

    /// A connection was closed.
    func noteClosedConnection()

    /// A request is about to be answered.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - number: A number from 0 that no other running request has.
    func begin(_ request: Request, number: Int)

    /// Something else is being done for a request.
    func note(_ phase: RequestPhase, number: Int)

    /// A request is over: its answer is out, or in the hands of the kernel or of a queue.
    func end(number: Int)
}

/// What is being done for a request.
package enum RequestPhase: Sendable, Hashable {
    /// A view makes the answer.
    case answering
    /// A view waits for the rest of the body.
    case readingBody
    /// The answer goes out.
    case sending
}
