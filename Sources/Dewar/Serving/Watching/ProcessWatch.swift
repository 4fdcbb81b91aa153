import DewarFastCGI
import DewarHTTP
import DewarProcesses
import Glibc
import HTTPTypes
import Logging
import Synchronization

/// Watches what a process does: notes its requests on the scoreboard, tells of slow ones, and says
/// when the process has done its share.
final class ProcessWatch: RequestMonitor {
    private let place: ScoreboardPlace?
    private let logger: Logger
    private let slowRequest: Duration?
    private let requestLimit: Duration?
    private let maximalMemory: Int?
    private let showsMemory: Bool
    /// After how many requests this process is replaced: each one after a different number.
    private let maximalRequests: Int?
    private let process = Mutex<ServingProcess?>(nil)
    /// Slow requests that the log has, by the times of their beginnings.
    private let reported = Mutex<Set<UInt64>>([])

    /// Makes a watch.
    ///
    /// - Parameters:
    ///   - configuration: What to look for.
    ///   - place: The process's place on the scoreboard; nil when nobody looks at one.
    ///   - isAlone: Whether there is no master, who would see to the limit of a request's age.
    ///   - logger: Takes slow requests.
    init(
        _ configuration: ServerConfiguration, place: ScoreboardPlace?, isAlone: Bool, logger: Logger
    ) {
        self.place = place
        self.logger = logger
        slowRequest = configuration.slowRequest
        requestLimit = isAlone ? configuration.requestLimit : nil
        maximalMemory = configuration.maximalMemory
        showsMemory = configuration.statusPath != nil
        maximalRequests = configuration.maximalRequests.map { $0 - Int.random(in: 0...$0 / 10) }
    }

    // MARK: What happens

    func noteConnection() { place?.noteConnection() }

    func noteClosedConnection() { place?.noteClosedConnection() }

    func begin(_ request: Request, number: Int) {
        let count = place?.begin(number, method: request.method.rawValue, path: request.path)
        guard let count, let maximalRequests, count >= maximalRequests else { return }
        // Again now and then: nobody may have been there to take its place.
        if (count - maximalRequests) % 1000 == 0 {
            process.withLock { $0 }?.retire(because: "has begun \(count) requests")
        }
    }

    func note(_ phase: RequestPhase, number: Int) {
        switch phase {
        case .answering: place?.note(.answering, of: number)
        case .readingBody: place?.note(.readingBody, of: number)
        case .sending: place?.note(.sending, of: number)
        }
    }

    func end(number: Int) {
        guard let request = place?.end(number), let slowRequest, request.age >= slowRequest else {
            return
        }
        let isReported = reported.withLock { $0.remove(request.start) != nil }
        if !isReported { logger.warning("slow request: \(request)") }
    }

    // MARK: What is looked for

    /// Looks from now on, on a thread of its own, if there is something to look for.
    func start(for process: ServingProcess) throws {
        self.process.withLock { $0 = process }
        let heartbeat = process.heartbeatInterval
        var intervals = [slowRequest.map { $0 / 4 }, requestLimit.map { $0 / 10 }].compactMap { $0 }
        if maximalMemory != nil || showsMemory { intervals.append(.seconds(1)) }
        if let heartbeat { intervals.append(heartbeat) }
        guard let shortest = intervals.min() else { return }
        let interval = min(max(shortest, .milliseconds(20)), .seconds(1))
        try process.start("dewar-watch") { [self] in
            var nextHeartbeat = ContinuousClock.now
            var nextMemory = nextHeartbeat
            while true {
                let now = ContinuousClock.now
                if let heartbeat, now >= nextHeartbeat {
                    process.sendHeartbeat()
                    nextHeartbeat = now + heartbeat
                }
                if now >= nextMemory {
                    lookAtMemory(process)
                    nextMemory = now + .seconds(1)
                }
                lookAtRequests()
                usleep(
                    useconds_t(
                        interval.components.seconds * 1_000_000
                            + interval.components.attoseconds / 1_000_000_000_000))
            }
        }
    }

    private func lookAtMemory(_ process: ServingProcess) {
        guard maximalMemory != nil || showsMemory, let memory = ProcessMemory.resident else {
            return
        }
        place?.note(memory: memory)
        if let maximalMemory, memory > maximalMemory {
            process.retire(because: "has \(memory / 1_048_576) MiB of memory")
        }
    }

    private func lookAtRequests() {
        guard slowRequest != nil || requestLimit != nil, let place else { return }
        let running = place.runningRequests()
        if let slowRequest {
            for request in running where request.age >= slowRequest {
                let isNew = reported.withLock { $0.insert(request.start).inserted }
                if isNew { logger.warning("slow request: \(request)") }
            }
            // Of those that ended just before they were noted.
            let starts = Set(running.map(\.start))
            reported.withLock { $0.formIntersection(starts) }
        }
        if let requestLimit, let longest = running.max(by: { $0.age < $1.age }),
            longest.age >= requestLimit
        {
            logger.critical(
                "the process ends: it answers \(longest), and the limit is \(requestLimit).")
            // A thread cannot be ended alone. Whoever supervises starts another process.
            abort()
        }
    }
}
