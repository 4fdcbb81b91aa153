public import DewarFastCGI
public import DewarHTTP
import Glibc
import Logging

/// Speaks FastCGI to a server, as a web server does, well-formed or deliberately not.
///
/// ```swift
/// let harness = try FastCGIHarness(app.makeResponder())
/// let answer = try harness.request("GET", "/user/kim")
/// #expect(answer.status == 200)
/// ```
/// The server is one in this process, or a program of its own that is started with a listening
/// socket as its standard input, as spawn-fcgi does. It is stopped when nobody refers to the
/// harness any more.
public final class FastCGIHarness: Sendable {
    /// What connections come over.
    public enum Kind: Sendable, Hashable {
        /// A Unix socket, in a directory of its own.
        case unix
        /// A free port of the loopback address.
        case tcp
    }

    /// Where the server listens.
    public let address: ListeningAddress
    /// The server in this process; nil when it is a program of its own.
    public let server: FastCGIServer?
    /// The program that was started; nil when the server is in this process.
    public let program: SpawnedProgram?
    /// How long every wait lasts at most.
    public let patience: Duration

    private let log = LogRecorder()
    private let directory: TemporaryDirectory

    /// Starts a server in this process.
    ///
    /// - Parameters:
    ///   - responder: Answers the requests.
    ///   - configuration: The server's; four threads and no grace for idle connections unless
    ///     told otherwise.
    ///   - kind: What connections come over.
    ///   - patience: How long every wait lasts at most.
    /// - Throws: ``FastCGIError``, ``FastCGIHarnessError``: the system refuses something.
    public init(
        _ responder: any Responder,
        configuration: FastCGIConfiguration = FastCGIHarness.configuration,
        over kind: Kind = .unix, patience: Duration = .seconds(20)
    ) throws {
        directory = try TemporaryDirectory()
        let socket = try Self.socket(kind, in: directory)
        let log = log
        let server = try FastCGIServer(
            configuration: configuration, sockets: [socket], responder: responder,
            logger: Logger(label: "dewar.test") { _ in log })
        try server.start()
        address = socket.address
        self.server = server
        program = nil
        self.patience = patience
    }

    /// Starts a program, with a listening socket as its standard input.
    ///
    /// - Parameters:
    ///   - path: The program.
    ///   - arguments: Its arguments, without its name.
    ///   - environment: Its whole environment.
    ///   - kind: What connections come over.
    ///   - patience: How long every wait lasts at most.
    /// - Throws: ``FastCGIError``, ``FastCGIHarnessError``: the system refuses something.
    public init(
        program path: String, arguments: [String] = [], environment: [String: String] = [:],
        over kind: Kind = .unix, patience: Duration = .seconds(20)
    ) throws {
        directory = try TemporaryDirectory()
        let socket = try Self.socket(kind, in: directory)
        address = socket.address
        program = try SpawnedProgram(
            path: path, arguments: arguments, environment: environment,
            standardInput: socket.descriptor, patience: patience)
        // Only the program has it open: when it ends, connections are refused.
        socket.handOver()
        server = nil
        self.patience = patience
    }

    /// Speaks to a server that somebody else has started.
    ///
    /// - Parameters:
    ///   - address: Where it listens: a path, or a port of 127.0.0.1, or of ::1 for any host with
    ///     a colon.
    ///   - patience: How long every wait lasts at most.
    /// - Throws: ``FastCGIHarnessError``: the system refuses something.
    public init(
        connectingTo address: ListeningAddress, patience: Duration = .seconds(20)
    ) throws {
        directory = try TemporaryDirectory()
        self.address = address
        self.patience = patience
        (server, program) = (nil, nil)
    }

    deinit { server?.stop(within: .zero) }

    /// What a server in this process is set up with: as by default, but small, and without
    /// waiting when it stops.
    ///
    /// With `DEWAR_TEST_LINK=plain` in the environment, libfcgi itself reads and writes the
    /// sockets: so the form of the transport for a libfcgi that will not be replaced is tested.
    public static var configuration: FastCGIConfiguration {
        var configuration = FastCGIConfiguration()
        configuration.threads = 4
        configuration.idleGrace = .zero
        if let link = getenv("DEWAR_TEST_LINK"), strcmp(link, "plain") == 0 {
            configuration.usesPlainDescriptors = true
        }
        return configuration
    }

    /// What a server in this process has logged so far.
    public var logLines: [String] { log.lines }

    /// Sends a request over a connection of its own, and waits for its answer.
    ///
    /// - Parameters:
    ///   - method: The method.
    ///   - target: Path and query.
    ///   - headers: Header fields, in order.
    ///   - body: The body.
    ///   - keepConnection: Whether the server is asked to keep the connection.
    /// - Returns: The answer, complete or not.
    /// - Throws: ``FastCGIHarnessError`` when no answer comes in time.
    public func request(
        _ method: String = "GET", _ target: String = "/",
        headers: [(String, String)] = [], body: [UInt8] = [], keepConnection: Bool = false
    ) throws -> FastCGIAnswer {
        try send(
            FastCGIRequest(
                method, target, headers: headers, body: body, keepConnection: keepConnection))
    }

    /// Sends a request over a connection of its own, and waits for its answer.
    ///
    /// - Parameter request: The request.
    /// - Returns: The answer, complete or not.
    /// - Throws: ``FastCGIHarnessError`` when no answer comes in time.
    public func send(_ request: FastCGIRequest) throws -> FastCGIAnswer {
        try connect { try $0.exchange(request) }
    }

    /// Opens a connection for the time of a closure.
    ///
    /// - Parameter body: Sends what it likes; the connection is closed when nobody has it.
    /// - Returns: What the closure returns.
    /// - Throws: ``FastCGIHarnessError`` when the server cannot be reached; what the closure throws.
    public func connect<Result>(_ body: (FastCGIConnection) throws -> Result) throws -> Result {
        try body(connection())
    }

    /// Opens a connection.
    ///
    /// - Returns: The connection.
    /// - Throws: ``FastCGIHarnessError`` when the server cannot be reached.
    public func connection() throws -> FastCGIConnection {
        let descriptor =
            switch address {
            case .unix(let path): try connectedSocket(path: path)
            case .tcp(let host, let port):
                try connectedSocket(port: port, isIPv6: host.contains(":"))
            case .inherited(let descriptor): dup(descriptor)
            }
        return FastCGIConnection(descriptor: descriptor, patience: patience)
    }

    private static func socket(
        _ kind: Kind, in directory: TemporaryDirectory
    ) throws -> ListeningSocket {
        switch kind {
        case .unix: try .unix(path: directory.path + "/s")
        case .tcp: try .tcp(host: "127.0.0.1", port: 0)
        }
    }
}
