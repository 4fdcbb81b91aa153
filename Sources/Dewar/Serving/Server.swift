import DewarCore
import DewarFastCGI
import DewarProcesses
import Glibc
import Logging

/// Decides, from the way in which a process was started, what it becomes: a worker, the master of
/// workers, or one that answers by itself.
struct Server {
    private let application: Application
    private let terminal: Terminal?
    /// How the application is developed; nil in production.
    private let development: Development?
    private var configuration: ServerConfiguration

    /// Makes a server; nothing is opened yet.
    ///
    /// - Parameters:
    ///   - application: The application.
    ///   - configuration: How it is served.
    ///   - terminal: Where an nginx of our own listens, if nothing else is said.
    ///   - development: How the application is developed; nil in production.
    /// - Throws: ``ServerError`` when the variable of allowed peers says nothing of use.
    init(
        _ application: Application, _ configuration: ServerConfiguration, terminal: Terminal?,
        development: Development? = nil
    ) throws(ServerError) {
        self.application = application
        self.development = development
        self.configuration = configuration
        self.terminal = terminal
        if let format = configuration.logFormat { application.write(log: format) }
        if configuration.transport.allowedPeers.isEmpty {
            self.configuration.transport.allowedPeers = try AllowedPeers.inherited()
        }
    }

    /// Serves until the process is told to end.
    ///
    /// - Throws: ``SetupError``, ``FastCGIError``, ``ProcessesError``, ``ServerError`` or
    ///   ``DevelopmentProxyError`` when it cannot start.
    func serve() throws -> Never {
        if let seat = try WorkerSeat.inherited() { try serve(as: seat) }
        StandardDescriptors.fill()
        if let development { try develop(development) }
        // What is wrong with the application is told once, and not by each worker.
        try application.checkSetup()
        let logFile = configuration.logFile.map(LogFile.init)
        try logFile?.open()
        let service = ServiceManager.inherited()

        var start = try StartSockets(configuration)
        var front: Front?
        if start.sockets.isEmpty {
            guard let terminal else { Usage.exit() }
            let proxy = try DevelopmentProxy(host: terminal.host, port: terminal.port ?? 5000)
            start.add(
                try .unix(
                    path: proxy.socketPath, backlog: configuration.transport.backlog))
            front = Front(proxy)
        }
        warn(of: start.sockets)
        let workers = configuration.workers ?? start.defaultWorkers
        if workers > 0 {
            try Master(
                configuration, workers: workers, start: start, front: front, service: service,
                logFile: logFile
            ).run()
        }
        try ServingProcess(
            application, configuration,
            ServingProcess.Place(
                sockets: start.sockets, isSpawned: start.isSpawned, front: front,
                service: service, logFile: logFile)
        ).serve()
    }

    private func serve(as seat: WorkerSeat) throws -> Never {
        LogFile.writeLines()
        if development != nil { explainFailures(isSupervised: true) }
        try ServingProcess(
            application, configuration,
            ServingProcess.Place(
                sockets: try seat.sockets.map { try .inherited(descriptor: $0) },
                isSpawned: seat.isSpawned, seat: seat)
        ).serve()
    }

    /// Becomes the supervisor of the application, unless web servers of others send the requests.
    private func develop(_ development: Development) throws {
        let isBehindOthers =
            ListenDescriptors.areThere || ListeningSocket.isListening(STDIN_FILENO)
            || !configuration.addresses.isEmpty
        if isBehindOthers {
            guard development.exposes else {
                throw DevelopmentError.exposed("web servers of others send the requests")
            }
            return explainFailures(isSupervised: false)
        }
        // Nobody is there to see a page, and there is nothing to serve on either.
        guard let terminal else { return }
        let host = terminal.host
        guard development.exposes || host.map(ListenAddress.isLoopback) ?? true else {
            throw DevelopmentError.exposed("others can reach \(host ?? "")")
        }
        let (program, package, root) = source
        var rules = WatchRules(root: root)
        rules.extra = development.watched
        rules.ignored = development.ignored + [package?.scratchFolder].compactMap { $0 }
        let plan = DevelopmentServer.Plan(
            package: package, rules: rules, program: program, arguments: CommandLine.arguments,
            gracefulTimeout: configuration.transport.gracefulTimeout)
        let proxy = try DevelopmentProxy(
            host: host, port: terminal.port ?? 5000, isSupervised: true)
        try DevelopmentServer(plan, proxy: proxy, logger: application.logger).run()
    }

    /// Has failures shown as pages for the developer.
    private func explainFailures(isSupervised: Bool) {
        let application = application
        application.config.isDebug = true
        application.explainer = DevelopmentExplainer(
            root: source.root, rules: { (try? application.rules()) ?? [] },
            reloading: isSupervised ? .onChange : .never)
        ThrownPlace.startNoting()
    }

    /// The program that runs here, its package if it lies in one, and where its sources are.
    private var source: (program: String, package: SwiftPackage?, root: String) {
        let program = ProcFileSystem.target(of: "/proc/self/exe")
        let folder = WorkingFolder.path
        let package = SwiftPackage(program: program, workingFolder: folder)
        return (program, package, package?.root ?? folder)
    }

    /// Tells when everybody may send requests with parameters of their own making.
    private func warn(of sockets: [ListeningSocket]) {
        guard configuration.transport.allowedPeers.isEmpty else { return }
        for case .tcp(let host, let port) in sockets.map(\.address)
        where host != "localhost" && !AddressRange.loopback.contains(where: { $0.contains(host) }) {
            application.logger.warning(
                """
                Whoever can connect to \(ListeningAddress.tcp(host: host, port: port)) can forge \
                requests: name the web server with --allow-peer.
                """)
        }
    }
}

/// Which web servers may connect, as their variable says.
enum AllowedPeers {
    /// Reads the variable.
    ///
    /// - Returns: None when everybody may connect.
    /// - Throws: ``ServerError`` for what is no address: left out, it could let everybody in.
    /// - SeeAlso: FastCGI 1.0, section 3.2.
    static func inherited() throws(ServerError) -> [AddressRange] {
        guard let text = getenv("FCGI_WEB_SERVER_ADDRS").map({ String(cString: $0) }) else {
            return []
        }
        var ranges: [AddressRange] = []
        for part in text.split(separator: ",") {
            let address = String(part.filter { $0 != " " })
            guard let range = AddressRange(address) else { throw .unknownPeer(address) }
            ranges.append(range)
        }
        return ranges
    }
}
