private import CPostgreSQL
internal import DewarORM

/// Cancels the statement that runs on a connection: for the thread that waits for it, or for
/// another one.
///
/// libpq asks the server over a connection of its own, and waits for as long as the server lives,
/// however little of it: that is left to a thread that nobody waits for without end.
final class StatementCanceller: Sendable {
    private struct State {
        var handle: Handle?
        var isRunning = false
        /// How many threads have not returned from asking.
        var asking = 0
    }

    /// libpq's copy of what a cancellation takes.
    ///
    /// Unchecked, because any thread may use it.
    private final class Handle: @unchecked Sendable {
        let pointer: OpaquePointer

        init(_ pointer: OpaquePointer) {
            self.pointer = pointer
        }

        deinit {
            PQfreeCancel(pointer)
        }

        /// Asks the server to end what runs; it has the request when this returns.
        func ask() {
            var message = [CChar](repeating: 0, count: 256)
            PQcancel(pointer, &message, Int32(message.count))
        }
    }

    private let state = Condition(State())

    /// Takes what it needs of a connection.
    func open(_ connection: OpaquePointer?) {
        state.withLock { $0.handle = PQgetCancel(connection).map(Handle.init) }
    }

    func close() {
        state.withLock { $0.handle = nil }
    }

    /// A statement begins to run.
    func begin() {
        state.withLock { $0.isRunning = true }
    }

    /// It has ended: whoever asks still is waited for, so that the next one is not hit.
    ///
    /// - Parameter patience: How long.
    /// - Returns: false if somebody still asks then: the connection is of no use any more.
    func end(within patience: Duration) -> Bool {
        let isQuiet = state.withLock { state in
            state.isRunning = false
            return state.asking == 0
        }
        if isQuiet { return true }
        let isDone = state.wait(until: ContinuousClock.now + patience) { state -> Bool? in
            state.asking == 0 ? true : nil
        }
        return isDone ?? false
    }

    /// Has the server asked to end what runs; does nothing if nothing does.
    func cancel() {
        let handle = state.withLock { state -> Handle? in
            guard state.isRunning, let handle = state.handle else { return nil }
            state.asking += 1
            return handle
        }
        guard let handle else { return }
        let isStarted = startThread { [self] in
            handle.ask()
            state.withLock { $0.asking -= 1 }
            state.broadcast()
        }
        if !isStarted { state.withLock { $0.asking -= 1 } }
    }
}
