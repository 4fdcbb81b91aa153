import CFastCGI
import Glibc

extension ListeningSocket {
    /// Listens at a path.
    ///
    /// A socket file that is left from a process that ended is replaced; one that somebody
    /// listens at is not.
    ///
    /// - Parameters:
    ///   - path: The path, at most 107 bytes.
    ///   - mode: Who may connect, as file permissions: owner and group unless told otherwise.
    ///   - owner: Whose the file is, as a number; nil for the user of this process.
    ///   - group: The file's group, as a number; nil for that of this process.
    ///   - backlog: The length of the queue of waiting connections.
    /// - Returns: The socket; closing it removes the file.
    /// - Throws: ``FastCGIError``: the address is in use, or the path cannot be bound.
    public static func unix(
        path: String, mode: UInt32 = 0o660, owner: UInt32? = nil, group: UInt32? = nil,
        backlog: Int = FastCGIConfiguration().backlog
    ) throws -> ListeningSocket {
        let address = ListeningAddress.unix(path: path)
        let file = try SocketFile(path: path)
        let descriptor = socket(
            AF_UNIX,
            Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard descriptor >= 0 else {
            throw FastCGIError.cannotListen(at: address, errno: errno)
        }
        let turn = FolderTurn(besides: path)
        defer { turn.end() }
        var code: Int32
        do {
            code = try file.bindInPlaceOfStale(descriptor)
        } catch {
            _ = Glibc.close(descriptor)
            throw error
        }
        // Nobody can connect before `listen`, so the mode is right from the first connection on.
        if code == 0 {
            code = file.setAccess(mode: mode, owner: owner, group: group)
            if code == 0, listen(descriptor, Int32(clamping: backlog)) != 0 { code = errno }
            if code != 0 { _ = unlink(path) }
        }
        guard code == 0 else {
            _ = Glibc.close(descriptor)
            throw code == EADDRINUSE
                ? FastCGIError.addressInUse(address)
                : FastCGIError.cannotListen(at: address, errno: code)
        }
        return ListeningSocket(
            address: address, descriptor: descriptor, file: file.remembered())
    }
}
