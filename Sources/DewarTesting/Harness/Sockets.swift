import Glibc

/// Connects to a Unix socket; the descriptor is the caller's to close.
func connectedSocket(path: String) throws -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count)) }
    return try connectedSocket(to: address, family: AF_UNIX)
}

/// Connects to a port of 127.0.0.1 or ::1; the descriptor is the caller's to close.
func connectedSocket(port: UInt16, isIPv6: Bool = false) throws -> Int32 {
    if isIPv6 {
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = port.bigEndian
        address.sin6_addr = in6addr_loopback
        return try connectedSocket(to: address, family: AF_INET6)
    }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    return try connectedSocket(to: address, family: AF_INET)
}

private func connectedSocket<Address>(
    to address: Address, family: Int32
) throws -> Int32 {
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    let descriptor = socket(family, kind, 0)
    guard descriptor >= 0 else { throw FastCGIHarnessError.systemCall("socket", errno: errno) }
    let result = withUnsafePointer(to: address) { pointer in
        // Every `sockaddr_…` begins as `sockaddr` does: socket(7).
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            connect(descriptor, $0, socklen_t(MemoryLayout<Address>.size))
        }
    }
    guard result == 0 else {
        let code = errno
        _ = close(descriptor)
        throw FastCGIHarnessError.systemCall("connect", errno: code)
    }
    return descriptor
}

/// A directory that is there for as long as somebody refers to it, for sockets.
final class TemporaryDirectory: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/dewar-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw FastCGIHarnessError.systemCall("mkdtemp", errno: errno)
        }
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    deinit {
        _ = unlink(path + "/s")
        _ = rmdir(path)
    }
}
