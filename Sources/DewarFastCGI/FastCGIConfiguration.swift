import DewarHTTP

/// What a server is set up with: threads, limits and deadlines.
///
/// Every limit has a default that suits a web server on the same machine.
public struct FastCGIConfiguration: Sendable, Hashable {
    /// The number of threads that answer requests, at least 1; four for each core, 8 at least.
    ///
    /// A view that blocks, for a database or for the rest of a body, holds one of them; a view
    /// that awaits holds none.
    public var threads = max(8, 4 * FastCGIConfiguration.coreCount)

    /// The largest number of requests that are being answered at once, awaiting ones included;
    /// over it the answer is 503 at once.
    public var maximalRequests = 4096

    /// The largest number of pieces of work that go on after their requests were answered; over it
    /// none is started.
    ///
    /// - SeeAlso: ``DewarHTTP/BackgroundRunner``
    public var maximalBackgroundTasks = BackgroundWork.defaultLimit

    /// The largest number of open connections; over it new ones wait in the kernel's queue.
    public var maximalConnections = 16_384

    /// The length of the kernel's queue of connections that wait to be accepted, for sockets that
    /// the server opens itself; the kernel caps it at `net.core.somaxconn`.
    public var backlog = 4096

    /// Which web servers may connect over TCP; every one if empty.
    ///
    /// Whoever connects can forge every parameter of a request. Over Unix sockets the file's
    /// permissions decide.
    ///
    /// - SeeAlso: FastCGI 1.0, section 3.2, `FCGI_WEB_SERVER_ADDRS`.
    public var allowedPeers: [AddressRange] = []

    /// The largest size of a request's parameters, names and values together, in bytes; over it
    /// the answer is 431.
    public var maximalParameterBytes = 128 * 1024

    /// The largest number of a request's parameters; over it the answer is 431.
    public var maximalParameters = 1000

    /// The largest length of a parameter's name, in bytes; over it the answer is 431.
    public var maximalParameterNameBytes = 255

    /// How much of a body, in bytes, is there before its request is answered; a shorter one is
    /// there as a whole.
    ///
    /// A body that is longer comes while it is read; as much of it waits to be read, 64 KiB at
    /// least.
    public var bodyBufferBytes = 64 * 1024

    /// How much of a body, in bytes, waits to be read while the web server takes no answer.
    ///
    /// Some web servers send a whole body before they read: a view that answers while it reads
    /// would wait for ever. What comes over the limit is dropped, and the view's reading fails.
    public var bodyBacklogBytes = 1024 * 1024

    /// The largest number of management records that a web server may send between two requests.
    public var maximalManagementRecords = 16_384

    /// How long a request may take; nil for any time.
    ///
    /// Then its task is cancelled, and if no part of its answer is out, the answer is 504. A view
    /// that does not await cannot be interrupted.
    public var requestTimeout: Duration?

    /// How long the web server may pause within a request, between two reads, and how long all its
    /// parameters may take.
    public var readDeadline: Duration = .seconds(30)

    /// How many bytes of a body must come in a second, over the time that it is waited for.
    ///
    /// A whole request may take ``readDeadline``, and a second more for each so many bytes of its
    /// body: one that comes drop by drop is too late.
    public var minimalBodyRate = 500

    /// How long the web server may take no byte of an answer.
    public var writeDeadline: Duration = .seconds(60)

    /// How long a connection may stay open without a request.
    ///
    /// Longer than the web server keeps one (nginx: 60 s), or a request may meet the closing door.
    public var idleTimeout: Duration = .seconds(75)

    /// The largest part of a body, in bytes, that is read and dropped after a view that did not
    /// read it, so that its connection can be kept; a connection with more to come is closed.
    public var drainBytes = 256 * 1024

    /// How long dropping that part of a body may take; it holds a thread.
    public var drainTimeout: Duration = .seconds(1)

    /// How long a connection that is to be closed may still send, so that the web server reads
    /// the answer before it sees the end.
    public var lingerTimeout: Duration = .seconds(30)

    /// The largest number of bytes that such a connection may still send.
    public var lingerBytes = 100 * 1024 * 1024

    /// How long stopping waits for the requests that are being answered, and for what goes on in
    /// the background.
    public var gracefulTimeout: Duration = .seconds(30)

    /// How long stopping leaves idle connections open, so that a request on its way is answered.
    public var idleGrace: Duration = .seconds(1)

    /// How long the server accepts nothing after it ran out of descriptors or of memory.
    public var acceptPause: Duration = .milliseconds(100)

    /// Whether what goes wrong with a request is also written into the web server's error log.
    ///
    /// For a process whose own output goes nowhere, as under spawn-fcgi.
    public var reportsToWebServer = false

    /// Whether libfcgi itself reads and writes the sockets, as it does when Dewar cannot take the
    /// place of its operating-system layer.
    package var usesPlainDescriptors = false

    /// Makes a configuration of defaults.
    public init() {}
}
