private import CPostgreSQL
private import Synchronization

/// Cancels the statement that runs on a connection: from the thread that waits for it, or from
/// another one.
///
/// What asks the server holds the lock until the server has the request, and so does what ends the
/// statement: the next one is not hit.
final class StatementCanceller: Sendable {
    private struct State: @unchecked Sendable {
        /// libpq's copy of what a cancellation takes, which any thread may use.
        var handle: OpaquePointer?
        var isRunning = false
    }

    private let state = Mutex(State())

    /// Takes what it needs of a connection.
    func open(_ connection: OpaquePointer?) {
        state.withLock { $0.handle = PQgetCancel(connection) }
    }

    func close() {
        state.withLock { state in
            PQfreeCancel(state.handle)
            state.handle = nil
        }
    }

    /// A statement begins to run.
    func begin() {
        state.withLock { $0.isRunning = true }
    }

    /// It has ended.
    func end() {
        state.withLock { $0.isRunning = false }
    }

    /// Asks the server, over a connection of its own, to end what runs; does nothing if nothing
    /// does.
    func cancel() {
        state.withLock { state in
            guard state.isRunning, let handle = state.handle else { return }
            var message = [CChar](repeating: 0, count: 256)
            PQcancel(handle, &message, Int32(message.count))
        }
    }
}
