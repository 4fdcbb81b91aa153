import Glibc

/// systemd, or whatever speaks its protocol: is told how far the service is, and that it lives.
///
/// - SeeAlso: sd_notify(3), which this is without the library.
package struct ServiceManager: Sendable {
    /// The socket's name: a path, or `@` and an abstract one.
    private let address: String
    /// How long the service may be silent; nil when nobody listens for that.
    package let watchdogTimeout: Duration?

    /// Finds the service manager of this process, and takes its variables from the environment:
    /// programs that are started from here are none of its business.
    ///
    /// - Returns: Nil when there is none.
    package static func inherited() -> ServiceManager? {
        defer {
            for name in ["NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"] { unsetenv(name) }
        }
        guard let address = variable("NOTIFY_SOCKET"), isAddress(address) else { return nil }
        return ServiceManager(
            address: address,
            watchdogTimeout: watchdogTimeout(
                microseconds: variable("WATCHDOG_USEC"), process: variable("WATCHDOG_PID")))
    }

    /// Makes one for a socket.
    package init(address: String, watchdogTimeout: Duration? = nil) {
        self.address = address
        self.watchdogTimeout = watchdogTimeout
    }

    /// Whether systemd started this very process: what it would restart if it ended.
    ///
    /// - SeeAlso: systemd.exec(5), `SYSTEMD_EXEC_PID`.
    package static var startedThisProcess: Bool {
        variable("SYSTEMD_EXEC_PID").flatMap { Int32($0) } == getpid()
    }

    /// How often to say that the service lives: twice as often as it must.
    package var watchdogInterval: Duration? { watchdogTimeout.map { $0 / 2 } }

    // MARK: What is said

    /// The service answers requests.
    package func noteReady(_ status: String) { send("READY=1\nSTATUS=\(status)") }

    /// The service takes up a new configuration; ``noteReady(_:)`` ends that.
    package func noteReloading() {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        send("RELOADING=1\nMONOTONIC_USEC=\(now.tv_sec * 1_000_000 + now.tv_nsec / 1000)")
    }

    /// The service ends.
    package func noteStopping() { send("STOPPING=1") }

    /// A line for `systemctl status`.
    package func note(status: String) { send("STATUS=\(status)") }

    /// The service lives.
    package func noteAlive() { send("WATCHDOG=1") }

    // MARK: How

    /// Sends a message, if somebody takes it: nothing here waits, or fails, for that.
    private func send(_ message: String) {
        let descriptor = socket(
            AF_UNIX,
            Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { _ = close(descriptor) }
        var target = sockaddr_un()
        target.sun_family = sa_family_t(AF_UNIX)
        let name = Array(address.utf8)
        withUnsafeMutableBytes(of: &target.sun_path) { path in
            path.copyBytes(from: name)
            // An abstract name begins with a NUL, and has no end but its length: unix(7).
            if name.first == UInt8(ascii: "@") { path[0] = 0 }
        }
        let size = socklen_t(MemoryLayout<sa_family_t>.size + name.count)
        let bytes = Array(message.utf8)
        withUnsafePointer(to: target) { pointer in
            // Every `sockaddr_…` begins as `sockaddr` does: socket(7).
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = sendto(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL), $0, size)
            }
        }
    }

    /// Whether a name can be one of a socket: it fits, with the NUL that ends a path.
    private static func isAddress(_ text: String) -> Bool {
        let first = text.utf8.first
        return (first == UInt8(ascii: "/") || first == UInt8(ascii: "@")) && text.utf8.count > 1
            && text.utf8.count < MemoryLayout.size(ofValue: sockaddr_un().sun_path)
    }

    private static func watchdogTimeout(microseconds: String?, process: String?) -> Duration? {
        guard let microseconds = microseconds.flatMap({ Int64($0) }), microseconds > 0 else {
            return nil
        }
        // Without a process it is whoever was started.
        if let process, Int32(process) != getpid() { return nil }
        return .microseconds(microseconds)
    }

    private static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }
}
