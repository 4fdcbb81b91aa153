import CFastCGI
import Glibc
import Synchronization

/// What the workers call when a descriptor is ready.
protocol EventHandler: AnyObject, Sendable {
    /// Deals with one event, on the worker that took it.
    func handle(_ event: Poller.Event)
}

/// The threads that wait for events, answer requests, and run the jobs of their tasks.
///
/// As many as there are cores lead: they wait for the same poller, and the one that takes an event
/// deals with it in place. The others follow, and lead when one of those is held by a view that
/// blocks. A task of the pool that awaits leaves its thread, and goes on on whichever leader is
/// free then.
final class WorkerPool: TaskExecutor {
    let poller: Poller
    private let threadCount: Int
    private let leadership: Leadership
    private let jobs = Mutex(JobQueue())
    /// Beside the lock, which a worker that finds no job need not take: how many jobs wait, and
    /// how many workers wait for events.
    private let waitingJobs = Atomic(0)
    private let idleWorkers = Atomic(0)
    private let wakeUp: Int32
    private let end: Int32

    /// Makes a pool; no thread runs before ``start(handler:)``.
    init(threadCount: Int, poller: Poller) throws(FastCGIError) {
        self.threadCount = max(1, threadCount)
        self.poller = poller
        leadership = Leadership(
            leaders: max(2, FastCGIConfiguration.coreCount), of: self.threadCount)
        wakeUp = eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK))
        end = eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK))
        guard wakeUp >= 0, end >= 0 else {
            throw FastCGIError.systemCall("eventfd", errno: errno)
        }
        // Every write is an edge, and wakes one worker that waits: nobody needs to read.
        try poller.add(wakeUp, [.input, .edges], token: Token(.job))
        // Not an edge: it stays ready, and wakes all.
        try poller.add(end, .input, token: Token(.end))
    }

    deinit {
        _ = close(wakeUp)
        _ = close(end)
    }

    /// Starts the threads.
    ///
    /// - Parameter handler: Takes the events; kept until the threads end.
    /// - Throws: ``FastCGIError`` when the system gives no thread at all.
    func start(handler: any EventHandler) throws(FastCGIError) {
        for number in 1...threadCount {
            let code = Worker(pool: self, handler: handler, number: number).start()
            // Fewer threads than wanted still serve.
            if code != 0 && number == 1 {
                throw FastCGIError.systemCall("pthread_create", errno: code)
            }
        }
        // Without it, threads that are held stay in front.
        _ = startThread("dewar-watcher") { [leadership] in leadership.watch() }
        leadership.start()
    }

    /// The number of threads that could take something up.
    var idleThreads: Int { leadership.idleWorkers }

    /// Ends the threads, each after what it is doing; jobs that come later run elsewhere.
    func stop() {
        jobs.withLock { $0.isClosed = true }
        _ = eventfd_write(end, 1)
        leadership.end()
    }

    /// Starts a task on the calling worker, and runs it there up to where it first awaits.
    ///
    /// - Parameters:
    ///   - willRun: Takes the task before it runs.
    ///   - operation: What it does.
    func runHere(
        willRun: (Task<Void, Never>) -> Void,
        _ operation: sending @escaping @isolated(any) () async -> Void
    ) {
        let worker = Worker.current
        worker?.keepsNextJob = true
        let task = Task(executorPreference: self, operation: operation)
        worker?.keepsNextJob = false
        willRun(task)
        guard let job = worker?.keptJob else { return }
        worker?.keptJob = nil
        run(job)
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        if let worker = Worker.current, worker.keepsNextJob, worker.pool === self {
            worker.keepsNextJob = false
            worker.keptJob = job
            return
        }
        guard jobs.withLock({ $0.push(job) }) else {
            globalConcurrentExecutor.enqueue(job)
            return
        }
        waitingJobs.add(1, ordering: .sequentiallyConsistent)
        if let worker = Worker.current, worker.takesJobsNext, worker.pool === self { return }
        wakeIdleWorker()
    }

    /// Wakes nobody for the jobs that a closure makes: the calling worker takes them next.
    ///
    /// What waits for bytes of a body goes on where they came in; another worker would be woken for
    /// each piece (measured for a gigabyte through nginx: 1.0 to 1.8 s of CPU with, 0.8 to 0.95
    /// without).
    ///
    /// - Parameter body: Resumes tasks, and does nothing that takes its time.
    /// - Returns: What the closure returns.
    func keepingJobs<Result>(_ body: () -> Result) -> Result {
        let worker = Worker.current
        worker?.takesJobsNext = true
        defer { worker?.takesJobsNext = false }
        return body()
    }

    /// Wakes one of the workers that wait for events; the others look for jobs before they do.
    private func wakeIdleWorker() {
        guard idleWorkers.load(ordering: .sequentiallyConsistent) > 0 else { return }
        _ = eventfd_write(wakeUp, 1)
    }

    /// Takes a job; nil when there is none.
    private func nextJob() -> UnownedJob? {
        guard waitingJobs.load(ordering: .sequentiallyConsistent) > 0,
            let job = jobs.withLock({ $0.pop() })
        else { return nil }
        // Wake-ups that come together wake one worker only: it wakes the next.
        if waitingJobs.subtract(1, ordering: .sequentiallyConsistent).newValue > 0 {
            wakeIdleWorker()
        }
        return job
    }

    /// Waits for an event, unless there is a job after all.
    private func nextEvent(blocks: Bool) -> Poller.Event? {
        guard blocks else { return poller.wait(blocks: false) }
        idleWorkers.add(1, ordering: .sequentiallyConsistent)
        defer { idleWorkers.subtract(1, ordering: .sequentiallyConsistent) }
        // A job that came before the line above woke nobody.
        let hasJob = waitingJobs.load(ordering: .sequentiallyConsistent) > 0
        return poller.wait(blocks: !hasJob)
    }

    private func run(_ job: UnownedJob) {
        job.runSynchronously(on: asUnownedTaskExecutor())
    }

    /// What a worker does all the time: follow, lead, follow again.
    func work(_ handler: any EventHandler, number: Int) {
        let seat = leadership.seat(number)
        repeat { leadership.follow() } while lead(handler, seat)
        // Nothing comes any more, but for jobs of tasks that have not ended.
        while let job = nextJob() { run(job) }
    }

    /// Takes jobs and events: jobs first, because they are requests half answered.
    ///
    /// - Returns: Whether there will be more to do; the worker no longer leads.
    private func lead(_ handler: any EventHandler, _ seat: Leadership.Seat) -> Bool {
        // Jobs that beget jobs must not keep the events waiting for ever.
        let jobsInARow = 64
        var remaining = jobsInARow
        while true {
            if remaining > 0, let job = nextJob() {
                remaining -= 1
                leadership.begin(seat)
                run(job)
            } else {
                let event = nextEvent(blocks: remaining > 0)
                remaining = jobsInARow
                guard let event else { continue }
                switch event.owner {
                case .end: return false
                case .job: continue
                default: break
                }
                leadership.begin(seat)
                handler.handle(event)
            }
            guard leadership.finish(seat) else {
                // Jobs that were kept for this worker are another's now.
                if waitingJobs.load(ordering: .sequentiallyConsistent) > 0 { wakeIdleWorker() }
                return true
            }
        }
    }
}
