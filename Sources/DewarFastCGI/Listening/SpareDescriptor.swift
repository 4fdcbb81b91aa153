import CFastCGI
import Glibc
import Synchronization

/// A descriptor that is kept for when the process has no other left.
final class SpareDescriptor: Sendable {
    private let descriptor = Mutex(SpareDescriptor.new())

    deinit { _ = descriptor.withLock { close($0) } }

    /// Whether the process could open something.
    var isThereAnother: Bool {
        let another = Self.new()
        guard another >= 0 else { return false }
        return descriptor.withLock { spare in
            if spare < 0 { spare = another } else { _ = close(another) }
            return true
        }
    }

    /// Has another process that shares a listening socket take what waits there.
    ///
    /// The kernel wakes one process for a connection. When that one cannot take it, the others
    /// sleep until the next connection comes: this makes one, which ends at once.
    ///
    /// - Parameter socket: The socket.
    /// - Returns: Whether that could be done.
    func callOthers(to socket: ListeningSocket) -> Bool {
        descriptor.withLock { spare in
            if spare >= 0 { _ = close(spare) }
            defer { spare = Self.new() }
            return Self.touch(socket.descriptor)
        }
    }

    /// Connects to a listening socket of this process, and hangs up.
    private static func touch(_ listener: Int32) -> Bool {
        var storage = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return withUnsafeMutablePointer(to: &storage) {
            // `sockaddr_storage` has room for, and begins as, every other address: socket(7).
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                guard getsockname(listener, address, &size) == 0 else { return false }
                let kind = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
                let caller = socket(Int32(address.pointee.sa_family), Int32(kind), 0)
                guard caller >= 0 else { return false }
                defer { _ = close(caller) }
                return connect(caller, address, size) == 0 || errno == EINPROGRESS
            }
        }
    }

    private static func new() -> Int32 { open("/dev/null", O_RDONLY | O_CLOEXEC) }
}
