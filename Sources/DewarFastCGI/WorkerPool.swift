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
/// All wait for the same poller; the one that takes an event deals with it in place, while the
/// others go on waiting. A task of the pool that awaits leaves its thread, and goes on on
/// whichever thread is free then.
final class WorkerPool: TaskExecutor {
    let poller: Poller
    private let threadCount: Int
    private let jobs = Mutex(JobQueue())
    private let wakeUp: Int32
    private let end: Int32

    /// Makes a pool; no thread runs before ``start(handler:)``.
    init(threadCount: Int, poller: Poller) throws(FastCGIError) {
        self.threadCount = max(1, threadCount)
        self.poller = poller
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
    }

    /// Ends the threads, each after what it is doing; jobs that come later run elsewhere.
    func stop() {
        jobs.withLock { $0.isClosed = true }
        _ = eventfd_write(end, 1)
    }

    /// Starts a task on the calling worker, and runs it there up to where it first awaits.
    func runHere(_ operation: sending @escaping @isolated(any) () async -> Void) {
        let worker = Worker.current
        worker?.keepsNextJob = true
        Task(executorPreference: self, operation: operation)
        worker?.keepsNextJob = false
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
        switch jobs.withLock({ $0.push(job) }) {
        case .waking: _ = eventfd_write(wakeUp, 1)
        case .waiting: break
        case .refused: globalConcurrentExecutor.enqueue(job)
        }
    }

    private func run(_ job: UnownedJob) {
        job.runSynchronously(on: asUnownedTaskExecutor())
    }

    /// Runs what is left: nothing comes any more.
    private func finish() {
        while let job = jobs.withLock({ $0.pop() }) { run(job) }
    }

    /// What a worker does all the time: jobs first, because they are requests half answered.
    fileprivate func work(_ handler: any EventHandler) {
        // Jobs that beget jobs must not keep the events waiting for ever.
        let jobsInARow = 64
        var remaining = jobsInARow
        while true {
            if remaining > 0, let (job, wakesAnother) = jobs.withLock({ $0.popOrIdle() }) {
                if wakesAnother { _ = eventfd_write(wakeUp, 1) }
                remaining -= 1
                run(job)
                continue
            }
            let isIdle = remaining > 0
            let event = poller.wait(blocks: isIdle)
            if isIdle { jobs.withLock { $0.idleWorkers -= 1 } }
            remaining = jobsInARow
            guard let event else { continue }
            switch event.owner {
            case .end: return finish()
            case .job: break
            default: handler.handle(event)
            }
        }
    }
}

/// The jobs that wait for a worker, oldest first.
private struct JobQueue {
    /// What becomes of a job that comes.
    enum Fate {
        /// It waits, and a worker that waits too must be woken.
        case waking
        /// It waits: every worker looks here before it waits for events.
        case waiting
        /// The workers have ended.
        case refused
    }

    private var jobs: [UnownedJob] = []
    private var head = 0
    var idleWorkers = 0
    var isClosed = false

    mutating func push(_ job: UnownedJob) -> Fate {
        if isClosed { return .refused }
        jobs.append(job)
        return idleWorkers > 0 ? .waking : .waiting
    }

    /// Takes a job; when there is none, counts the caller as idle, which `push` then sees.
    ///
    /// - Returns: The job, and whether another worker must be woken for those behind it: wake-ups
    ///   that come together wake one worker only.
    mutating func popOrIdle() -> (UnownedJob, wakesAnother: Bool)? {
        guard let job = pop() else {
            idleWorkers += 1
            return nil
        }
        return (job, wakesAnother: head < jobs.count && idleWorkers > 0)
    }

    /// Takes a job; nil when there is none.
    mutating func pop() -> UnownedJob? {
        guard head < jobs.count else {
            jobs.removeAll(keepingCapacity: true)
            head = 0
            return nil
        }
        let job = jobs[head]
        head += 1
        if head == 1024 {
            jobs.removeFirst(head)
            head = 0
        }
        return job
    }
}

/// One thread of a pool.
private final class Worker {
    let pool: WorkerPool
    let handler: any EventHandler
    let number: Int
    /// Whether the next job that this thread makes is run on it at once.
    var keepsNextJob = false
    var keptJob: UnownedJob?

    init(pool: WorkerPool, handler: any EventHandler, number: Int) {
        self.pool = pool
        self.handler = handler
        self.number = number
    }

    /// The worker of the calling thread; nil on a thread that is none.
    static var current: Worker? {
        pthread_getspecific(key).map { Unmanaged<Worker>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Where every thread keeps its worker.
    private static let key: pthread_key_t = {
        var key = pthread_key_t()
        pthread_key_create(&key, nil)
        return key
    }()

    /// Starts the thread, which keeps the worker alive; returns 0 or the error number.
    func start() -> Int32 {
        var thread = pthread_t()
        let worker = Unmanaged.passRetained(self)
        let code = pthread_create(
            &thread, nil,
            { argument in
                // The argument is the worker of `passRetained`, never nil.
                guard let argument else { return nil }
                let worker = Unmanaged<Worker>.fromOpaque(argument).takeRetainedValue()
                pthread_setspecific(Worker.key, argument)
                pthread_setname_np(pthread_self(), "dewar-\(worker.number)")
                worker.pool.work(worker.handler)
                pthread_setspecific(Worker.key, nil)
                return nil
            }, worker.toOpaque())
        guard code == 0 else {
            worker.release()
            return code
        }
        pthread_detach(thread)
        return 0
    }
}
