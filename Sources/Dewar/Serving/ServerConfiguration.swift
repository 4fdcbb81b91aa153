public import DewarFastCGI

/// How an application is served: where, by how many processes, within which limits, who watches.
///
/// Everything has a default, and an option of the command line, which counts before what the
/// program says:
/// ```swift
/// var configuration = ServerConfiguration()
/// configuration.workers = 2
/// configuration.slowRequest = .seconds(5)
/// app.run(configuration: configuration)
/// ```
/// `HelloServer --workers 2 --slow-request 5` says the same.
///
/// - SeeAlso: gunicorn's settings; PHP-FPM's pool directives.
public struct ServerConfiguration: Sendable, Hashable {
    // MARK: Where

    /// Where to listen, besides the sockets that the process is started with.
    public var addresses: [ListeningAddress] = []

    /// Who may connect to a Unix socket, as file permissions.
    public var socketMode: UInt32 = 0o660

    /// Whose a Unix socket's file is, as a name or a number; nil for the process's user.
    public var socketOwner: String?

    /// The group of a Unix socket's file, as a name or a number; nil for the process's group.
    public var socketGroup: String?

    // MARK: Processes

    /// The number of worker processes, which a master supervises.
    ///
    /// 0 for no master: the process answers by itself. Nil for 1 under spawn-fcgi, which restarts
    /// nothing, and else 0.
    ///
    /// One process has many threads and uses all cores; several do not share what views keep in
    /// memory. A master starts ended workers again, which systemd or multiwatch do as well.
    public var workers: Int?

    /// After how many requests a worker is replaced; nil for never.
    ///
    /// Or after up to a tenth fewer, so that not all are replaced at the same time. Without a
    /// master the process ends then.
    public var maximalRequests: Int?

    /// With how many bytes of memory a worker is replaced; nil for any number.
    ///
    /// Without a master the process ends then.
    public var maximalMemory: Int?

    /// How long a request may be answered before its worker is ended by SIGABRT, with all other
    /// requests that it answers; nil for any time.
    ///
    /// The last resort against a view that hangs. ``FastCGIConfiguration/requestTimeout`` cancels
    /// a request's task first, which ends views that await.
    public var requestLimit: Duration?

    // MARK: Watching

    /// The path of a page that says that the server lives; nil for none.
    public var pingPath: String?

    /// The path of a page with the server's numbers and running requests, as text, and with
    /// `?json` or `?prometheus` for programs; nil for none.
    public var statusPath: String?

    /// Which clients, by the address that the web server gives, may see these two pages.
    public var statusPeers = AddressRange.loopback

    /// Whether the log tells of every request: client, path, status, bytes and microseconds.
    public var logsRequests = false

    /// How the log is written; nil as the application's logger does, which is text unless the
    /// program says otherwise.
    public var logFormat: LogFormat?

    /// How long a request is answered before the log tells of it; nil for never.
    public var slowRequest: Duration?

    /// A file that takes what the server and its workers print and log; nil for none.
    ///
    /// SIGUSR1 opens it anew.
    public var logFile: String?

    // MARK: Transport

    /// Threads, limits and deadlines of each process.
    public var transport = FastCGIConfiguration()

    /// Makes a configuration of defaults.
    public init() {}
}

extension ServerConfiguration {
    /// Whether single requests are to be noted while they are answered.
    var watchesRequests: Bool {
        statusPath != nil || slowRequest != nil || requestLimit != nil || maximalRequests != nil
    }
}
