import Glibc
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
        /// Whether other processes were told of what waits.
        var hasCalled = false
    }

    private let state = Mutex(State())
    /// Beside the lock, which those who ask may be holding.
    private let hasClosed = Atomic(false)
    /// Whether connections have come that no worker has looked for.
    private let hasNews = Atomic(false)
    private let sockets: [ListeningSocket]
    private let allowedPeers: [AddressRange]
    private let spare = SpareDescriptor()
    /// Whether the connections are to block.
    private let blocks: Bool
    private let poller: Poller
    private let logger: Logger

    init(
        sockets: [ListeningSocket], allowedPeers: [AddressRange], blocks: Bool, poller: Poller,
        logger: Logger
    ) {
        self.blocks = blocks
        self.allowedPeers = allowedPeers
        self.sockets = sockets
        self.poller = poller
        self.logger = logger
    }

    /// Whether no connection will come any more.
    var isClosed: Bool { hasClosed.load(ordering: .acquiring) }

    /// Whether connections have come while the lock was taken for something else than taking
    /// them: then ``accept(while:pausing:_:)`` is to be called once more.
    var hasUnseenNews: Bool { hasNews.load(ordering: .sequentiallyConsistent) }

    /// Begins to wait for connections.
    func open() throws(FastCGIError) {
        try state.withLock { state throws(FastCGIError) in
            guard case .new = state.phase else { return }
            try watch()
            state.phase = .open
        }
    }

    /// Takes the connections that wait, or leaves them to the worker that is at it.
    ///
    /// No more than somebody here can deal with: the others are for processes that share the
    /// sockets, whose threads may be free.
    ///
    /// - Parameters:
    ///   - hasRoom: Whether another one may be taken.
    ///   - limit: How many to take before somebody looks again, at least 1.
    ///   - pause: How long to take none, after an error or for want of room.
    ///   - body: Takes a descriptor, and whether it is of TCP.
    /// - Returns: When to call ``resume(at:)``, if there is a pause.
    func accept(
        while hasRoom: () -> Bool, upTo limit: Int, pausing pause: Duration,
        _ body: (Int32, Bool) -> Void
    ) -> ContinuousClock.Instant? {
        hasNews.store(true, ordering: .sequentiallyConsistent)
        // Whoever finds the lock taken leaves its news to the worker that has it, and looks here
        // again when it has given the lock back.
        while hasNews.load(ordering: .sequentiallyConsistent) {
            let end = state.withLockIfAvailable { state -> ContinuousClock.Instant? in
                hasNews.store(false, ordering: .sequentiallyConsistent)
                guard case .open = state.phase else { return nil }
                guard let reason = takeAll(while: hasRoom, upTo: limit, body) else {
                    state.hasLogged = false
                    state.hasCalled = false
                    return nil
                }
                for socket in sockets { poller.remove(socket.descriptor) }
                if !state.hasLogged { logger.error("accepting paused: \(reason)") }
                state.hasLogged = true
                callOthers(&state)
                let end = ContinuousClock.now + pause
                state.phase = .paused(until: end)
                return end
            }
            guard let end else { return nil }
            if let end { return end }
        }
        return nil
    }

    /// Takes the connections that wait; gives the reason when some must go on waiting.
    private func takeAll(
        while hasRoom: () -> Bool, upTo limit: Int = .max, _ body: (Int32, Bool) -> Void
    ) -> String? {
        do throws(FastCGIError) {
            for (index, socket) in sockets.enumerated() {
                var count = 0
                while hasRoom(), count < limit, let descriptor = try socket.accept(blocks: blocks) {
                    count += 1
                    if isAllowed(descriptor, of: socket) { body(descriptor, socket.isTCP) }
                }
                if count >= limit {
                    // Anew, which is an event if more wait: for whoever is free first.
                    poller.remove(socket.descriptor)
                    try watch(socket, index)
                }
            }
            return hasRoom() ? nil : "as many connections are open as may be."
        } catch {
            return error.description
        }
    }

    /// Has other processes take what waits at the sockets.
    ///
    /// The kernel has told this one of it, and nobody else. Once is enough, until this one accepts
    /// again.
    private func callOthers(_ state: inout State) {
        if state.hasCalled { return }
        state.hasCalled = sockets.allSatisfy { spare.callOthers(to: $0) }
    }

    /// Whether the web server at the other end may connect; otherwise the connection is closed.
    private func isAllowed(_ descriptor: Int32, of socket: ListeningSocket) -> Bool {
        guard socket.isTCP, !allowedPeers.isEmpty else { return true }
        let peer = AddressRange.peer(of: descriptor)
        if let peer, allowedPeers.contains(where: { $0.contains(peer) }) { return true }
        let name = peer.map(AddressRange.text) ?? "an unknown address"
        logger.warning("connection refused: \(name) is no web server that may connect.")
        _ = Glibc.close(descriptor)
        return false
    }

    /// Accepts again, if a pause is over.
    ///
    /// - Returns: When to ask again; nil when there is no pause.
    func resume(at now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        state.withLock { state in
            guard case .paused(let end) = state.phase else { return nil }
            guard now >= end else { return end }
            // Whoever waits at the sockets is told of connections that it cannot take.
            guard spare.isThereAnother else {
                callOthers(&state)
                let next = now + .milliseconds(100)
                state.phase = .paused(until: next)
                return next
            }
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

    /// Takes the connections that wait, and closes the sockets.
    ///
    /// - Parameters:
    ///   - hasRoom: Whether another one may be taken.
    ///   - body: Takes a descriptor, and whether it is of TCP.
    func close(taking hasRoom: () -> Bool, _ body: (Int32, Bool) -> Void) {
        state.withLock { state in
            // First, so that the kernel tells other processes, which share the sockets, of what
            // comes from here on. Closing alone would not do that.
            for socket in sockets {
                poller.remove(socket.descriptor)
                socket.retract()
            }
            if case .open = state.phase { _ = takeAll(while: hasRoom, body) }
            state.phase = .closed
            for socket in sockets { socket.close() }
        }
        hasClosed.store(true, ordering: .releasing)
    }

    /// An edge for every connection that comes, in one of the processes that share a socket; one
    /// that waits already is an edge too.
    private func watch() throws(FastCGIError) {
        for (index, socket) in sockets.enumerated() { try watch(socket, index) }
    }

    private func watch(_ socket: ListeningSocket, _ index: Int) throws(FastCGIError) {
        try poller.add(
            socket.descriptor, [.input, .edges, .exclusive], token: Token(.listener(UInt32(index))))
    }
}
