import Glibc

extension Supervisor {
    // MARK: Starting

    /// Whether a worker is to be started, now or after a pause.
    var needsWorker: Bool { !emptySeats.isEmpty || nextToReplace != nil }

    private var emptySeats: [Int] {
        (1...plan.workers).filter { seat in
            !workers.contains { $0.seat == seat && $0.phase != .leaving }
        }
    }

    /// The worker that somebody else shall take the place of; one at a time, so that the others
    /// serve, and so that a version that does not start harms nobody.
    private var nextToReplace: WorkerProcess? {
        if workers.contains(where: { $0.phase == .starting }) { return nil }
        return workers.first {
            $0.isServing && ($0.generation < generation || $0.wantsToLeave)
        }
    }

    /// Starts workers where there are none.
    func fillSeats(at now: ContinuousClock.Instant) {
        for seat in emptySeats where now >= nextStart && !isStopping { start(seat: seat) }
    }

    /// Starts the next worker that takes another one's place, or notes that all are replaced.
    func replaceWorkers(at now: ContinuousClock.Instant) {
        if let worker = nextToReplace {
            if now >= nextStart { start(seat: worker.seat) }
        } else if isReloading, !needsWorker, workers.allSatisfy({ $0.phase != .starting }) {
            isReloading = false
            log.write("all workers are new.")
            service?.noteReady(status)
        }
    }

    private func start(seat: Int) {
        let taken = Set(workers.map(\.place))
        // All are taken when many restarts follow each other; some worker will have left soon.
        guard let place = (0..<scoreboard.placeCount).first(where: { !taken.contains($0) }) else {
            nextStart = .now + .milliseconds(100)
            return
        }
        do throws(ProcessesError) {
            workers.append(
                try WorkerProcess(
                    program, seat: seat, place: place, generation: generation,
                    scoreboard: scoreboard))
        } catch {
            log.write("worker \(seat) cannot be started: \(error)")
            noteFailure(.exit(127))
        }
    }

    // MARK: What workers say

    func takeOutput(of index: Int) {
        guard let bytes = workers[index].takeOutput() else { return }
        let name = workers[index].name
        if bytes.isEmpty { workers[index].hasOutput = false }
        workers[index].lines.append(bytes) { log.write($0, of: name) }
    }

    func takeMessages(of index: Int) {
        let messages = workers[index].messages()
        if messages.isEmpty {
            // Its end: the worker has ended, or closed a descriptor that it knows nothing of.
            workers[index].hasLine = false
            mayHaveEnded = true
        }
        for message in messages {
            switch message {
            case WorkerSeat.Message.ready: noteServing(index)
            case WorkerSeat.Message.leave: noteWish(index)
            default: continue
            }
        }
    }

    private func noteServing(_ index: Int) {
        guard workers[index].phase == .starting else { return }
        workers[index].phase = .serving(since: .now)
        scoreboard.place(workers[index].place).note(.serving)
        restarts.noteServing()
        let (seat, identifier) = (workers[index].seat, workers[index].identifier)
        for old in workers.indices
        where workers[old].seat == seat && workers[old].identifier != identifier {
            leave(old)
        }
        if hasServed {
            service?.note(status: status)
            return
        }
        hasServed = true
        do {
            try events.onServing()
        } catch {
            failure = error
            return stop()
        }
        service?.noteReady(status)
    }

    private func noteWish(_ index: Int) {
        guard case .serving(let since) = workers[index].phase, !workers[index].wantsToLeave
        else { return }
        workers[index].wantsToLeave = true
        // Or a limit that every worker is beyond from its start would keep the machine busy.
        nextStart = max(nextStart, .now + restarts.pause(afterServing: .now - since))
        log.write("\(workers[index].name) has done its share and is replaced.")
    }

    /// Tells a worker to stop when the requests under way are answered.
    func leave(_ index: Int) {
        guard workers[index].phase != .leaving else { return }
        workers[index].phase = .leaving
        workers[index].killTime = .now + plan.gracefulTimeout + plan.stopMargin
        scoreboard.place(workers[index].place).note(.leaving)
        workers[index].order(.stop)
    }

    // MARK: Endings

    /// Takes leave of the workers that have ended.
    func reap() {
        guard mayHaveEnded else { return }
        mayHaveEnded = false
        var index = 0
        while index < workers.count {
            var status: Int32 = 0
            guard waitpid(workers[index].identifier, &status, WNOHANG) == workers[index].identifier
            else {
                index += 1
                continue
            }
            var worker = workers.remove(at: index)
            takeRest(of: &worker)
            worker.close()
            scoreboard.vacate(scoreboard.place(worker.place))
            noteEnding(of: worker, ProcessEnding(waitStatus: status))
        }
    }

    /// Writes down the last words of a worker; not those of programs that it started.
    private func takeRest(of worker: inout WorkerProcess) {
        let name = worker.name
        // A pipe holds 64 KiB.
        for _ in 0..<4 {
            guard let bytes = worker.takeOutput(), !bytes.isEmpty else { break }
            worker.lines.append(bytes) { log.write($0, of: name) }
        }
        worker.lines.finish { log.write($0, of: name) }
    }

    private func noteEnding(of worker: WorkerProcess, _ ending: ProcessEnding) {
        switch worker.phase {
        case .leaving where ending == .exit(0): return
        case .leaving: log.write("\(worker.name) ended \(ending).")
        case .starting:
            log.write("\(worker.name) ended \(ending), before it served.")
            scoreboard.noteCrash()
            noteFailure(ending)
        case .serving(let since):
            log.write("\(worker.name) ended \(ending); another one is started.")
            scoreboard.noteCrash()
            nextStart = max(nextStart, .now + restarts.pause(afterServing: .now - since))
        }
    }

    /// Notes that a worker did not come to serve, and gives up if none will.
    private func noteFailure(_ ending: ProcessEnding) {
        if isStopping { return }
        nextStart = .now + restarts.pause(afterServing: nil)
        guard restarts.isExhausted else { return }
        if !workers.contains(where: { $0.phase != .leaving }) {
            guard restarts.isHopeless(hasServed: hasServed) else { return }
            failure = ProcessesError.gaveUp(after: restarts.failures, last: ending)
            return stop()
        }
        // While others serve, what does not start is tried for ever, or left as it was.
        let isReplacing = isReloading || workers.contains(where: \.wantsToLeave)
        guard isReplacing, emptySeats.isEmpty else { return }
        log.write("no new worker comes to serve; the ones that are there go on.")
        for index in workers.indices {
            workers[index].generation = generation
            workers[index].wantsToLeave = false
        }
        restarts.reset()
        isReloading = false
        service?.noteReady(status)
    }

    /// What `systemctl status` shows.
    var status: String {
        let serving = workers.count(where: \.isServing)
        return "\(serving) of \(plan.workers) workers serve"
    }
}

extension WorkerProcess {
    /// Whether it answers requests.
    var isServing: Bool { if case .serving = phase { true } else { false } }
    /// What is waited for of its output: nothing after its end.
    var watchedOutput: Int32 { hasOutput ? output : -1 }
    /// What is waited for of its line: nothing after its end.
    var watchedLine: Int32 { hasLine ? line : -1 }
}
