import Glibc

/// Who listens on a port, as far as the kernel lets us see.
package enum PortOwner: Sendable, Hashable {
    /// A process, by its id and the name of its program.
    case process(Int32, name: String)
    /// A process of another user, who is all that is known of it.
    case user(String)

    /// Looks for the process that listens on a port.
    ///
    /// - Parameters:
    ///   - port: The port.
    ///   - address: The address that was wanted, numeric, without brackets; who listens on all
    ///     addresses is found too.
    /// - Returns: The process, its user, or nil when this machine's tables show no listener.
    package static func find(port: Int, address: String) -> PortOwner? {
        let sockets = ["/proc/net/tcp", "/proc/net/tcp6"].flatMap(listeners)
            .filter { $0.port == port }
        let wanted = ListenAddress.kernelText(of: address)
        guard
            let socket = sockets.first(where: { $0.address == wanted })
                ?? sockets.first(where: { $0.address.utf8.allSatisfy { $0 == UInt8(ascii: "0") } })
                ?? sockets.first
        else { return nil }
        if let process = process(holding: socket.inode) { return process }
        // Root sees every process but those of other containers.
        return geteuid() == 0 ? nil : .user(userName(socket.user))
    }

    private struct Listener {
        var address: Substring
        var port: Int
        var user: uid_t
        var inode: Substring
    }

    /// The listening sockets of a table of the kernel.
    ///
    /// - SeeAlso: proc(5), `/proc/net/tcp`.
    private static func listeners(in table: String) -> [Listener] {
        ProcFileSystem.text(of: table).split(separator: "\n").dropFirst().compactMap { line in
            let fields = line.split(separator: " ")
            // 0A is LISTEN.
            guard fields.count > 9, fields[3] == "0A" else { return nil }
            let place = fields[1].split(separator: ":")
            guard place.count == 2, let port = Int(place[1], radix: 16),
                let user = uid_t(fields[7])
            else { return nil }
            return Listener(address: place[0], port: port, user: user, inode: fields[9])
        }
    }

    /// The process with the lowest id that has the socket: a parent before its children.
    private static func process(holding inode: Substring) -> PortOwner? {
        let wanted = "socket:[\(inode)]"
        for identifier in ProcFileSystem.names(in: "/proc").compactMap({ Int32($0) }).sorted() {
            let folder = "/proc/\(identifier)/fd"
            let holds = ProcFileSystem.names(in: folder).contains {
                ProcFileSystem.target(of: folder + "/" + $0) == wanted
            }
            guard holds else { continue }
            let name = ProcFileSystem.text(of: "/proc/\(identifier)/comm").prefix { $0 != "\n" }
            return .process(identifier, name: name.isEmpty ? "?" : String(name))
        }
        return nil
    }

    private static func userName(_ user: uid_t) -> String {
        var entry = passwd()
        var buffer = [CChar](repeating: 0, count: 4096)
        var found: UnsafeMutablePointer<passwd>?
        let code = getpwuid_r(user, &entry, &buffer, buffer.count, &found)
        guard code == 0, let name = found?.pointee.pw_name else { return "\(user)" }
        return String(cString: name)
    }
}
