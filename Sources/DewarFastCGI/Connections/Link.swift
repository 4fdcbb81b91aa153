import DewarHTTP

/// What the bytes of a connection come through, below libfcgi.
///
/// The one thing that differs between the forms of the transport: everything above, from the
/// request's parameters to the answer, and everything beside, from the workers to the table of
/// connections, is the same for all.
protocol Link: AnyObject, Sendable {
    /// The kernel's number of the socket.
    var descriptor: Int32 { get }

    // MARK: Before the request

    /// Takes what has come.
    ///
    /// - Parameter readiness: What the poller has said.
    /// - Returns: What that is.
    func receive(_ readiness: Poller.Readiness) -> Arrival

    /// Lets libfcgi begin the request that has come.
    ///
    /// - Returns: Whether there is one; otherwise the connection is to be closed.
    func begin(_ request: LibraryRequest) -> Bool

    /// How much longer a request may take to come as a whole for what has come of its body.
    var bodyAllowance: Duration { get }

    /// Takes up a request whose body did not come in time, so that it can be told so.
    ///
    /// - Returns: Whether it has come as far.
    func beginLate() -> Bool

    /// Has the poller tell when something comes, from now on or once more.
    ///
    /// - Throws: ``FastCGIError`` when the kernel is out of memory or watches.
    func watch() throws(FastCGIError)

    // MARK: The body

    /// Waits, on the calling thread, until there is something of the body to read, or its end.
    ///
    /// - Throws: ``RequestBodyError`` when there will be neither.
    func waitForBody() throws(RequestBodyError)

    /// Waits, without a thread, until there is something of the body to read, or its end.
    ///
    /// - Throws: ``RequestBodyError`` when there will be neither; `CancellationError`.
    func bodyArrives() async throws

    /// Reads what is there of the body.
    ///
    /// - Parameters:
    ///   - count: How much at most, at least 1.
    ///   - library: The request.
    /// - Returns: The bytes; none at the end; nil when it is necessary to wait again.
    /// - Throws: ``RequestBodyError`` when there will be no more.
    func readBody(
        upTo count: Int, of library: LibraryRequest
    ) throws(RequestBodyError) -> [UInt8]?

    // MARK: The answer

    /// Writes a content of an answer behind what libfcgi has been given.
    ///
    /// - Parameters:
    ///   - source: The content.
    ///   - count: How many bytes of it.
    ///   - library: The request.
    /// - Returns: Whether the web server still takes bytes.
    func write(_ source: OutputContent.Source, count: Int, to library: LibraryRequest) -> Bool

    /// Sends what libfcgi has given away, and waits, without a thread, until it is out.
    ///
    /// - Returns: Whether the web server still takes bytes.
    func flush() async -> Bool

    /// When the web server has taken nothing of an answer for too long; nil while nothing waits.
    var sendingEnd: ContinuousClock.Instant? { get }

    /// Has the poller tell what comes while a request is being answered, if that can be told.
    func watchMeanwhile()

    /// Deals with an event while a request is being answered.
    ///
    /// - Returns: Whether nobody waits for the answer any more.
    func notice(_ readiness: Poller.Readiness) -> Bool

    /// Ends what has waited too long.
    ///
    /// - Parameter now: The time.
    /// - Returns: When to ask again; nil when nothing waits.
    func expire(at now: ContinuousClock.Instant) -> ContinuousClock.Instant?

    // MARK: After the answer

    /// Ends an answer.
    ///
    /// - Parameters:
    ///   - library: The request, which ends.
    ///   - isWhole: Whether the answer is all there; one that broke off is left without an end.
    ///   - keepsConnection: Whether another request may come.
    ///   - expectsBody: Whether the web server may still be about to send a body.
    /// - Returns: What is next.
    func end(
        _ library: LibraryRequest, isWhole: Bool, keepsConnection: Bool, expectsBody: Bool
    ) -> Rest

    /// Goes on with what there was to do after an answer.
    ///
    /// - Parameter readiness: What the poller has said.
    /// - Returns: What is next.
    func proceed(_ readiness: Poller.Readiness) -> Rest

    /// Closes the socket, unless that has happened.
    func close()
}

/// What has come over a connection.
enum Arrival {
    /// A request can begin.
    case request
    /// A request can begin, and is to be answered with this.
    case refused(Refusal)
    /// A request, or its beginning, is not there yet.
    case incomplete(isUnderWay: Bool)
    /// Nothing, and nothing will.
    case end
    /// What is no request: the connection is to be closed.
    case invalid(reason: String)
    /// Replies are out, or will be: then the connection is to be closed.
    case closing(Rest)
}

/// What is to be done with a connection after an answer.
enum Rest {
    /// To wait for the next request.
    case idle
    /// To look for the next request, which may be there already.
    case again
    /// To wait until the answer is out.
    case sending
    /// To wait for the end of the body, which nobody reads.
    case draining
    /// To wait for the peer's end, so that it reads the answer before it sees ours.
    case lingering
    /// To close it.
    case closed
}
