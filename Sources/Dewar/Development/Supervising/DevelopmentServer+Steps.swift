import DewarFastCGI
import DewarProcesses
import Glibc

extension DevelopmentServer {
    // MARK: Changes

    /// Does what changes ask for.
    ///
    /// - Parameters:
    ///   - change: The most that has to happen.
    ///   - paths: What has changed.
    func act(on change: FileChange, _ paths: [String]) {
        let what = describe(paths)
        switch change {
        case .none: break
        case .styles:
            say("\(what) changed.")
            state.send(.styles)
        case .page:
            say("\(what) changed.")
            state.send(.reload)
        case .worker:
            say("\(what) changed: starting anew.")
            startAnew()
        case .program:
            guard plan.package != nil else { break }
            say("\(what) changed: building.")
            startBuild()
        }
    }

    private func describe(_ paths: [String]) -> String {
        let root = plan.rules.root + "/"
        let names = paths.map { $0.hasPrefix(root) ? String($0.dropFirst(root.count)) : $0 }
        return switch names.count {
        case 1...3: names.joined(separator: ", ")
        default: "\(names.first ?? "") and \(names.count - 1) other files"
        }
    }

    // MARK: Building

    /// Builds the program, or notes that the build under way is too old.
    func startBuild() {
        if warmUp != .wanted { warmUp = nil }
        if build != nil {
            isBuildStale = true
            build?.cancel()
            return
        }
        guard let package = plan.package else { return }
        isBuildStale = false
        do {
            build = try BuildProcess(package)
            state.send(.building("Building"))
        } catch {
            var report = BuildOutput()
            report.take("error: \(error)")
            fail(report)
        }
    }

    /// Takes what a build has come to.
    func endBuild(_ ending: ProcessEnding) {
        guard let build else { return }
        self.build = nil
        if isBuildStale { return startBuild() }
        if endWarmUp(ending, build.report) { return startMissing() }
        guard ending == .exit(0) else { return fail(build.report) }
        let (seconds, attoseconds) = (ContinuousClock.now - build.startedAt).components
        say("Built in \(seconds).\(attoseconds / 100_000_000_000_000_000) s.")
        startAnew()
    }

    /// Starts a worker where one that could not start left it to the build that ended now.
    private func startMissing() {
        guard nextStart == nil, standIn == nil,
            workers.allSatisfy({ $0.process.phase == .leaving })
        else { return }
        startAnew()
    }

    /// Has a new worker take the place of the last one, and browsers see it.
    func startAnew() {
        restarts.reset()
        nextStart = .now
        hasNews = true
    }

    /// Shows why there is no program.
    func fail(_ report: BuildOutput) {
        for line in report.lines { print(line) }
        let count = report.errors.count
        say("The build failed with \(count) \(count == 1 ? "error" : "errors"); see the browser.")
        state.phase = .failed(FailurePage(report, root: state.root))
        standDown()
    }

    /// Answers in place of the worker, and has all browsers see it.
    private func standDown() {
        let stoodIn = standIn != nil
        if !stoodIn { edition += 1 }
        standIn(true)
        for index in workers.indices { leave(index) }
        // Who stands in already keeps its edition.
        if stoodIn { state.send(.reload) } else { state.show(edition: edition) }
    }

    // MARK: Workers

    /// Starts a worker, which takes the place of the last one when it serves.
    func startWorker() {
        nextStart = nil
        let taken = Set(workers.map(\.process.place))
        guard let place = (0..<scoreboard.placeCount).first(where: { !taken.contains($0) }) else {
            nextStart = .now + .milliseconds(100)
            return
        }
        // A later one takes the place of one that is on its way.
        for index in workers.indices where workers[index].process.phase == .starting {
            if workers[index].edition > state.edition { hasNews = true }
            leave(index)
        }
        if hasNews { edition += 1 }
        let edition = hasNews ? edition : state.edition
        hasNews = false
        generation += 1
        let program = WorkerProcess.Program(
            path: plan.program, arguments: plan.arguments, sockets: [socket.descriptor],
            environment: Self.workerEnvironment.merging(
                [LiveReload.editionVariable: "\(edition)"]) { _, new in new })
        do {
            workers.append(
                DevelopmentWorker(
                    try WorkerProcess(
                        program, seat: 1, place: place, generation: generation,
                        scoreboard: scoreboard), edition: edition))
        } catch {
            noteFailure(crash(.exit(127), ["\(error)"], []))
        }
    }

    /// Takes what a worker says of itself.
    func takeMessages(of index: Int) {
        let messages = workers[index].process.messages()
        if messages.isEmpty { workers[index].process.hasLine = false }
        guard messages.contains(WorkerSeat.Message.ready),
            workers[index].process.phase == .starting
        else { return }
        workers[index].process.phase = .serving(since: .now)
        restarts.noteServing()
        if warmUp == .wanted { warmUp = .planned(at: .now + Self.pauseBeforeWarmUp) }
        state.phase = .good
        standIn(false)
        for other in workers.indices where other != index { leave(other) }
        // After a crash nothing has changed, and its page is to stay.
        let edition = workers[index].edition
        if edition > state.edition { state.show(edition: edition) }
    }

    /// Tells a worker to stop when the requests under way are answered.
    func leave(_ index: Int) {
        guard workers[index].process.phase != .leaving else { return }
        workers[index].process.phase = .leaving
        workers[index].process.killTime = .now + plan.gracefulTimeout + .seconds(1)
        workers[index].process.order(.stop)
    }

    /// Takes the end of a worker.
    func note(
        _ worker: DevelopmentWorker, _ ending: ProcessEnding, _ requests: [RunningRequest]
    ) {
        switch worker.process.phase {
        case .leaving: return
        case .starting:
            say("The application ended \(ending), before it served.")
            noteFailure(crash(ending, worker.recent, requests))
        case .serving(let since):
            say("The application ended \(ending); it is started again.")
            state.noteCrash(
                FailurePage(
                    crash(ending, worker.recent, requests), kind: "Crash", root: state.root))
            nextStart = .now + restarts.pause(afterServing: .now - since)
        }
    }

    private func crash(
        _ ending: ProcessEnding, _ lines: [String], _ requests: [RunningRequest]
    ) -> WorkerCrash {
        WorkerCrash(ending: ending, lines: lines, requests: requests)
    }

    /// Shows why no worker serves; the next change may help.
    private func noteFailure(_ crash: WorkerCrash) {
        guard build == nil, nextStart == nil else { return }
        state.phase = .failed(
            FailurePage(crash, kind: "The application does not start", root: state.root))
        standDown()
    }

    // MARK: Standing in

    /// Answers on the application's socket, or leaves that to a worker.
    private func standIn(_ isWanted: Bool) {
        if !isWanted {
            standIn?.stop()
            standIn = nil
            return
        }
        guard standIn == nil else { return }
        do {
            let copy = fcntl(socket.descriptor, F_DUPFD_CLOEXEC, 3)
            let server = try FastCGIServer(
                configuration: Self.pageTransport, sockets: [.inherited(descriptor: copy)],
                responder: SupervisorPages(state, edition: edition), logger: logger)
            try server.start()
            standIn = server
        } catch {
            say("\(error)")
        }
    }

    /// What tells the runtime to print where a crash happened, for people and for the page.
    private static var workerEnvironment: [String: String] {
        // Somebody who has settings of their own knows what they want.
        if getenv("SWIFT_BACKTRACE") != nil { return [:] }
        return ["SWIFT_BACKTRACE": "enable=yes,color=no,interactive=no,registers=none,images=none"]
    }
}
