import DewarCore
import DewarFastCGI
import DewarHTTP
import DewarProcesses
import Dispatch
// `stderr` is imported as a mutable global; it is written to as any C program writes to it.
@preconcurrency import Glibc
import Logging
import Synchronization

/// A process that answers requests, a worker or one without a master, from its start to its end.
final class ServingProcess: Sendable {
    /// What the process was given.
    struct Place: Sendable {
        var sockets: [ListeningSocket]
        var isSpawned = false
        /// The nginx of our own in front.
        var front: Front?
        /// What a worker has of its master.
        var seat: WorkerSeat?
        var service: ServiceManager?
        var logFile: LogFile?
    }

    private let application: Application
    private let place: Place
    private let server: FastCGIServer
    private let logger: Logger
    private let watch: ProcessWatch
    private let isStopping = Atomic(false)
    /// Whether there is a server to stop.
    private let hasBegun = Atomic(false)

    /// Builds the application.
    ///
    /// - Parameters:
    ///   - application: The application.
    ///   - configuration: How it is served.
    ///   - place: What the process was given.
    /// - Throws: ``SetupError``, ``FastCGIError`` or ``ProcessesError``.
    init(
        _ application: Application, _ configuration: ServerConfiguration, _ place: Place
    ) throws {
        self.place = place
        self.application = application
        logger = application.logger
        var responder: any Responder = try application.makeResponder()
        var board = place.seat?.scoreboard
        var boardPlace = place.seat.flatMap { seat in board?.place(seat.place) }
        if place.seat == nil, configuration.watchesRequests || configuration.pingPath != nil {
            let own = try Scoreboard(
                places: 1, requests: configuration.transport.maximalConnections)
            board = own
            boardPlace = own.place(0)
            own.place(0).occupy(seat: 0)
            own.place(0).note(process: getpid())
        }
        if application.explainer != nil {
            responder = DevelopmentResponder(
                application: responder, isSupervised: place.seat != nil)
        }
        if configuration.logsRequests || application.explainer != nil {
            responder = AccessLog(of: responder, logger: logger)
        }
        if let board {
            responder = StatusPages(
                configuration, board: board, sockets: place.sockets, otherwise: responder)
        }
        watch = ProcessWatch(
            configuration, place: boardPlace, isAlone: place.seat == nil,
            logger: application.logger)
        var transport = configuration.transport
        transport.reportsToWebServer = place.isSpawned && configuration.logFile == nil
        server = try FastCGIServer(
            configuration: transport, sockets: place.sockets, responder: responder,
            monitor: configuration.watchesRequests || application.explainer != nil ? watch : nil,
            logger: application.logger)
    }

    /// Serves until the process is told to end.
    ///
    /// The main thread drains the main queue meanwhile, or a view that awaits the main actor
    /// would wait for ever; so does what the application does before its first request.
    ///
    /// - Throws: ``FastCGIError``, ``ProcessesError``, ``ServerError`` or
    ///   ``DevelopmentProxyError`` when it cannot start.
    func serve() throws -> Never {
        try watchSignals()
        if application.hasLifecycle {
            Task.detached { [self] in
                do {
                    try await application.start()
                    try begin()
                } catch {
                    fputs("\(error)\n", stderr)
                    exit(EXIT_FAILURE)
                }
            }
        } else {
            try begin()
        }
        dispatchMain()
    }

    private func begin() throws {
        hasBegun.store(true, ordering: .releasing)
        try server.start()
        try watchMaster()
        try place.front?.start()
        try watch.start(for: self)
        place.seat?.reportReady()
        place.service?.noteReady("serving")
        endWhenStopped()
    }

    // MARK: Ending

    /// Stops when the requests under way are answered, or the time for that is up.
    private func stop() {
        guard hasBegun.load(ordering: .acquiring) else { exit(EXIT_SUCCESS) }
        if isStopping.exchange(true, ordering: .acquiringAndReleasing) { return }
        place.service?.noteStopping()
        server.stop()
    }

    /// Ends the process after the last answer.
    private func endWhenStopped() {
        Task.detached { [self] in
            let unanswered = await server.waitUntilStopped()
            await stopApplication()
            place.front?.stop()
            if unanswered > 0 {
                let requests = unanswered == 1 ? "1 request was" : "\(unanswered) requests were"
                logger.warning("\(requests) not answered.")
            }
            exit(place.front?.hasFailed == true ? EXIT_FAILURE : EXIT_SUCCESS)
        }
    }

    /// Does what the application does after its last request, if that ends.
    private func stopApplication() async {
        guard application.hasLifecycle else { return }
        await withTaskGroup(of: Bool.self) { group in
            group.addTask { [application] in
                await application.stop()
                return true
            }
            group.addTask {
                try? await Task.sleep(for: Self.longestStop)
                return false
            }
            guard await group.next() == false else { return group.cancelAll() }
            // The group would wait for what does not end.
            logger.error("onStop had not ended after \(Self.longestStop): the process ends now.")
            exit(EXIT_FAILURE)
        }
    }

    /// How long the application may take to stop.
    private static let longestStop = Duration.seconds(10)

    /// Has somebody else take this process's place, because it has done its share.
    ///
    /// - Parameter reason: Why, as the end of a sentence.
    func retire(because reason: String) {
        if isStopping.load(ordering: .acquiring) { return }
        if let seat = place.seat { return seat.askToLeave() }
        logger.notice("stopping: the process \(reason).")
        stop()
    }

    // MARK: Being told

    private func watchSignals() throws {
        let inbox = try SignalInbox([SIGTERM, SIGINT, SIGQUIT, SIGHUP, SIGUSR1, SIGUSR2])
        try start("dewar-signals") { [self] in
            while true { for signal in inbox.wait() { handle(signal) } }
        }
    }

    private func handle(_ signal: Int32) {
        switch signal {
        case SIGUSR1: reopenLog()
        case SIGUSR2: break
        // A worker's master decides when it is too late; and it may have had the same signal.
        case SIGHUP where place.seat != nil: retire(because: "was asked to")
        case _ where place.seat != nil: stop()
        default:
            if isStopping.load(ordering: .acquiring) { server.stop(within: .zero) } else { stop() }
        }
    }

    private func reopenLog() {
        do {
            try place.logFile?.open()
        } catch {
            logger.error("\(error)")
        }
    }

    /// Obeys the master, and ends when it is gone: nobody else would end this process.
    private func watchMaster() throws {
        guard let seat = place.seat else { return }
        try start("dewar-master") { [self] in
            while let order = seat.nextOrder() {
                switch order {
                case .stop: stop()
                case .stopAtOnce: server.stop(within: .zero)
                }
            }
            if !isStopping.load(ordering: .acquiring) {
                logger.warning("stopping: the master is gone.")
            }
            stop()
        }
    }

    // MARK: Being watched

    /// Says that the process lives, if one of the server's threads comes by to say so.
    func sendHeartbeat() {
        guard let service = place.service else { return }
        server.onThread { service.noteAlive() }
    }

    /// How often to say that the process lives; nil for never.
    var heartbeatInterval: Duration? { place.service?.watchdogInterval }

    /// Starts a thread.
    func start(_ name: String, _ body: @escaping @Sendable () -> Void) throws(ServerError) {
        let code = startThread(name, body)
        guard code == 0 else { throw .noThread(code) }
    }
}
