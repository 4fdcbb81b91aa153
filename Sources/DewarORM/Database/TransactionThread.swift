private import Synchronization

/// A thread on which the work of one transaction that awaits goes on.
///
/// Whoever waits for a connection without awaiting keeps a thread of its executor. Were those of the
/// transactions that have the connections needed among them, all would wait until the time is up:
/// so each of these has one of its own, from when it has its connection until it gives it back.
final class TransactionThread: TaskExecutor {
    private struct State {
        var jobs: [UnownedJob] = []
        var isRunning = false
    }

    private let state = Condition(State())

    /// Those that no transaction has; they are kept, as many as there ever were transactions at once.
    private static let idle = Mutex<[TransactionThread]>([])
    /// For how long a thread waits for its next work.
    private static let patience = Duration.seconds(10)

    /// Does a piece of work on a thread of its own.
    ///
    /// - Parameters:
    ///   - actor: The caller's actor; what is isolated to one stays there.
    ///   - body: The work; child tasks go on on the same thread.
    /// - Returns: What the work returns.
    /// - Throws: What the work throws.
    static func run<Result>(
        actor: isolated (any Actor)?, _ body: () async throws -> Result
    ) async rethrows -> Result {
        let thread = idle.withLock { $0.popLast() } ?? TransactionThread()
        defer { idle.withLock { $0.append(thread) } }
        return try await withTaskExecutorPreference(thread) { try await body() }
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let isRunning = state.withLock { state in
            state.jobs.append(job)
            defer { state.isRunning = true }
            return state.isRunning
        }
        if isRunning { return state.signal() }
        guard !startThread({ self.serve() }) else { return }
        // The system has no thread left: better on one of Swift's than never.
        let jobs = state.withLock { state in
            state.isRunning = false
            defer { state.jobs = [] }
            return state.jobs
        }
        for job in jobs { globalConcurrentExecutor.enqueue(ExecutorJob(job)) }
    }

    /// Runs jobs until none has come for a while.
    private func serve() {
        while let job = next() { job.runSynchronously(on: asUnownedTaskExecutor()) }
    }

    private func next() -> UnownedJob? {
        let job = state.wait(until: .now + Self.patience) { state in
            state.jobs.isEmpty ? nil : state.jobs.removeFirst()
        }
        if let job { return job }
        return state.withLock { state in
            guard state.jobs.isEmpty else { return state.jobs.removeFirst() }
            state.isRunning = false
            return nil
        }
    }
}
