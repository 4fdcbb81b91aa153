import CFastCGI
import DewarHTTP
import Glibc
import Synchronization

/// A link of which libfcgi itself reads and writes the descriptor.
///
/// Works with every libfcgi, as it is. The descriptor blocks: a request that comes in pieces
/// holds the thread that began it, for as long as the read deadline allows.
final class PlainLink: Link, @unchecked Sendable {
    // `@unchecked`: everything that changes is in `socket`.

    private struct Socket: Sendable {
        /// -1 when it is closed: the number may be another connection's then.
        var descriptor: Int32
        var isWatched = false
    }

    /// Under a lock, because who has parked a connection watches it when another may have it.
    private let socket: Mutex<Socket>
    private let token: Token
    private let poller: Poller
    private let configuration: FastCGIConfiguration

    var descriptor: Int32 { socket.withLock { $0.descriptor } }

    /// Takes over an accepted connection.
    ///
    /// - Parameters:
    ///   - descriptor: The connection, which blocks.
    ///   - isTCP: Whether it comes over TCP: then small answers must not wait for more.
    ///   - token: Comes back with its events.
    ///   - poller: Tells them.
    ///   - configuration: Gives the deadlines.
    init(
        descriptor: Int32, isTCP: Bool, token: Token, poller: Poller,
        configuration: FastCGIConfiguration
    ) {
        socket = Mutex(Socket(descriptor: descriptor))
        self.token = token
        self.poller = poller
        self.configuration = configuration
        if isTCP { setOption(TCP_NODELAY, level: Int32(IPPROTO_TCP), of: descriptor, to: Int32(1)) }
        setOption(SO_SNDTIMEO, of: descriptor, to: configuration.writeDeadline.timeValue)
        setReadDeadline(configuration.readDeadline)
    }

    deinit { close() }

    func close() {
        socket.withLock { socket in
            if socket.descriptor >= 0 { _ = Glibc.close(socket.descriptor) }
            socket.descriptor = -1
        }
    }

    /// Asks for one event: libfcgi reads the connection until the next call.
    func watch() throws(FastCGIError) {
        let interest: Poller.Interest = [.input, .peerClosed, .once]
        try socket.withLock { socket throws(FastCGIError) in
            guard socket.descriptor >= 0 else { return }
            if socket.isWatched {
                try poller.modify(socket.descriptor, interest, token: token)
            } else {
                socket.isWatched = true
                try poller.add(socket.descriptor, interest, token: token)
            }
        }
    }

    // MARK: Before the request

    func receive(_ readiness: Poller.Readiness) -> Arrival {
        if readiness.isEmpty { return .incomplete(isUnderWay: false) }
        // The usual end of a kept connection; nothing that libfcgi could tell from an error.
        let isAtEnd = !readiness.isDisjoint(with: [.peerClosed, .gone])
        return isAtEnd && !hasInput(descriptor) ? .end : .request
    }

    func begin(_ request: LibraryRequest) -> Bool {
        switch request.begin(handle: descriptor) {
        case .begun: return true
        case .truncated: return false
        case .closed:
            socket.withLock { $0.descriptor = -1 }
            return false
        }
    }

    // A request that is not there as a whole is with libfcgi, never with the table.

    var bodyAllowance: Duration { .zero }

    func beginLate() -> Bool { false }

    // MARK: The body

    func waitForBody() {}

    func bodyArrives() {}

    func readBody(
        upTo count: Int, of library: LibraryRequest
    ) throws(RequestBodyError) -> [UInt8]? {
        let chunk = [UInt8](unsafeUninitializedCapacity: count) { buffer, count in
            count = library.read(into: UnsafeMutableRawBufferPointer(buffer))
        }
        if chunk.count == count { return chunk }
        switch library.readError {
        case 0: return chunk
        case EAGAIN: throw .timedOut
        default: throw .cutOff
        }
    }

    private func setReadDeadline(_ deadline: Duration) {
        setOption(SO_RCVTIMEO, of: descriptor, to: deadline.timeValue)
    }

    // MARK: The answer

    func write(_ source: OutputContent.Source, count: Int, to library: LibraryRequest) -> Bool {
        OutputContent(source, count: count, requestID: library.id).write(to: library)
    }

    /// What libfcgi gives away is sent.
    func flush() -> Bool { true }

    // Nothing is noticed: libfcgi has the descriptor.

    func watchMeanwhile() {}

    /// The kernel's own deadline counts: writing blocks.
    var sendingEnd: ContinuousClock.Instant? { nil }

    func notice(_ readiness: Poller.Readiness) -> Bool { false }

    func expire(at now: ContinuousClock.Instant) -> ContinuousClock.Instant? { nil }

    // MARK: After the answer

    func end(
        _ library: LibraryRequest, isWhole: Bool, keepsConnection: Bool, expectsBody: Bool
    ) -> Rest {
        guard isWhole else {
            _ = library.flush()
            library.abandon()
            return .closed
        }
        let isClean = drain(library, expectsBody: expectsBody)
        let isSent = library.finish()
        switch (isSent, isClean) {
        case (true, true) where keepsConnection: return .idle
        case (true, false): return .lingering
        default: return .closed
        }
    }

    func proceed(_ readiness: Poller.Readiness) -> Rest { .closed }

    /// Reads the rest of a body: only behind its end can another request begin.
    ///
    /// What a client sent as a body would otherwise be read as the web server's records, and a
    /// client could make requests of its own, with any parameters.
    ///
    /// - Returns: Whether the end was there, within the limits.
    private func drain(_ library: LibraryRequest, expectsBody: Bool) -> Bool {
        if library.isAtEnd { return library.readError == 0 }
        if expectsBody {
            // The web server may wait for the answer before it sends the rest.
            guard library.flush() else { return false }
            setReadDeadline(configuration.drainTimeout)
        }
        let deadline = ContinuousClock.now + configuration.drainTimeout
        var remaining = configuration.drainBytes
        while case let count = library.skip(), count > 0 {
            remaining -= count
            if remaining < 0 || ContinuousClock.now > deadline { return false }
        }
        if expectsBody { setReadDeadline(configuration.readDeadline) }
        return library.readError == 0
    }
}
