import Glibc

/// The sockets that a service manager opened for this process.
///
/// - SeeAlso: sd_listen_fds(3).
package enum ListenDescriptors {
    /// The first one's number.
    private static let first: Int32 = 3

    /// Takes the sockets, and their variables from the environment.
    ///
    /// - Returns: Their numbers, in order; none when they are for another process or there are
    ///   none.
    /// - Throws: ``ProcessesError`` when one of them is no listening socket.
    package static func take() throws(ProcessesError) -> [Int32] {
        defer {
            for name in ["LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES"] { unsetenv(name) }
        }
        guard let process = number("LISTEN_PID"), process == getpid(),
            let count = number("LISTEN_FDS"), count > 0
        else { return [] }
        var descriptors: [Int32] = []
        // A false count ends at the first number that is no socket.
        for number in 0..<count {
            let descriptor = first &+ number
            var isListening: Int32 = 0
            var size = socklen_t(MemoryLayout<Int32>.size)
            guard
                getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &isListening, &size) == 0,
                isListening == 1
            else { throw .notListening(descriptor, of: count) }
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            descriptors.append(descriptor)
        }
        return descriptors
    }

    /// Whether a service manager opened sockets for this process.
    package static var areThere: Bool { number("LISTEN_PID") == getpid() }

    private static func number(_ name: String) -> Int32? {
        getenv(name).flatMap { Int32(String(cString: $0)) }
    }
}
