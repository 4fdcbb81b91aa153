import Glibc

/// One thread of a pool.
final class Worker: @unchecked Sendable {
    // `@unchecked`: what is not `let` is touched by the worker's own thread alone.

    let pool: WorkerPool
    let handler: any EventHandler
    let number: Int
    /// Whether the next job that this thread makes is run on it at once.
    var keepsNextJob = false
    var keptJob: UnownedJob?
    /// Whether this thread looks for jobs at once.
    var takesJobsNext = false

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
        startThread("dewar-\(number)") { [self] in
            pthread_setspecific(Worker.key, Unmanaged.passUnretained(self).toOpaque())
            pool.work(handler, number: number - 1)
            pthread_setspecific(Worker.key, nil)
        }
    }
}
