import CFastCGI
import Glibc
import Synchronization

/// A socket that web servers connect to.
///
/// The descriptor does not block and is not passed on to child processes. The socket is closed
/// when a server stops, by ``close()``, or when nobody refers to it any more.
public final class ListeningSocket: Sendable {
    /// Where the socket listens; a port that was chosen by the system is the real one.
    public let address: ListeningAddress

    /// The operating system's number of the socket.
    public let descriptor: Int32

    /// Whether connections come over TCP.
    let isTCP: Bool
    private let file: SocketFile?
    private let isOpen = Mutex(true)

    init(address: ListeningAddress, descriptor: Int32, file: SocketFile? = nil) {
        self.address = address
        self.descriptor = descriptor
        self.file = file
        isTCP = option(SO_DOMAIN, of: descriptor).map { $0 == AF_INET || $0 == AF_INET6 } ?? false
    }

    deinit { close() }

    /// Tells whether a descriptor is a listening socket, as spawn-fcgi passes one on.
    ///
    /// - Parameter descriptor: A descriptor, 0 for standard input.
    /// - Returns: False for anything else, and for a closed one.
    public static func isListening(_ descriptor: Int32) -> Bool {
        option(SO_ACCEPTCONN, of: descriptor) == 1
    }

    /// Takes over a listening socket that the process was started with.
    ///
    /// It no longer blocks after that, for other processes that share it neither.
    ///
    /// - Parameter descriptor: Its number: 0 under spawn-fcgi, 3 and up under systemd.
    /// - Returns: The socket.
    /// - Throws: ``FastCGIError`` when the descriptor is no listening socket.
    public static func inherited(descriptor: Int32 = 0) throws -> ListeningSocket {
        guard isListening(descriptor) else { throw FastCGIError.notListening(descriptor) }
        let address = ListeningAddress.inherited(descriptor: descriptor)
        let flags = fcntl(descriptor, F_GETFL)
        guard flags >= 0, fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) == 0,
            fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0
        else { throw FastCGIError.cannotListen(at: address, errno: errno) }
        return ListeningSocket(address: address, descriptor: descriptor)
    }

    /// Listens at an address.
    ///
    /// - Parameters:
    ///   - address: The address.
    ///   - configuration: Gives the length of the queue of waiting connections.
    /// - Returns: The socket.
    /// - Throws: ``FastCGIError``: the address is in use, or cannot be had.
    public static func listening(
        at address: ListeningAddress, configuration: FastCGIConfiguration = .init()
    ) throws -> ListeningSocket {
        switch address {
        case .inherited(let descriptor): try inherited(descriptor: descriptor)
        case .unix(let path): try unix(path: path, backlog: configuration.backlog)
        case .tcp(let host, let port):
            try tcp(host: host, port: port, backlog: configuration.backlog)
        }
    }

    /// Closes the socket, and removes its file if this socket made it; later calls do nothing.
    public func close() {
        isOpen.withLock { isOpen in
            guard isOpen else { return }
            isOpen = false
            file?.remove()
            _ = Glibc.close(descriptor)
        }
    }

    /// Removes the socket's file, if this socket made it: nobody finds it any more, and whoever
    /// came before is still accepted.
    package func retract() { file?.remove() }

    /// Closes the socket here and leaves its file: another process has it open and serves.
    package func handOver() {
        isOpen.withLock { isOpen in
            guard isOpen else { return }
            isOpen = false
            _ = Glibc.close(descriptor)
        }
    }

    /// Takes a connection that waits, which is the caller's to close.
    ///
    /// - Parameter blocks: Whether the connection blocks.
    /// - Returns: Its descriptor; nil when none waits or the socket is closed.
    /// - Throws: ``FastCGIError`` when the process or the system is out of something.
    func accept(blocks: Bool) throws(FastCGIError) -> Int32? {
        let flags = SOCK_CLOEXEC.rawValue | (blocks ? 0 : SOCK_NONBLOCK.rawValue)
        // The lock keeps the descriptor from being closed, and its number from being another's.
        let (connection, code) = isOpen.withLock { isOpen -> (Int32, Int32) in
            guard isOpen else { return (-1, EAGAIN) }
            let connection = retryingInterrupts {
                accept4(descriptor, nil, nil, Int32(flags))
            }
            return (connection, connection < 0 ? errno : 0)
        }
        if connection >= 0 { return connection }
        switch code {
        case EMFILE, ENFILE, ENOBUFS, ENOMEM:
            throw FastCGIError.systemCall("accept4", errno: code)
        // Nothing waits, or what waited went away: accept(2), "Error handling".
        default: return nil
        }
    }
}
