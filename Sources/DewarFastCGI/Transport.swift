import CFastCGI
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
    private let responder: any Responder
    private let reader: RequestReader
    private let reporter: Reporter

    init(
        configuration: FastCGIConfiguration, sockets: [ListeningSocket],
        responder: any Responder, logger: Logger
    ) throws(FastCGIError) {
        self.configuration = configuration
        self.responder = responder
        reader = RequestReader(configuration: configuration)
        reporter = Reporter(
            logger: logger, reportsToWebServer: configuration.reportsToWebServer)
        table = ConnectionTable(capacity: configuration.maximalConnections)
        alarm = try Alarm()
        let poller = try Poller()
        pool = try WorkerPool(threadCount: configuration.threads, poller: poller)
        acceptor = Acceptor(sockets: sockets, poller: poller, logger: logger)
        try poller.add(alarm.descriptor, [.input, .edges], token: Token(.alarm))
    }

    func handle(_ event: Poller.Event) {
        switch event.owner {
        case .connection(let slot, let generation):
            guard let (connection, phase, busy) = table.claim(slot: slot, generation: generation)
            else { return }
            resume(connection, from: phase, peerClosed: event.peerClosed, busy: busy)
        case .listener: accept()
        case .alarm: ring()
        case .job, .end: break
        }
    }

    // MARK: A connection's events

    private func resume(
        _ connection: Connection, from phase: ConnectionTable.Phase, peerClosed: Bool, busy: Int
    ) {
        switch phase {
        case .condemned: close(connection)
        case .lingering:
            if connection.discardInput() {
                park(connection, as: .lingering, rearms: true)
            } else {
                close(connection)
            }
        case .idle:
            // The usual end of a kept connection; nothing that libfcgi could tell from an error.
            if peerClosed && !connection.hasInput { return close(connection) }
            switch connection.link.receive() {
            case .request: begin(connection, busy: busy)
            case .incomplete: park(connection, as: .idle, rearms: true)
            case .end: close(connection)
            }
        }
    }

    /// Begins a request, and has it answered on this worker.
    private func begin(_ connection: Connection, busy: Int) {
        let library = connection.library
        guard connection.link.begin(library) else {
            reporter.reportRefusal("connection closed: no complete FastCGI request came over it.")
            return close(connection)
        }
        guard library.isForResponder else { return refuseRole(connection) }
        do throws(Refusal) {
            if busy > configuration.maximalRequests { throw Refusal.overloaded }
            let (request, body) = try reader.read(library)
            pool.runHere { await self.answer(request, body, connection) }
        } catch {
            reporter.reportRefusal("request refused with \(error.status.code): \(error.reason)")
            let outcome = writer(for: connection).writeNow(error.response)
            conclude(connection, outcome, expectsBody: true)
        }
    }

    private func answer(_ request: Request, _ body: BodyReader, _ connection: Connection) async {
        let response = await responder.respond(to: request)
        let writer = writer(for: connection, isForHEAD: request.method == .head)
        let outcome = await writer.write(response)
        let isCutOff = body.close()
        conclude(
            connection, outcome, expectsBody: body.isExpected(of: request), keeps: !isCutOff)
    }

    private func writer(for connection: Connection, isForHEAD: Bool = false) -> ResponseWriter {
        ResponseWriter(library: connection.library, isForHEAD: isForHEAD, reporter: reporter)
    }

    /// Answers a request for an authorizer or a filter, which Dewar is not.
    ///
    /// - SeeAlso: FastCGI 1.0, section 5.5.
    private func refuseRole(_ connection: Connection) {
        let id = connection.library.id
        reporter.reportRefusal("request refused: Dewar is a responder, no authorizer or filter.")
        connection.library.abandon()
        let record =
            [1, UInt8(FCGI_END_REQUEST), UInt8(id >> 8), UInt8(id & 0xff), 0, 8, 0, 0]
            + [0, 0, 0, 0, UInt8(FCGI_UNKNOWN_ROLE), 0, 0, 0]
        // Where the next request begins is not known: an authorizer's has no body's end.
        connection.link.send(record) ? linger(connection) : close(connection)
    }

    // MARK: After the answer

    /// Ends a request, and keeps its connection or not.
    private func conclude(
        _ connection: Connection, _ outcome: ResponseWriter.Outcome, expectsBody: Bool,
        keeps: Bool = true
    ) {
        let library = connection.library
        let keeps = keeps && library.wantsKeeping && !lifecycle.isStopping
        switch outcome {
        case .complete:
            let isClean = drain(connection, expectsBody: expectsBody)
            let isSent = library.finish()
            switch (isSent, isClean) {
            case (true, true) where keeps:
                park(connection, as: .idle, rearms: true)
            case (true, false): linger(connection)
            default: close(connection)
            }
        case .cutOff(let reason):
            reporter.report("response cut off: \(reason).", to: library)
            _ = library.flush()
            library.abandon()
            close(connection)
        case .gone:
            library.abandon()
            close(connection)
        }
    }

    /// Reads the rest of a body: only behind its end can another request begin.
    ///
    /// What a client sent as a body would otherwise be read as the web server's records, and a
    /// client could make requests of its own, with any parameters.
    ///
    /// - Returns: Whether the end was there, within the limits.
    private func drain(_ connection: Connection, expectsBody: Bool) -> Bool {
        let library = connection.library
        if library.isAtEnd { return library.readError == 0 }
        if expectsBody {
            // The web server may wait for the answer before it sends the rest.
            guard library.flush() else { return false }
            connection.link.setReadDeadline(configuration.drainTimeout)
        }
        let deadline = ContinuousClock.now + configuration.drainTimeout
        var remaining = configuration.drainBytes
        while case let count = library.skip(), count > 0 {
            remaining -= count
            if remaining < 0 || ContinuousClock.now > deadline { return false }
        }
        if expectsBody { connection.link.setReadDeadline(configuration.readDeadline) }
        return library.readError == 0
    }

    /// Closes a connection over which something may still come, once the peer has read the answer.
    private func linger(_ connection: Connection) {
        connection.shutDownWriting()
        connection.lingerEnd = .now + configuration.lingerTimeout
        park(connection, as: .lingering, rearms: true)
    }

    /// Leaves a connection to the next event.
    func park(_ connection: Connection, as phase: ConnectionTable.Phase, rearms: Bool) {
        let deadline = connection.lingerEnd ?? (.now + configuration.idleTimeout)
        // Both of these before the poller: after it, the connection is another worker's.
        let (descriptor, token) = (connection.link.descriptor, connection.token)
        table.park(connection, as: phase, until: deadline)
        alarm.ring(at: deadline)
        let interest: Poller.Interest = [.input, .peerClosed, .once]
        do throws(FastCGIError) {
            if rearms {
                try pool.poller.modify(descriptor, interest, token: token)
            } else {
                try pool.poller.add(descriptor, interest, token: token)
            }
        } catch {
            reporter.reportRefusal("connection closed: \(error)")
            guard case .connection(let slot, let generation) = token.owner,
                let (connection, _, _) = table.claim(slot: slot, generation: generation)
            else { return }
            close(connection)
        }
        // Stopping may have looked for idle connections just before this one was.
        if lifecycle.isStopping { alarm.ring(at: .now) }
    }

    private func close(_ connection: Connection) {
        let remaining = table.remove(connection)
        connection.link.close()
        if remaining == 0 { endIfDrained() }
    }
}
