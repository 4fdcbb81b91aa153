import CFastCGI
import Glibc

/// What the bytes of a connection come through, below libfcgi.
///
/// The one thing that differs between the forms of the transport: everything above, from the
/// request's parameters to the answer, and everything beside, from the workers to the table of
/// connections, is the same for all.
protocol Link: AnyObject, Sendable {
    /// The kernel's number of the socket.
    var descriptor: Int32 { get }

    /// Takes what has come, after the poller has said that something has.
    func receive() -> Arrival

    /// Lets libfcgi begin the request that has come.
    ///
    /// - Returns: Whether there is one; otherwise the connection is to be closed.
    func begin(_ request: LibraryRequest) -> Bool

    /// Changes how long reads of a request's body wait for bytes.
    func setReadDeadline(_ deadline: Duration)

    /// Sends a record that libfcgi does not make.
    ///
    /// - Returns: Whether the web server took it.
    func send(_ record: [UInt8]) -> Bool

    /// Closes the socket, unless that has happened.
    func close()
}

/// What has come over a connection.
enum Arrival {
    /// A request can begin.
    case request
    /// The beginning of a request, which is not there yet.
    case incomplete
    /// Nothing, and nothing will.
    case end
}

/// A link of which libfcgi itself reads and writes the descriptor.
///
/// Works with every libfcgi, as it is. The descriptor blocks: a request that comes in pieces
/// holds the thread that began it, for as long as the read deadline allows.
final class PlainLink: Link, @unchecked Sendable {
    // `@unchecked`: one worker or task has the connection, and with it its link, at a time.

    private(set) var descriptor: Int32

    /// Takes over an accepted connection.
    ///
    /// - Parameters:
    ///   - descriptor: The connection, which blocks.
    ///   - isTCP: Whether it comes over TCP: then small answers must not wait for more.
    ///   - configuration: Gives the deadlines.
    init(descriptor: Int32, isTCP: Bool, configuration: FastCGIConfiguration) {
        self.descriptor = descriptor
        if isTCP { setOption(TCP_NODELAY, level: Int32(IPPROTO_TCP), of: descriptor, to: Int32(1)) }
        setOption(SO_SNDTIMEO, of: descriptor, to: configuration.writeDeadline.timeValue)
        setReadDeadline(configuration.readDeadline)
    }

    deinit { close() }

    func receive() -> Arrival { .request }

    func begin(_ request: LibraryRequest) -> Bool {
        switch request.begin(handle: descriptor) {
        case .begun: return true
        case .truncated: return false
        case .closed:
            // The number may be another connection's by now.
            descriptor = -1
            return false
        }
    }

    func setReadDeadline(_ deadline: Duration) {
        setOption(SO_RCVTIMEO, of: descriptor, to: deadline.timeValue)
    }

    func send(_ record: [UInt8]) -> Bool {
        record.withUnsafeBytes { bytes in
            let flags = Int32(MSG_NOSIGNAL)
            return retryingInterrupts {
                Glibc.send(descriptor, bytes.baseAddress, bytes.count, flags)
            } == bytes.count
        }
    }

    func close() {
        guard descriptor >= 0 else { return }
        _ = Glibc.close(descriptor)
        descriptor = -1
    }
}
