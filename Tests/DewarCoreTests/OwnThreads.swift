import DewarFastCGI
import Synchronization

/// A few threads for the tasks of one test, which end with it.
///
/// Those of Swift's pool are as many as cores, and every test of a run takes its turn there, some of
/// which block: what awaits ten thousand times would wait ten thousand times for all the others.
final class OwnThreads: TaskExecutor {
    private struct Work: Sendable {
        let job: UnownedJob
        /// Kept until the job has run.
        let executor: OwnThreads
    }

    private final class Queue: Sendable {
        private let state = Mutex((works: [Work](), taken: 0))
        let signal = Semaphore()

        func push(_ work: Work) {
            state.withLock { $0.works.append(work) }
            signal.signal()
        }

        /// Waits for the next; nil when there will be none.
        func pop() -> Work? {
            signal.wait()
            return state.withLock { state in
                guard state.taken < state.works.count else { return nil }
                defer {
                    state.taken += 1
                    if state.taken > 1000, state.taken * 2 > state.works.count {
                        state.works.removeFirst(state.taken)
                        state.taken = 0
                    }
                }
                return state.works[state.taken]
            }
        }
    }

    private let queue = Queue()
    private let count: Int

    init(count: Int = 4) {
        self.count = count
        for _ in 0..<count {
            let code = startThread("dewar-test") { [queue] in
                while let work = queue.pop() {
                    work.job.runSynchronously(on: work.executor.asUnownedTaskExecutor())
                }
            }
            precondition(code == 0, "no thread: \(code)")
        }
    }

    deinit { for _ in 0..<count { queue.signal.signal() } }

    func enqueue(_ job: consuming ExecutorJob) {
        queue.push(Work(job: UnownedJob(job), executor: self))
    }
}
