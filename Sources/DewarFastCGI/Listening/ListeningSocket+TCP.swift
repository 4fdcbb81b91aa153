import CFastCGI
import Glibc

extension ListeningSocket {
    /// Listens at a host and a port.
    ///
    /// Everyone who can connect can forge every parameter of a request: listen at the loopback
    /// address, or behind a firewall.
    ///
    /// - Parameters:
    ///   - host: A name or a numeric address, IPv4 or IPv6 without brackets; of a name's several
    ///     addresses the first that can be bound. `::` takes IPv4 connections too.
    ///   - port: The port; 0 for any free one.
    ///   - backlog: The length of the queue of waiting connections.
    /// - Returns: The socket, with its real port.
    /// - Throws: ``FastCGIError``: the host is unknown, or the address in use.
    public static func tcp(
        host: String, port: UInt16, backlog: Int = FastCGIConfiguration().backlog
    ) throws -> ListeningSocket {
        var hints = addrinfo()
        hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let failure = getaddrinfo(host, String(port), &hints, &list)
        guard failure == 0 else {
            throw FastCGIError.unknownHost(host, reason: String(cString: gai_strerror(failure)))
        }
        defer { freeaddrinfo(list) }
        var code = EADDRNOTAVAIL
        var next = list
        while let info = next {
            let descriptor = bound(to: info.pointee, backlog: backlog)
            if descriptor >= 0 {
                let real = realPort(of: descriptor) ?? port
                return ListeningSocket(
                    address: .tcp(host: host, port: real), descriptor: descriptor)
            }
            code = -descriptor
            next = info.pointee.ai_next
        }
        let address = ListeningAddress.tcp(host: host, port: port)
        throw code == EADDRINUSE
            ? FastCGIError.addressInUse(address)
            : FastCGIError.cannotListen(at: address, errno: code)
    }

    /// Opens a socket at one address; a negative result is an error number.
    private static func bound(to info: addrinfo, backlog: Int) -> Int32 {
        let kind = info.ai_socktype | Int32(SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let descriptor = socket(info.ai_family, kind, info.ai_protocol)
        guard descriptor >= 0 else { return -errno }
        // Without it, a restart would have to wait for the connections of the last run to fade.
        setOption(SO_REUSEADDR, of: descriptor, to: Int32(1))
        guard bind(descriptor, info.ai_addr, info.ai_addrlen) == 0,
            listen(descriptor, Int32(clamping: backlog)) == 0
        else {
            let code = errno
            _ = Glibc.close(descriptor)
            return -code
        }
        return descriptor
    }

    private static func realPort(of descriptor: Int32) -> UInt16? {
        var storage = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return withUnsafeMutablePointer(to: &storage) { storage in
            // `sockaddr_storage` has room for, and begins as, every other address: socket(7).
            storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { address -> UInt16? in
                getsockname(descriptor, address, &size) == 0 ? address.port : nil
            }
        }
    }
}

extension UnsafeMutablePointer<sockaddr> {
    /// The port, which IPv4 and IPv6 keep at the same place: right behind the family.
    fileprivate var port: UInt16 {
        UnsafeRawPointer(self).loadUnaligned(
            fromByteOffset: MemoryLayout<sa_family_t>.size, as: UInt16.self
        ).bigEndian
    }
}
