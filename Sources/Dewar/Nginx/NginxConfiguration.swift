/// What nginx needs to know to stand in front of an application.
///
/// Every nginx configuration of Dewar is made here: the `nginx.conf` of the repository, which is
/// what ``init()`` gives, and the one in front of a server that runs from a terminal.
/// ```swift
/// var nginx = NginxConfiguration()
/// nginx.port = 80
/// nginx.upstream = .unixSocket("/run/dewar/shop.sock")
/// nginx.staticFolder = nil
/// print(nginx.text)
/// ```
///
/// - SeeAlso: The module `ngx_http_fastcgi_module` of nginx.
public struct NginxConfiguration: Sendable, Hashable {
    /// The addresses nginx listens on, IPv4 or IPv6, without brackets; `0.0.0.0` and `::` are all.
    public var addresses = ["0.0.0.0", "::"]

    /// The port nginx listens on, at each of ``addresses``.
    public var port = 5000

    /// Where the application listens.
    public var upstream = Upstream.unixSocket("/run/dewar/hello.sock")

    /// Idle connections to the application that each worker process of nginx keeps open.
    ///
    /// More are opened when more requests are under way; this many stay for the next ones.
    public var keptConnections = 32

    /// The files nginx sends without asking the application; nil: none.
    public var staticFolder: StaticFolder? = StaticFolder(
        path: "/srv/hello/static", prefix: "/static/")

    /// The largest request body in bytes, 0 for no limit; what is larger is answered 413.
    public var bodyLimit = 16 * 1024 * 1024

    /// How long nginx waits for the client and for the application.
    public var timeouts = Timeouts()

    /// Whose nginx this is: the machine's or one of our own.
    public var installation = Installation.system(workerUser: "www-data")

    /// Where the supervisor of an application that is developed listens, an absolute path; nil for
    /// production.
    ///
    /// It has the paths below `/_dewar/`, and answers for an application that does not.
    package var supervisorPath: String?

    /// The only names and addresses that requests may be for, as their `Host` says, beside this
    /// machine's own; nil for any.
    ///
    /// For an application that is developed: its pages are for this machine alone.
    package var onlyHosts: [String]?

    /// Makes the configuration for production.
    public init() {}

    /// The configuration file, whole and commented.
    ///
    /// Text that came from outside (paths, addresses) is quoted: it names a file or an address, and
    /// can never become a directive.
    public var text: String {
        [process, traffic, upstreamBlock, server]
            .map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n}\n"
    }
}

extension NginxConfiguration {
    /// Where the application listens.
    public enum Upstream: Sendable, Hashable {
        /// A unix socket, by its absolute path.
        case unixSocket(String)
        /// A host (name or address, an IPv6 address without brackets) and its TCP port.
        ///
        /// Whoever can connect there can forge every parameter of a request: let it be the loopback
        /// or a network of your own.
        case host(String, port: Int)
    }

    /// A folder of files and the beginning of their URLs.
    public struct StaticFolder: Sendable, Hashable {
        /// The folder's absolute path.
        public var path: String

        /// What the URLs of the files begin with, from `/` to `/`.
        public var prefix: String

        /// Names a folder.
        ///
        /// - Parameters:
        ///   - path: The folder's absolute path, with or without a final slash.
        ///   - prefix: What the URLs begin with; slashes missing at either end are added.
        public init(path: String, prefix: String) {
            self.path = path.hasSuffix("/") ? path : path + "/"
            var prefix = prefix.hasPrefix("/") ? prefix : "/" + prefix
            if !prefix.hasSuffix("/") { prefix += "/" }
            self.prefix = prefix
        }
    }

    /// How long nginx waits, rounded to milliseconds.
    public struct Timeouts: Sendable, Hashable {
        /// For a client to send the headers of a request.
        public var header = Duration.seconds(15)

        /// For a client between two parts of a request's body.
        public var body = Duration.seconds(30)

        /// For a client to take in the next part of an answer.
        public var send = Duration.seconds(30)

        /// For the next request on a client's connection.
        public var keepAlive = Duration.seconds(65)

        /// For the application to take a connection.
        public var connect = Duration.seconds(5)

        /// For the application to begin its answer, and between two parts of it.
        public var answer = Duration.seconds(60)

        /// Makes the times for production.
        public init() {}
    }

    /// Whose nginx a configuration is for.
    public enum Installation: Sendable, Hashable {
        /// The machine's: as many worker processes as cores under a user without rights, logs in
        /// `/var/log/nginx`.
        case system(workerUser: String)
        /// One of our own: one process in the foreground, under whoever starts it, that keeps its
        /// files in a folder and says on its standard error what is wrong.
        case folder(String)
    }
}
