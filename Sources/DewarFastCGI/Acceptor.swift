import Logging
import Synchronization

/// The listening sockets: whichever worker an event wakes takes the connections that wait.
final class Acceptor: Sendable {
    private enum Phase: Sendable {
        case new
        case open
        /// Out of descriptors, of memory or of room: nothing is accepted for a while.
        case paused(until: ContinuousClock.Instant)
        case closed
    }

    private struct State: Sendable {
        var phase = Phase.new
        /// Whether the log has the reason of a pause: one line for pause upon pause.
        var hasLogged = false
    }

    private let state = Mutex(State())
    /// Beside the lock, which those who ask may be holding.
    private let hasClosed = Atomic(false)
    private let sockets: [ListeningSocket]
    private let poller: Poller
    private let logger: Logger

    init(sockets: [ListeningSocket], poller: Poller, logger: Logger) {
        self.sockets = sockets
        self.poller = poller
        self.logger = logger
    }

    /// Whether no connection will come any more.
    var isClosed: Bool { hasClosed.load(ordering: .acquiring) }

    /// Begins to wait for connections.
    func open() throws(FastCGIError) {
        try state.withLock { state throws(FastCGIError) in
            guard case .new = state.phase else { return }
            try watch()
            state.phase = .open
        }
    }

    /// Takes the connections that wait.
    ///
    /// - Parameters:
    ///   - hasRoom: Whether another one may be taken.
    ///   - pause: How long to take none, after an error or for want of room.
    ///   - body: Takes a descriptor, and whether it is of TCP.
    /// - Returns: When to call ``resume(at:)``, if there is a pause.
    func accept(
        while hasRoom: () -> Bool, pausing pause: Duration, _ body: (Int32, Bool) -> Void
    ) -> ContinuousClock.Instant? {
        // One worker at a time: after `close()` no connection may be on its way into the table.
        state.withLock { state in
            guard case .open = state.phase else { return nil }
            var reason = "as many connections are open as may be."
            do throws(FastCGIError) {
                for socket in sockets {
                    while hasRoom(), let descriptor = try socket.accept() {
                        body(descriptor, socket.isTCP)
                    }
                }
                if hasRoom() {
                    state.hasLogged = false
                    return nil
                }
            } catch {
                reason = error.description
            }
            if !state.hasLogged { logger.error("accepting paused: \(reason)") }
            state.hasLogged = true
            for socket in sockets { poller.remove(socket.descriptor) }
            let end = ContinuousClock.now + pause
            state.phase = .paused(until: end)
            return end
        }
    }

    /// Accepts again, if a pause is over.
    ///
    /// - Returns: When to ask again; nil when there is no pause.
    func resume(at now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        state.withLock { state in
            guard case .paused(let end) = state.phase else { return nil }
            guard now >= end else { return end }
            do throws(FastCGIError) {
                try watch()
                state.phase = .open
                return nil
            } catch {
                for socket in sockets { poller.remove(socket.descriptor) }
                let next = now + .milliseconds(100)
                state.phase = .paused(until: next)
                return next
            }
        }
    }

    /// Closes the sockets.
    func close() {
        state.withLock { state in
            state.phase = .closed
            for socket in sockets {
                // Closing alone would not do: another process may have the same socket open.
                poller.remove(socket.descriptor)
                socket.close()
            }
        }
        hasClosed.store(true, ordering: .releasing)
    }

    /// An edge for every connection that comes, in one of the processes that share a socket; one
    /// that waits already is an edge too.
    private func watch() throws(FastCGIError) {
        for (index, socket) in sockets.enumerated() {
            try poller.add(
                socket.descriptor, [.input, .edges, .exclusive],
                token: Token(.listener(UInt32(index))))
        }
    }
}
