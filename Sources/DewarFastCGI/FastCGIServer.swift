public import DewarHTTP
public import Logging

/// Serves a responder to web servers, over FastCGI.
///
/// ```swift
/// let socket = try ListeningSocket.unix(path: "/run/shop/shop.sock")
/// let server = try FastCGIServer(sockets: [socket], responder: shop, logger: logger)
/// try server.start()
/// await server.waitUntilStopped()
/// ```
/// The threads are the server's own; starting blocks nobody. Starting makes writes to closed
/// connections errors instead of signals, in the whole process, and leaves libfcgi's own
/// `FCGX_Accept` unusable in it.
///
/// - SeeAlso: FastCGI 1.0; libfcgi, fcgiapp.h.
public final class FastCGIServer: Sendable {
    /// What the server is set up with.
    public let configuration: FastCGIConfiguration

    /// Where the server listens.
    public let addresses: [ListeningAddress]

    private let transport: Transport

    /// Makes a server, which does nothing before ``start()``.
    ///
    /// - Parameters:
    ///   - configuration: Threads, limits and deadlines.
    ///   - sockets: Where web servers connect; the server closes them when it stops.
    ///   - responder: Answers the requests, on the server's threads: it may block and may await.
    ///   - logger: Takes what goes wrong, and nothing of single requests that go well.
    /// - Throws: ``FastCGIError`` when the system is out of descriptors or memory.
    public convenience init(
        configuration: FastCGIConfiguration = .init(), sockets: [ListeningSocket],
        responder: any Responder, logger: Logger = Logger(label: "dewar.fastcgi")
    ) throws {
        try self.init(
            configuration: configuration, sockets: sockets, responder: responder, monitor: nil,
            logger: logger)
    }

    /// Makes a server whose requests somebody watches.
    package init(
        configuration: FastCGIConfiguration, sockets: [ListeningSocket],
        responder: any Responder, monitor: (any RequestMonitor)?, logger: Logger
    ) throws {
        self.configuration = configuration
        addresses = sockets.map(\.address)
        transport = try Transport(
            configuration: configuration, sockets: sockets, responder: responder,
            monitor: monitor, logger: logger)
    }

    /// Starts the threads, and with them the serving.
    ///
    /// - Throws: ``FastCGIError``: started before, or the system is out of something.
    public func start() throws {
        try transport.start()
    }

    /// Stops serving; returns at once.
    ///
    /// No connection is accepted any more, except those that wait already. Requests that came are
    /// answered, each connection is closed after its answer, idle ones after
    /// ``FastCGIConfiguration/idleGrace``. What goes on in the background is waited for as well.
    ///
    /// - Parameter timeout: How long to wait for answers, instead of
    ///   ``FastCGIConfiguration/gracefulTimeout``; zero for not at all. A second call can only
    ///   shorten the time.
    public func stop(within timeout: Duration? = nil) {
        transport.stop(within: timeout ?? configuration.gracefulTimeout)
    }

    /// Has one of the server's threads do something, as soon as one is free.
    ///
    /// - Parameter body: What it does; it never comes to that when all threads are held for ever.
    package func onThread(_ body: @escaping @Sendable () -> Void) {
        Task(executorPreference: transport.pool) { body() }
    }

    /// Waits until the server has stopped.
    ///
    /// - Returns: The number of requests that had no answer when the time was up.
    @discardableResult
    public func waitUntilStopped() async -> Int {
        await transport.lifecycle.waitUntilEnded()
    }
}
