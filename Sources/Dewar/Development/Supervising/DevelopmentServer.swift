import CLinux
import DewarFastCGI
import DewarProcesses
// `stderr` is imported as a mutable global; it is written to as any C program writes to it.
@preconcurrency import Glibc
import Logging

/// Serves an application while it is written: watches its files, builds it, replaces its worker,
/// and answers itself while there is none.
///
/// It keeps nginx and the listening socket, and never runs the application's code. Requests wait
/// at the socket while one worker takes the place of another: none is refused. All of it happens
/// on the thread that calls ``run()``, which waits in one place; only its pages are answered on
/// other threads.
final class DevelopmentServer {
    /// What a supervisor is asked for.
    struct Plan {
        /// The package; nil when the program lies elsewhere, and nothing is built.
        var package: SwiftPackage?
        /// Which files matter.
        var rules: WatchRules
        /// The program's path.
        var program: String
        /// The worker's arguments, the program's name first.
        var arguments: [String]
        /// How long a worker may take for the requests under way when it is replaced.
        var gracefulTimeout = FastCGIConfiguration().gracefulTimeout
        /// Whether to build before the first worker starts.
        var buildsFirst = false
    }

    let plan: Plan
    let state: DevelopmentState
    let front: Front
    let socket: ListeningSocket
    private let pages: FastCGIServer
    private let inbox: SignalInbox
    private let watcher: FileWatcher
    private var changes = ChangeCollector()
    private let git: GitFolder?
    let scoreboard: Scoreboard
    let logger: Logger

    var workers: [DevelopmentWorker] = []
    var build: BuildProcess?
    /// Whether something has changed that the build under way does not have.
    var isBuildStale = false
    /// What a build that nobody asked for has to do; nil when a change asks for the builds.
    var warmUp: WarmUp? = .wanted
    var restarts = RestartPolicy()
    /// When the next worker is started; nil when none is wanted.
    var nextStart: ContinuousClock.Instant?
    var generation = 0
    /// Whether the next worker has something new to show.
    var hasNews = false
    /// The last edition of the application: that of the last worker with something new, or of what
    /// is shown in place of a worker.
    var edition = 0
    /// Answers on the application's socket while no worker serves.
    var standIn: FastCGIServer?
    private var isStopping = false
    private var hasFront = false
    /// What was said of changes that the kernel does not tell of.
    private var toldFailure: WatchError?

    /// Makes a supervisor; nothing is started before ``run()``.
    ///
    /// - Parameters:
    ///   - plan: What it is asked for.
    ///   - proxy: The nginx in front, which has a place for the supervisor's own socket.
    ///   - logger: Takes what goes wrong with the supervisor's own pages.
    /// - Throws: ``FastCGIError`` or ``ProcessesError``.
    init(_ plan: Plan, proxy: DevelopmentProxy, logger: Logger) throws {
        self.plan = plan
        self.logger = logger
        let state = DevelopmentState(root: plan.rules.root)
        self.state = state
        front = Front(proxy) { state.proxyLine = $0 }
        StandardDescriptors.keepOthersHere()
        socket = try .unix(path: proxy.socketPath)
        pages = try FastCGIServer(
            configuration: Self.pageTransport, sockets: [try .unix(path: proxy.supervisorPath)],
            responder: SupervisorPages(state), logger: logger)
        let rules = plan.rules
        git = GitFolder(around: rules.root)
        watcher = FileWatcher(folders: rules.folders) { rules.isIgnored($0) }
        // Two workers at a time, and one that takes long to leave.
        scoreboard = try Scoreboard(places: 8, requests: 256)
        inbox = try SignalInbox([SIGTERM, SIGINT, SIGQUIT, SIGHUP, SIGCHLD])
        signal(SIGPIPE, SIG_IGN)
    }

    /// Serves until the process is told to end, and ends it.
    ///
    /// - Throws: ``FastCGIError`` or ``DevelopmentProxyError`` when it cannot start.
    func run() throws -> Never {
        defer { front.stop() }
        try pages.start()
        if plan.buildsFirst { startBuild() } else { nextStart = .now }
        tellOfWatcher()
        if plan.package == nil {
            say("No Package.swift was found: sources are not built anew when they change.")
        }
        while true {
            try maintain(at: .now)
            if isStopping, workers.isEmpty, build == nil { break }
            wait()
        }
        state.endEvents()
        front.stop()
        exit(front.hasFailed ? EXIT_FAILURE : EXIT_SUCCESS)
    }

