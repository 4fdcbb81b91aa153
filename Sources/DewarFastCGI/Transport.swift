import DewarHTTP
import HTTPTypes
import Logging
import Synchronization

/// Takes requests from web servers, has them answered, and sends the answers.
///
/// ``Acceptor`` brings the connections, ``ConnectionTable`` keeps them, ``WorkerPool`` brings
/// their events here; ``Lifecycle`` knows when to end.
final class Transport: EventHandler {
    let configuration: FastCGIConfiguration
    let table: ConnectionTable
    let pool: WorkerPool
    let alarm: Alarm
    let acceptor: Acceptor
    let lifecycle = Lifecycle()
    /// What goes on after its request was answered.
    let background: BackgroundWork
    let reporter: Reporter
    /// Makes the links of new connections.
    let links: LinkFactory
    let monitor: (any RequestMonitor)?
    let crowd = Crowd()
    let responder: any Responder
    private let reader: RequestReader

    init(
        configuration: FastCGIConfiguration, sockets: [ListeningSocket],
        responder: any Responder, monitor: (any RequestMonitor)?, logger: Logger
    ) throws(FastCGIError) {
        self.configuration = configuration
        self.responder = responder
        self.monitor = monitor
        reader = RequestReader(configuration: configuration)
        reporter = Reporter(
            logger: logger, reportsToWebServer: configuration.reportsToWebServer)
        background = BackgroundWork(limit: configuration.maximalBackgroundTasks)
        table = ConnectionTable(capacity: configuration.maximalConnections)
        alarm = try Alarm()
        let poller = try Poller()
        links = LinkFactory(
            configuration: configuration, poller: poller, alarm: alarm, logger: logger)
        pool = try WorkerPool(threadCount: configuration.threads, poller: poller)
        acceptor = Acceptor(
            sockets: sockets, allowedPeers: configuration.allowedPeers,
            blocks: links.makesBlocking, poller: poller, logger: logger)
        try poller.add(alarm.descriptor, [.input, .edges], token: Token(.alarm))
    }

    func handle(_ event: Poller.Event) {
        switch event.owner {
        case .connection(let slot, let generation):
            switch table.claim(slot: slot, generation: generation, for: event.readiness) {
            case .taken(let connection, let phase, let busy):
                resume(connection, from: phase, event.readiness, busy: busy)
            case .answering(let connection, let task):
                // Nobody waits for the answer any more: whoever makes it is told.
                let isUnwanted = pool.keepingJobs { connection.link.notice(event.readiness) }
                if isUnwanted { task?.cancel() }
            case nil: break
            }
        case .listener: accept()
        case .alarm: ring()
        case .job, .end: break
        }
    }

    // MARK: A connection's events

    private func resume(
        _ connection: Connection, from phase: ConnectionTable.Phase,
        _ readiness: Poller.Readiness, busy: Int
    ) {
        switch phase {
        case .idle, .receiving: receive(connection, readiness, busy: busy)
        case .sending, .draining: settle(connection, connection.link.proceed(readiness))
        case .lingering:
            connection.discardInput() ? park(connection, as: .lingering) : close(connection)
        }
    }

    /// Takes what has come over a connection, which may be a request.
    func receive(_ connection: Connection, _ readiness: Poller.Readiness, busy: Int) {
        switch connection.link.receive(readiness) {
        case .request: begin(connection, busy: busy)
        case .refused(let refusal): begin(connection, busy: busy, refusal)
        case .incomplete(let isUnderWay): park(connection, as: isUnderWay ? .receiving : .idle)
        case .closing(let rest): settle(connection, rest)
        case .end: close(connection)
        case .invalid(let reason):
            reporter.reportRefusal("connection closed: there came \(reason).")
            close(connection)
        }
    }

    /// Begins a request, and has it answered on this worker.
    ///
    /// - Parameters:
    ///   - connection: The request's connection.
    ///   - busy: The number of requests that are being answered.
    ///   - refusal: What it is answered with, if not by the application.
    func begin(_ connection: Connection, busy: Int, _ refusal: Refusal? = nil) {
        let library = connection.library
        connection.phaseEnd = nil
        guard connection.link.begin(library) else {
            reporter.reportRefusal("connection closed: no complete FastCGI request came over it.")
            return close(connection)
        }
        guard library.isForResponder else { return refuseRole(connection) }
        do throws(Refusal) {
            if let refusal { throw refusal }
            if busy > configuration.maximalRequests { throw Refusal.overloaded }
            if crowd.gathers(busy) { alarm.ring(at: .now + Crowd.pause) }
            let (request, body) = try reader.read(
                library, over: connection.link, isWaiting: connection.noteWaiting(for: monitor))
            run(request, body, connection)
        } catch {
            let outcome = writer(for: connection).refuse(error)
            conclude(connection, outcome, expectsBody: true)
        }
    }

    private func run(_ request: Request, _ body: BodyReader, _ connection: Connection) {
        let deadline = configuration.requestTimeout.map { ContinuousClock.now + $0 }
        monitor?.begin(request, number: connection.number)
        pool.runHere { task in
            table.answer(with: task, connection, until: deadline)
            if let deadline { alarm.ring(at: deadline) }
        } _: {
            await self.answer(request, body, connection)
        }
        // If it awaits, it can be told when nobody waits for its answer.
        connection.link.watchMeanwhile()
    }

    private func answer(_ request: Request, _ body: BodyReader, _ connection: Connection) async {
        let response = await responder.respond(to: request)
        let closing = response.closing
        if response.isOpenEnded { beginOpenEnd(connection) }
        monitor?.note(.sending, number: connection.number)
        let writer = writer(for: connection, isForHEAD: request.method == .head)
        let outcome = await writer.write(response) { refusal(of: connection) }
        let isCutOff = body.close()
        // Before the connection is somebody else's.
        monitor?.end(number: connection.number)
        conclude(
            connection, outcome, expectsBody: body.isExpected(of: request), keeps: !isCutOff)
        closing?.close()
    }

    /// Notes that the answer which this task is about to give ends only when the server stops.
    private func beginOpenEnd(_ connection: Connection) {
        table.noteOpenEnd(connection)
        // One that begins now is not in the table when stopping looks there.
        if lifecycle.isStopping { withUnsafeCurrentTask { $0?.cancel() } }
    }

    /// Why a request is not answered by the application after all; nil when it may be.
    private func refusal(of connection: Connection) -> Refusal? {
        guard connection.isOverdue.load(ordering: .relaxed) else { return nil }
        return Refusal.overdue(limit: configuration.requestTimeout ?? .zero)
    }

    private func writer(for connection: Connection, isForHEAD: Bool = false) -> ResponseWriter {
        ResponseWriter(
            library: connection.library, link: connection.link, isForHEAD: isForHEAD,
            reporter: reporter)
    }

    /// Answers a request for an authorizer or a filter, which Dewar is not.
    ///
    /// - SeeAlso: FastCGI 1.0, section 5.5.
    private func refuseRole(_ connection: Connection) {
        let id = connection.library.id
        reporter.reportRefusal("request refused: Dewar is a responder, no authorizer or filter.")
        connection.library.abandon()
        var record: [UInt8] = []
        record.append(endOf: id, status: RecordHeader.ProtocolStatus.unknownRole)
        // Where the next request begins is not known: an authorizer's has no body's end.
        settle(connection, connection.sendWhole(record) ? .lingering : .closed)
    }
}
