import Logging
import Synchronization

/// The listening sockets: whichever worker an event wakes takes the connections that wait.
final class Acceptor: Sendable {
    private enum State: Sendable {
        case new
        case open
        /// Out of descriptors, of memory or of room: nothing is accepted for a while.
        case paused(until: ContinuousClock.Instant)
        case closed
    }

    private let state = Mutex(State.new)
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
            guard case .new = state else { return }
            try watch()
            state = .open
        }
    }

    /// Takes a connection that waits.
    ///
    /// - Parameters:
    ///   - blocks: Whether the connection blocks.
    ///   - hasRoom: Whether another one may be taken.
    ///   - pause: How long to take none, after an error or for want of room.
    ///   - body: Takes a descriptor, and whether it is of TCP.
    /// - Returns: What the closure makes of it, if there is one; when to call ``resume(at:)``, if
    ///   there is a pause.
    func accept<Result>(
        blocks: Bool, while hasRoom: () -> Bool, pausing pause: Duration,
        _ body: (Int32, Bool) -> Result
    ) -> (Result?, pauseEnd: ContinuousClock.Instant?) {
        // One worker at a time: after `close()` no connection may be on its way into the table.
        state.withLock { state in
            guard case .open = state else { return (nil, nil) }
            do throws(FastCGIError) {
                guard hasRoom() else {
                    logger.warning("accepting paused: as many connections are open as may be.")
                    return (nil, self.pause(&state, for: pause))
                }
                for socket in sockets {
                    if let descriptor = try socket.accept(blocks: blocks) {
                        return (body(descriptor, socket.isTCP), nil)
                    }
                }
                return (nil, nil)
            } catch {
                logger.error("accepting paused: \(error)")
                return (nil, self.pause(&state, for: pause))
            }
        }
    }

    private func pause(_ state: inout State, for pause: Duration) -> ContinuousClock.Instant {
        for socket in sockets { poller.remove(socket.descriptor) }
        let end = ContinuousClock.now + pause
        state = .paused(until: end)
        return end
    }

    /// Accepts again, if a pause is over.
    ///
    /// - Returns: When to ask again; nil when there is no pause.
    func resume(at now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        state.withLock { state in
            guard case .paused(let end) = state else { return nil }
            guard now >= end else { return end }
            do throws(FastCGIError) {
                try watch()
                state = .open
                return nil
            } catch {
                for socket in sockets { poller.remove(socket.descriptor) }
                let next = now + .milliseconds(100)
                state = .paused(until: next)
                return next
            }
        }
    }

    /// Closes the sockets.
    func close() {
        state.withLock { state in
            state = .closed
            for socket in sockets {
                // Closing alone would not do: another process may have the same socket open.
                poller.remove(socket.descriptor)
                socket.close()
            }
        }
        hasClosed.store(true, ordering: .releasing)
    }

    /// An edge for every connection that comes, in one of the processes that share a socket; one
    /// that waits already is an edge too. Without edges every idle worker would be woken by each.
    private func watch() throws(FastCGIError) {
        for (index, socket) in sockets.enumerated() {
            try poller.add(
                socket.descriptor, [.input, .edges, .exclusive],
                token: Token(.listener(UInt32(index))))
        }
    }
}
