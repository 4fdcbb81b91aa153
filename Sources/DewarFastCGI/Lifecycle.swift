import Synchronization

/// How far a server is on its way: new, running, stopping, ended.
final class Lifecycle: Sendable {
    private struct State: Sendable {
        var hasStarted = false
        var stopping: (graceEnd: ContinuousClock.Instant, deadline: ContinuousClock.Instant)?
        /// The number of requests that were left unanswered; nil before the end.
        var unanswered: Int?
        var waiters: [CheckedContinuation<Int, Never>] = []
    }

    private let state = Mutex(State())
    private let stops = Atomic(false)

    /// Whether the server is to take no further request over a connection.
    var isStopping: Bool { stops.load(ordering: .acquiring) }

    /// When idle connections are closed, and when waiting for the rest ends; nil before stopping
    /// and after the end.
    var stopping: (graceEnd: ContinuousClock.Instant, deadline: ContinuousClock.Instant)? {
        state.withLock { $0.unanswered == nil ? $0.stopping : nil }
    }

    /// Notes the start; false when there was one before.
    func start() -> Bool {
        state.withLock { state in
            defer { state.hasStarted = true }
            return !state.hasStarted && state.stopping == nil
        }
    }

    /// Notes that the server stops; a second time can only make it faster.
    func stop(graceEnd: ContinuousClock.Instant, deadline: ContinuousClock.Instant) {
        state.withLock { state in
            let earlier = state.stopping ?? (graceEnd, deadline)
            state.stopping = (
                min(graceEnd, earlier.graceEnd, deadline), min(deadline, earlier.deadline)
            )
        }
        stops.store(true, ordering: .releasing)
    }

    /// Notes the end, and lets those go on who wait for it.
    func end(unanswered: Int) {
        let waiters = state.withLock { state -> [CheckedContinuation<Int, Never>] in
            guard state.unanswered == nil else { return [] }
            state.unanswered = unanswered
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume(returning: unanswered) }
    }

    /// Waits for the end; returns the number of requests that were left unanswered.
    func waitUntilEnded() async -> Int {
        await withCheckedContinuation { continuation in
            let result = state.withLock { state -> Int? in
                if state.unanswered == nil { state.waiters.append(continuation) }
                return state.unanswered
            }
            if let result { continuation.resume(returning: result) }
        }
    }
}
