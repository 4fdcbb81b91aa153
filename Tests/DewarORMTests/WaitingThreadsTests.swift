import DewarORM
import Synchronization
import Testing

/// Transactions that await, and others that keep the threads while they wait for the connection.
@Suite struct WaitingThreadsTests {
    /// A server's workers: so many threads for all requests.
    private final class Workers: TaskExecutor {
        private struct State {
            var jobs: [UnownedJob] = []
            var isOver = false
        }

        private let state = Condition(State())

        init(_ count: Int) {
            for _ in 0..<count { #expect(startThread { self.serve() }) }
        }

        func enqueue(_ job: consuming ExecutorJob) {
            let job = UnownedJob(job)
            state.withLock { $0.jobs.append(job) }
            state.signal()
        }

        func end() {
            state.withLock { $0.isOver = true }
            state.broadcast()
        }

        private func serve() {
            while true {
                let job = state.wait(until: .now + .seconds(60)) { state -> UnownedJob?? in
                    if !state.jobs.isEmpty { return state.jobs.removeFirst() }
                    return state.isOver ? .some(nil) : nil
                }
                guard case .some(.some(let job)) = job else { return }
                job.runSynchronously(on: asUnownedTaskExecutor())
            }
        }
    }

    private final class Progress: Sendable {
        let isHeld = Atomic(false)
        let waiting = Atomic(0)
    }

    private static var configuration: DatabaseConfiguration {
        var configuration = DatabaseConfiguration()
        configuration.poolSize = 1
        configuration.poolTimeout = .seconds(10)
        return configuration
    }

    /// Runs work on two threads, of which both soon wait for the connection of a transaction that
    /// was suspended.
    private func expectNoWaitInVain(
        on database: TestDatabase,
        holding: @escaping @Sendable (Database, () async throws -> Void) async throws -> Void
    ) async throws {
        try await database.runAsync(configuration: Self.configuration) { database in
            try database.createAll(Tag.self)
            let workers = Workers(2)
            defer { workers.end() }
            let progress = Progress()
            try await withThrowingTaskGroup { group in
                group.addTask(executorPreference: workers) {
                    try await holding(database) {
                        progress.isHeld.store(true, ordering: .relaxed)
                        while progress.waiting.load(ordering: .relaxed) < 2 {
                            try await Task.sleep(for: .milliseconds(1))
                        }
                        // Until they really wait.
                        try await Task.sleep(for: .milliseconds(50))
                        _ = try Tag(name: "first").inserted()
                    }
                }
                while !progress.isHeld.load(ordering: .relaxed) {
                    try await Task.sleep(for: .milliseconds(1))
                }
                for number in 0..<2 {
                    group.addTask(executorPreference: workers) {
                        let start = ContinuousClock.now
                        progress.waiting.add(1, ordering: .relaxed)
                        _ = try Tag(name: "waiting \(number)").inserted(in: database)
                        #expect(ContinuousClock.now - start < .seconds(5))
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test(arguments: TestDatabase.allCases)
    func aTransactionGoesOnWhileAllThreadsWaitForItsConnection(
        _ database: TestDatabase
    ) async throws {
        try await expectNoWaitInVain(on: database) { database, work in
            try await database.transaction { try await work() }
        }
    }

    @Test(arguments: TestDatabase.allCases)
    func soDoesATrial(_ database: TestDatabase) async throws {
        try await expectNoWaitInVain(on: database) { database, work in
            try await database.withRollback { try await work() }
        }
    }
}