    /// Does what is due.
    private func maintain(at now: ContinuousClock.Instant) throws {
        for index in workers.indices {
            guard let time = workers[index].process.killTime, now >= time else { continue }
            workers[index].process.send(signal: SIGKILL)
            workers[index].process.killTime = nil
        }
        if isStopping { return }
        if let (change, paths) = changes.take(at: now, isCheckingOut: isCheckingOut) {
            act(on: change, paths)
        }
        if let start = nextStart, now >= start { startWorker() }
        if case .planned(let start) = warmUp, now >= start { startWarmUp() }
        if !hasFront, nextStart == nil || standIn != nil {
            // Requests wait at the socket until the first worker takes them.
            try front.start()
            hasFront = true
        }
    }

    private var isCheckingOut: Bool { git?.isAtWork ?? false }

    /// What the developer reads in the terminal.
    func say(_ text: String) {
        print(" * \(text)")
        fflush(nil)
    }

    // MARK: Waiting

    private func wait() {
        var entries = [
            pollfd(fd: inbox.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: watcher.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: build?.output ?? -1, events: Int16(POLLIN), revents: 0),
        ]
        for worker in workers {
            let process = worker.process
            entries.append(
                pollfd(
                    fd: process.hasOutput ? process.output : -1, events: Int16(POLLIN),
                    revents: 0))
            entries.append(
                pollfd(fd: process.hasLine ? process.line : -1, events: Int16(POLLIN), revents: 0))
        }
        _ = poll(&entries, nfds_t(entries.count), milliseconds)
        for index in workers.indices {
            if entries[3 + 2 * index].revents != 0 { workers[index].takeOutput { print($0) } }
            if entries[4 + 2 * index].revents != 0 { takeMessages(of: index) }
        }
        fflush(nil)
        if entries[1].revents != 0 || watcher.nextLook.map({ .now >= $0 }) == true {
            takeChanges()
        }
        if build?.takeOutput() == true, !isWarmingUp, let step = build?.report.progress {
            state.send(.building(step))
        }
        for signal in inbox.take() { handle(signal) }
        reap()
    }

    /// How long to wait at most.
    private var milliseconds: Int32 {
        var times = workers.compactMap(\.process.killTime)
        times += [nextStart, watcher.nextLook, warmUp?.start].compactMap { $0 }
        if let due = changes.due(isCheckingOut: isCheckingOut) {
            // Git's end is not told of: its lock is no file of ours.
            times.append(isCheckingOut ? .now + .milliseconds(50) : due)
        }
        guard let next = times.min() else { return 1000 }
        let (seconds, attoseconds) = (next - .now).components
        let rest = seconds * 1000 + attoseconds / 1_000_000_000_000_000 + 1
        return Int32(min(1000, max(0, rest)))
    }

    private func takeChanges() {
        let found = watcher.take().map { (path: $0, change: plan.rules.change(for: $0)) }
        changes.add(found, at: .now)
        tellOfWatcher()
    }

    private func tellOfWatcher() {
        guard let failure = watcher.failure, failure != toldFailure else { return }
        say("\(failure)")
        toldFailure = failure
    }

    private func handle(_ signal: Int32) {
        switch signal {
        case SIGHUP: startAnew()
        case SIGCHLD: break
        case _ where isStopping:
            for worker in workers { worker.process.send(signal: SIGKILL) }
        default:
            isStopping = true
            build?.cancel()
            pages.stop(within: .zero)
            standIn?.stop(within: .zero)
            for index in workers.indices { leave(index) }
        }
    }

    private func reap() {
        if let ending = build?.ending() { endBuild(ending) }
        var index = 0
        while index < workers.count {
            var status: Int32 = 0
            let identifier = workers[index].process.identifier
            guard waitpid(identifier, &status, WNOHANG) == identifier else {
                index += 1
                continue
            }
            // It may have served, and ended by its first request, before anybody read that it does.
            takeMessages(of: index)
            var worker = workers.remove(at: index)
            worker.takeRest { print($0) }
            fflush(nil)
            let requests = scoreboard.place(worker.process.place).runningRequests()
            scoreboard.place(worker.process.place).clear()
            worker.process.close()
            if !isStopping { note(worker, ProcessEnding(waitStatus: status), requests) }
        }
    }

    /// How the supervisor's own pages are served: few threads, little memory.
    static var pageTransport: FastCGIConfiguration {
        var transport = FastCGIConfiguration()
        transport.threads = 2
        return transport
    }
}
