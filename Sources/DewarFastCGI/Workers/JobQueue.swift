/// The jobs that wait for a worker, oldest first.
struct JobQueue {
    private var jobs: [UnownedJob] = []
    private var head = 0
    var isClosed = false

    /// Adds a job; false when the workers have ended.
    mutating func push(_ job: UnownedJob) -> Bool {
        if !isClosed { jobs.append(job) }
        return !isClosed
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
