package import DewarHTTP
import HTTPTypes
package import Logging
import Synchronization

/// A connection of a web server that is only bytes: for tests, without sockets or threads.
///
/// Everything is as over a ``BufferedLink``, from the canonicaliser through libfcgi to the
/// answer, but the bytes come from the caller and stay here.
package final class MemoryConnection: Sendable {
    private let link: MemoryLink
    private let library = LibraryRequest()
    private let responder: any Responder
    private let reader: RequestReader
    private let reporter: Reporter

    /// Makes a connection.
    ///
    /// - Parameters:
    ///   - responder: Answers the requests.
    ///   - configuration: Gives the limits.
    ///   - logger: Takes what goes wrong.
    /// - Precondition: ``Library/usesChannels``.
    package init(
        _ responder: any Responder, configuration: FastCGIConfiguration = .init(),
        logger: Logger = Logger(label: "dewar.fastcgi")
    ) {
        precondition(Library.usesChannels, "libfcgi has its own operating-system layer.")
        link = MemoryLink(limits: RecordCanonicaliser.Limits(configuration))
        self.responder = responder
        reader = RequestReader(configuration: configuration)
        reporter = Reporter(logger: logger, reportsToWebServer: configuration.reportsToWebServer)
    }

    /// Whether the server would still read from the connection.
    package var isOpen: Bool { link.state.withLock { !$0.isClosed } }

    /// What the server has sent so far.
    package var output: [UInt8] { link.state.withLock { $0.output } }

    /// Takes bytes, and answers the requests that they complete.
    ///
    /// - Parameter bytes: The next bytes, cut anywhere.
    package func send(_ bytes: [UInt8]) async {
        let violation = link.state.withLock { state -> RecordViolation? in
            guard !state.isClosed else { return nil }
            bytes.withUnsafeBytes { state.take($0) }
            return state.input.violation
        }
        if let violation {
            reporter.reportRefusal("connection closed: there came \(violation).")
        }
        while let refusal = link.beginning() {
            link.state.withLock { $0.input.beginRequest() }
            guard link.begin(library) else { return link.close() }
            await answer(refusal.get)
            link.state.withLock { $0.take(UnsafeRawBufferPointer(start: nil, count: 0)) }
        }
    }

    private func answer(_ check: () throws(Refusal) -> Void) async {
        let outcome: ResponseWriter.Outcome
        var isCutOff = false
        var closing: ResponseClosing?
        do throws(Refusal) {
            try check()
            let (request, body) = try reader.read(library, over: link)
            let response = await responder.respond(to: request)
            closing = response.closing
            outcome = await writer(isForHEAD: request.method == .head).write(response)
            isCutOff = body.close()
        } catch {
            outcome = writer(isForHEAD: false).refuse(error)
        }
        if case .cutOff(let reason) = outcome {
            reporter.report("response cut off: \(reason).", to: library)
        }
        let keeps = library.wantsKeeping && !isCutOff
        _ = link.end(
            library, isWhole: outcome == .complete, keepsConnection: keeps, expectsBody: false)
        closing?.close()
    }

    private func writer(isForHEAD: Bool) -> ResponseWriter {
        ResponseWriter(library: library, link: link, isForHEAD: isForHEAD, reporter: reporter)
    }
}

/// The link of a connection that is only bytes.
private final class MemoryLink: LibraryChannel, Link, @unchecked Sendable {
    // `@unchecked`: everything that changes is in `state`.

    struct State: ~Copyable, Sendable {
        var input: LinkInput
        var output: [UInt8] = []
        var isClosed = false

        mutating func take(_ bytes: UnsafeRawBufferPointer) {
            guard !isClosed else { return }
            var output = self.output
            self.output = []
            let send = { (replies: inout [UInt8]) in
                output += replies
                replies = []
                return true
            }
            input.takeHeldBytes(body: .keep(limit: .max), send: send)
            input.take(bytes, body: .keep(limit: .max), send: send)
            self.output = output
            isClosed = input.violation != nil || input.isClosing
        }
    }

    let state: Mutex<State>

    init(limits: RecordCanonicaliser.Limits) {
        state = Mutex(State(input: LinkInput(limits: limits)))
    }

    /// Whether a request can begin, and what it is answered with if not by the responder.
    func beginning() -> Result<Void, Refusal>? {
        state.withLock { state in
            guard !state.isClosed, state.input.hasRequest(bodyBytes: .max) else { return nil }
            return state.input.refusal.map { .failure($0) } ?? .success(())
        }
    }

    override func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        state.withLock { $0.input.records.read(into: buffer) }
    }

    override func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
        state.withLock { $0.output += bytes }
        return true
    }

    func begin(_ request: LibraryRequest) -> Bool {
        if case .begun = request.begin(handle: handle) { true } else { false }
    }

    func readBody(
        upTo count: Int, of library: LibraryRequest
    ) throws(RequestBodyError) -> [UInt8]? {
        let available = state.withLock { state in
            let available = min(count, state.input.bodyByteCount)
            state.input.takeBodyBytes(available)
            return available
        }
        guard available > 0 else { return [] }
        return [UInt8](unsafeUninitializedCapacity: available) { buffer, count in
            count = library.read(into: UnsafeMutableRawBufferPointer(buffer))
        }
    }

    func write(_ source: OutputContent.Source, count: Int, to library: LibraryRequest) -> Bool {
        OutputContent(source, count: count, requestID: library.id).write(to: library)
    }

    func end(
        _ library: LibraryRequest, isWhole: Bool, keepsConnection: Bool, expectsBody: Bool
    ) -> Rest {
        let isEnded = isWhole && library.finish()
        if !isWhole {
            _ = library.flush()
            library.abandon()
        }
        state.withLock { state in
            state.isClosed = !isEnded || !keepsConnection || state.input.isOver
            state.input.finishRequest()
        }
        return .idle
    }

    func close() { state.withLock { $0.isClosed = true } }

    // What follows waits for events, and there is none: everything is here or never comes.

    var descriptor: Int32 { -1 }
    func receive(_ readiness: Poller.Readiness) -> Arrival { .end }
    var bodyAllowance: Duration { .zero }
    func beginLate() -> Bool { false }
    func watch() {}
    func watchMeanwhile() {}
    func waitForBody() throws(RequestBodyError) { throw .cutOff }
    func bodyArrives() async throws { throw RequestBodyError.cutOff }
    func flush() async -> Bool { true }
    var sendingEnd: ContinuousClock.Instant? { nil }
    func notice(_ readiness: Poller.Readiness) -> Bool { false }
    func expire(at now: ContinuousClock.Instant) -> ContinuousClock.Instant? { nil }
    func proceed(_ readiness: Poller.Readiness) -> Rest { .closed }
}
