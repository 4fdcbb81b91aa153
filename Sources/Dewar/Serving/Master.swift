import DewarFastCGI
import DewarProcesses
import Glibc

/// The master of an application's workers.
struct Master {
    private let supervisor: Supervisor
    private let front: Front?

    /// Makes a master; nothing is started yet.
    ///
    /// - Parameters:
    ///   - configuration: How the application is served.
    ///   - workers: The number of workers.
    ///   - start: The sockets, and where they came from.
    ///   - front: An nginx of our own, to be started when a worker serves.
    ///   - service: Is told how far the service is.
    ///   - logFile: Takes everything that is printed.
    /// - Throws: ``ProcessesError`` when the system is out of something.
    init(
        _ configuration: ServerConfiguration, workers: Int, start: StartSockets, front: Front?,
        service: ServiceManager?, logFile: LogFile?
    ) throws {
        StandardDescriptors.keepOthersHere()
        var plan = Supervisor.Plan(
            workers: workers, gracefulTimeout: configuration.transport.gracefulTimeout,
            requestLimit: configuration.requestLimit)
        plan.logsJSON = configuration.logFormat == .json
        var events = Supervisor.Events()
        if let front { events.onServing = { try front.start() } }
        if let logFile { events.onReopenLog = { try logFile.open() } }
        let sockets = start.sockets
        events.onStopping = { for socket in sockets { socket.close() } }
        supervisor = try Supervisor(
            plan, sockets: sockets.map(\.descriptor), isSpawned: start.isSpawned,
            scoreboard: try Scoreboard(
                places: plan.places, requests: configuration.transport.maximalConnections),
            service: service, events: events)
        self.front = front
    }

    /// Supervises until the server is told to end, and ends the process.
    ///
    /// - Throws: ``ProcessesError`` when no worker comes to serve.
    func run() throws -> Never {
        defer { front?.stop() }
        try supervisor.run()
        front?.stop()
        exit(front?.hasFailed == true ? EXIT_FAILURE : EXIT_SUCCESS)
    }
}
