import Glibc

extension Supervisor {
    /// Does what a signal asks for.
    func handle(_ signal: Int32) {
        switch signal {
        case SIGTERM, SIGINT, SIGQUIT: isStopping ? stopAtOnce() : stop()
        case SIGHUP: reload()
        case SIGUSR1: reopenLog()
        case SIGCHLD: mayHaveEnded = true
        // SIGUSR2 means nothing yet, and must not end the server.
        default: break
        }
    }

    // MARK: Stopping

    /// Stops: the requests under way are answered first.
    func stop() {
        if isStopping { return }
        isStopping = true
        log.write(
            workers.count == 1
                ? "stopping; 1 worker finishes its requests."
                : "stopping; \(workers.count) workers finish their requests.")
        service?.noteStopping()
        // First: what waits at the sockets then is taken by the workers, and nothing comes after.
        events.onStopping()
        for index in workers.indices { leave(index) }
    }

    private func stopAtOnce() {
        log.write("stopping at once.")
        for index in workers.indices {
            workers[index].order(.stopAtOnce)
            workers[index].killTime = .now + .seconds(1)
        }
    }

    /// Ends by force what should have ended by itself.
    func killOverdue(at now: ContinuousClock.Instant) {
        for index in workers.indices {
            let worker = workers[index]
            if worker.phase == .starting, !isStopping,
                now >= worker.startedAt + plan.startTimeout, worker.killTime == nil
            {
                log.write("\(worker.name) did not come to serve in \(plan.startTimeout).")
                workers[index].send(signal: SIGKILL)
                workers[index].killTime = now + .seconds(3600)
            }
            guard let killTime = worker.killTime, now >= killTime else { continue }
            log.write("\(worker.name) did not end in time and is killed.")
            worker.send(signal: SIGKILL)
            // Once is enough; it ends when the kernel lets it.
            workers[index].killTime = nil
        }
    }

    // MARK: Restarting

    /// Replaces all workers, one after the other.
    private func reload() {
        if isStopping { return }
        log.write("replacing all workers.")
        generation += 1
        isReloading = true
        restarts.reset()
        nextStart = .now
        scoreboard.noteReload()
        service?.noteReloading()
    }

    private func reopenLog() {
        do {
            try events.onReopenLog()
            log.write("the log was opened anew.")
        } catch {
            log.write("\(error)")
        }
    }

    // MARK: The limit of a request's age

    /// Ends workers that have answered a request for too long: a thread cannot be ended alone.
    func abortOverdue() {
        guard let limit = plan.requestLimit else { return }
        for index in workers.indices where workers[index].phase != .starting {
            let worker = workers[index]
            if worker.isAborted { continue }
            let overdue = scoreboard.place(worker.place).runningRequests()
                .filter { $0.age >= limit }
            guard let longest = overdue.max(by: { $0.age < $1.age }) else { continue }
            log.write(
                """
                \(worker.name) is ended by SIGABRT: it answers \(longest), and the limit is \
                \(limit).
                """)
            workers[index].isAborted = true
            workers[index].phase = .leaving
            workers[index].killTime = .now + plan.abortTimeout
            scoreboard.noteCrash()
            worker.send(signal: SIGABRT)
        }
    }
}
