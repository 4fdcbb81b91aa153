import Glibc

/// An address of TCP with a port, as the kernel takes it.
package struct ListenAddress: Sendable, Hashable {
    /// The address, numeric, without brackets.
    package let text: String

    /// Whether it is an IPv6 address.
    package let isIPv6: Bool

    /// A `sockaddr_in` or `sockaddr_in6`; its port is set on use.
    private let bytes: [UInt8]

    /// Finds the addresses of a host.
    ///
    /// - Parameter host: A name or a numeric address without brackets.
    /// - Returns: At least one address, each once.
    /// - Throws: ``DevelopmentProxyError`` when none is known.
    package static func all(of host: String) throws(DevelopmentProxyError) -> [ListenAddress] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, nil, &hints, &list)
        guard code == 0 else {
            throw .hostUnknown(host, reason: String(cString: gai_strerror(code)))
        }
        defer { freeaddrinfo(list) }
        var found: [ListenAddress] = []
        var next = list
        while let entry = next?.pointee {
            next = entry.ai_next
            guard let address = entry.ai_addr, let own = ListenAddress(address) else { continue }
            if !found.contains(own) { found.append(own) }
        }
        if found.isEmpty { throw .hostUnknown(host, reason: "neither IPv4 nor IPv6") }
        return found
    }

    /// The addresses of this machine, the loopback first.
    package static var ownAddresses: [String] {
        var list: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&list) == 0 else { return [] }
        defer { freeifaddrs(list) }
        var texts: [String] = []
        var next = list
        while let entry = next?.pointee {
            next = entry.ifa_next
            // Link-local addresses mean something only together with an interface.
            guard let address = entry.ifa_addr, let own = ListenAddress(address),
                !own.text.hasPrefix("fe80:"), !texts.contains(own.text)
            else { continue }
            texts.append(own.text)
        }
        return texts
    }

    private init?(_ address: UnsafeMutablePointer<sockaddr>) {
        let size: Int
        switch Int32(address.pointee.sa_family) {
        case AF_INET: size = MemoryLayout<sockaddr_in>.size
        case AF_INET6: size = MemoryLayout<sockaddr_in6>.size
        default: return nil
        }
        var host = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        guard
            getnameinfo(
                address, socklen_t(size), &host, socklen_t(host.count), nil, 0, NI_NUMERICHOST) == 0
        else { return nil }
        text = String(
            decoding: host.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        isIPv6 = Int32(address.pointee.sa_family) == AF_INET6
        bytes = Array(UnsafeRawBufferPointer(start: address, count: size))
    }
}

extension ListenAddress {
    /// What the kernel says to somebody who wants to listen on a port.
    package enum Answer: Sendable, Hashable {
        /// Nobody listens there; the port that was free, if any was asked for.
        case free(port: Int)
        /// An error number.
        case error(Int32)
    }

    /// Asks whether one could listen, and does not do it.
    ///
    /// - Parameter port: The port; 0: any that is free.
    /// - Returns: The kernel's answer.
    package func tryPort(_ port: Int) -> Answer {
        let descriptor = newSocket()
        guard descriptor >= 0 else { return .error(errno) }
        defer { close(descriptor) }
        // As nginx does it: connections that still end do not take a port.
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        if isIPv6 {
            setsockopt(
                descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, &yes,
                socklen_t(MemoryLayout<Int32>.size))
        }
        guard withAddress(port: port, { bind(descriptor, $0, $1) }) == 0 else {
            return .error(errno)
        }
        var bound = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let code = withUnsafeMutablePointer(to: &bound) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                getsockname(descriptor, $0, &size)
            }
        }
        guard code == 0 else { return .error(errno) }
        // The port is at the same place in both kinds of address, in network order.
        return .free(port: withUnsafeBytes(of: &bound) { Int($0[2]) << 8 | Int($0[3]) })
    }

    /// Connects to who listens there.
    ///
    /// - Parameter port: The port.
    /// - Returns: A descriptor, to be closed by the caller; nil when nobody takes the connection.
    package func connectedSocket(port: Int) -> Int32? {
        let descriptor = newSocket()
        guard descriptor >= 0 else { return nil }
        guard withAddress(port: port, { connect(descriptor, $0, $1) }) == 0 else {
            close(descriptor)
            return nil
        }
        return descriptor
    }

    private func newSocket() -> Int32 {
        socket(
            isIPv6 ? AF_INET6 : AF_INET,
            Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    }

    private func withAddress(
        port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = bytes
        address[2] = UInt8(truncatingIfNeeded: port >> 8)
        address[3] = UInt8(truncatingIfNeeded: port)
        return address.withUnsafeBytes { raw in
            guard let start = raw.baseAddress else { return -1 }
            // The bytes were copied from such an address, and an array's are aligned to 16.
            return body(start.assumingMemoryBound(to: sockaddr.self), socklen_t(raw.count))
        }
    }

    /// An address as the tables of `/proc/net` spell it: words in the machine's byte order, in
    /// hexadecimal digits.
    ///
    /// - Parameter text: A numeric address.
    /// - Returns: 8 or 32 digits; empty when the text is no numeric address.
    package static func kernelText(of text: String) -> String {
        guard let address = try? all(of: text).first else { return "" }
        let place = address.isIPv6 ? 8..<24 : 4..<8
        return stride(from: place.lowerBound, to: place.upperBound, by: 4).map { start in
            let word = address.bytes[start..<start + 4].enumerated().reduce(UInt32(0)) {
                #if _endian(little)
                    $0 | UInt32($1.element) << (8 * $1.offset)
                #else
                    $0 << 8 | UInt32($1.element)
                #endif
            }
            let digits = String(word, radix: 16, uppercase: true)
            return String(repeating: "0", count: 8 - digits.count) + digits
        }.joined()
    }
}
