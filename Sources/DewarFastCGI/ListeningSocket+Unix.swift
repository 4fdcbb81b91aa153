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
        var code = file.bind(descriptor)
        if code == EADDRINUSE {
            do {
                try file.removeIfStale()
                code = file.bind(descriptor)
            } catch {
                _ = Glibc.close(descriptor)
                throw error
            }
        }
        if code == 0 {
            code = open(path, descriptor, mode: mode, owner: owner, group: group, backlog: backlog)
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

extension ListeningSocket {
    /// Lets others connect to a socket that is bound to a path; returns 0 or the error number.
    private static func open(
        _ path: String, _ descriptor: Int32, mode: UInt32, owner: UInt32?, group: UInt32?,
        backlog: Int
    ) -> Int32 {
        // Nobody can connect before `listen`, so the mode is right from the first connection on.
        if owner != nil || group != nil,
            // Minus one leaves it as it is: chown(2).
            lchown(path, owner ?? .max, group ?? .max) != 0
        {
            return errno
        }
        return chmod(path, mode_t(mode)) == 0 && listen(descriptor, Int32(clamping: backlog)) == 0
            ? 0 : errno
    }
}

/// One process's turn to bind a socket in a folder.
///
/// Without it, of two that start at once each could find that nobody listens, and remove what the
/// other one has just bound.
private struct FolderTurn {
    private let descriptor: Int32

    /// Waits for the turn; for a second at most, because whoever keeps it that long binds nothing.
    init(besides path: String) {
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        descriptor = Glibc.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        var attempts = 100
        while attempts > 0, flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            usleep(10_000)
            attempts -= 1
        }
    }

    func end() {
        if descriptor >= 0 { _ = close(descriptor) }
    }
}

/// The file that a Unix socket is bound to.
struct SocketFile: Sendable {
    private let path: String
    private let address: sockaddr_un
    /// Which file it was when this process bound it: another may stand there when it closes.
    private var identity: Identity?

    private struct Identity: Sendable, Equatable {
        var device: dev_t
        var inode: ino_t
    }

    init(path: String) throws(FastCGIError) {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let capacity = MemoryLayout.size(ofValue: address.sun_path)
        guard (1..<capacity).contains(path.utf8.count), !path.utf8.contains(0) else {
            throw FastCGIError.pathTooLong(path, limit: capacity - 1)
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        self.path = path
        self.address = address
    }

    /// Binds a socket to the path; returns 0 or the error number.
    func bind(_ descriptor: Int32) -> Int32 {
        withSocketAddress { Glibc.bind(descriptor, $0, $1) } == 0 ? 0 : errno
    }

    /// Removes a socket that nobody listens at.
    func removeIfStale() throws(FastCGIError) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFSOCK else { throw FastCGIError.pathTaken(path) }
        let probe = socket(
            AF_UNIX,
            Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        defer { _ = close(probe) }
        guard withSocketAddress({ connect(probe, $0, $1) }) != 0, errno == ECONNREFUSED else {
            throw FastCGIError.addressInUse(.unix(path: path))
        }
        _ = unlink(path)
    }

    /// The same file, with its identity.
    func remembered() -> SocketFile {
        var copy = self
        copy.identity = currentIdentity
        return copy
    }

    /// Removes the file, unless another one stands there now.
    func remove() {
        if let identity, identity == currentIdentity { _ = unlink(path) }
    }

    private var currentIdentity: Identity? {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        return Identity(device: status.st_dev, inode: status.st_ino)
    }

    private func withSocketAddress(
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        withUnsafePointer(to: address) { pointer in
            // Every `sockaddr_…` begins as `sockaddr` does: socket(7).
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
