import Glibc

/// The master: starts workers, replaces them, and ends them, for as long as the server runs.
///
/// It answers no requests and reads none, so nothing that comes from outside can harm it. All of
/// it happens on the thread that calls ``run()``, which waits in one place.
package final class Supervisor {
    /// What a master is asked for.
    package struct Plan: Sendable {
        /// The number of workers, at least 1.
        package var workers: Int
        /// How long a worker has for the requests under way when it is to stop.
        package var gracefulTimeout: Duration
        /// How long a request may be answered before its worker is ended; nil for any time.
        package var requestLimit: Duration?
        /// How long a worker has to come to serve.
        package var startTimeout: Duration = .seconds(60)
        /// How long a worker has to write down what it did when a request took too long.
        package var abortTimeout: Duration = .seconds(2)
        /// How long the master waits for a worker that should have stopped by itself.
        package var stopMargin: Duration = .seconds(2)
        /// Whether the log is written as objects, a line for each.
        package var logsJSON = false
        /// When ended workers are started again.
        package var restarts = RestartPolicy()

        /// Makes a plan.
        package init(workers: Int, gracefulTimeout: Duration, requestLimit: Duration? = nil) {
            self.workers = max(1, workers)
            self.gracefulTimeout = gracefulTimeout
            self.requestLimit = requestLimit
        }

        /// How many places a scoreboard needs: workers that leave have theirs for a while.
        package var places: Int { 2 * workers + 2 }
    }

    /// What the master calls, on its thread.
    package struct Events {
        /// The first worker serves.
        package var onServing: () throws -> Void = {}
        /// Nothing is accepted from now on: the listening sockets are to be closed.
        package var onStopping: () -> Void = {}
        /// The log file is to be opened anew.
        package var onReopenLog: () throws -> Void = {}

        /// Calls nothing.
        package init() {}
    }

    let plan: Plan
    let program: WorkerProcess.Program
    let scoreboard: Scoreboard
    let service: ServiceManager?
    let events: Events
    let inbox: SignalInbox
    var log: LogOutput

    var workers: [WorkerProcess] = []
    var restarts: RestartPolicy
    /// Before this, no worker is started.
    var nextStart = ContinuousClock.now
    /// Of which generation workers are to be.
    var generation = 0
    var isReloading = false
    var hasServed = false
    var isStopping = false
    var failure: (any Error)?
    private var nextWatchdog = ContinuousClock.now
    private var nextLimitCheck = ContinuousClock.now
    /// Whether some worker may have ended.
    var mayHaveEnded = false

    /// Makes a master, and takes the process's signals; nothing is started before ``run()``.
    ///
    /// - Parameters:
    ///   - plan: What it is asked for.
    ///   - sockets: The listening sockets, which workers inherit.
    ///   - isSpawned: Whether they came by way of spawn-fcgi.
    ///   - scoreboard: Has ``Plan/places``.
    ///   - service: Is told how far the service is.
    ///   - events: Are called.
    /// - Throws: ``ProcessesError`` when the process has no descriptors left.
    package init(
        _ plan: Plan, sockets: [Int32], isSpawned: Bool, scoreboard: Scoreboard,
        service: ServiceManager?, events: Events
    ) throws(ProcessesError) {
        self.plan = plan
        program = WorkerProcess.Program(
            path: ProgramPath.own, arguments: CommandLine.arguments, sockets: sockets,
            isSpawned: isSpawned)
        self.scoreboard = scoreboard
        self.service = service
        self.events = events
        restarts = plan.restarts
        log = LogOutput(isJSON: plan.logsJSON)
        inbox = try SignalInbox([SIGTERM, SIGINT, SIGQUIT, SIGHUP, SIGUSR1, SIGUSR2, SIGCHLD])
        // Lines and logs may lose their reader.
        signal(SIGPIPE, SIG_IGN)
    }

    /// Supervises until the server is told to end.
    ///
    /// - Throws: ``ProcessesError`` when workers do not come to serve, and what
    ///   ``Events/onServing`` throws; all workers have ended then.
    package func run() throws {
        log.write("starting \(plan.workers) \(plan.workers == 1 ? "worker" : "workers").")
        while true {
            maintain(at: .now)
            if isStopping, workers.isEmpty { break }
            wait()
        }
        if let failure { throw failure }
    }

    /// Does what is due.
    private func maintain(at now: ContinuousClock.Instant) {
        if let interval = service?.watchdogInterval, now >= nextWatchdog {
            service?.noteAlive()
            nextWatchdog = now + interval
        }
        killOverdue(at: now)
        if isStopping { return }
        if plan.requestLimit != nil, now >= nextLimitCheck {
            abortOverdue()
            nextLimitCheck = now + limitInterval
        }
        fillSeats(at: now)
        replaceWorkers(at: now)
    }

    private var limitInterval: Duration {
        min(.seconds(1), max(.milliseconds(20), (plan.requestLimit ?? .zero) / 10))
    }

    /// When there will be something to do, if nothing happens before.
    private var nextDeadline: ContinuousClock.Instant? {
        var deadlines = workers.compactMap(\.killTime)
        if service?.watchdogTimeout != nil { deadlines.append(nextWatchdog) }
        if !isStopping {
            if plan.requestLimit != nil { deadlines.append(nextLimitCheck) }
            for worker in workers where worker.phase == .starting && worker.killTime == nil {
                deadlines.append(worker.startedAt + plan.startTimeout)
            }
            if needsWorker { deadlines.append(nextStart) }
        }
        return deadlines.min()
    }

    /// Waits for signals, for workers, and for the next deadline, and deals with what came.
    private func wait() {
        var entries = [pollfd(fd: inbox.descriptor, events: Int16(POLLIN), revents: 0)]
        for worker in workers {
            // A negative number is nobody's: what has ended is not waited for.
            entries.append(pollfd(fd: worker.watchedOutput, events: Int16(POLLIN), revents: 0))
            entries.append(pollfd(fd: worker.watchedLine, events: Int16(POLLIN), revents: 0))
        }
        guard poll(&entries, nfds_t(entries.count), milliseconds(to: nextDeadline)) > 0 else {
            // Not by a signal alone: one may have been taken for another.
            mayHaveEnded = true
            return reap()
        }
        for index in workers.indices {
            if entries[1 + 2 * index].revents != 0 { takeOutput(of: index) }
            if entries[2 + 2 * index].revents != 0 { takeMessages(of: index) }
        }
        if entries[0].revents != 0 {
            for signal in inbox.take() { handle(signal) }
        }
        reap()
    }

    private func milliseconds(to deadline: ContinuousClock.Instant?) -> Int32 {
        guard let deadline else { return 10_000 }
        let (seconds, attoseconds) = (deadline - .now).components
        // Rounded up, or the last part of a millisecond would be spent in a busy loop.
        let rest =
            seconds.multipliedReportingOverflow(by: 1000).partialValue
            &+ attoseconds / 1_000_000_000_000_000 &+ 1
        return Int32(min(10_000, max(0, rest)))
    }
}
