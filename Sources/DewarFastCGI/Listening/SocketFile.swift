import CFastCGI
import Glibc

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
    private func bind(_ descriptor: Int32) -> Int32 {
        withSocketAddress { Glibc.bind(descriptor, $0, $1) } == 0 ? 0 : errno
    }

    /// Binds a socket to the path, also where a process that ended left one.
    ///
    /// - Returns: 0 or the error number.
    func bindInPlaceOfStale(_ descriptor: Int32) throws(FastCGIError) -> Int32 {
        let code = bind(descriptor)
        guard code == EADDRINUSE else { return code }
        try removeIfStale()
        return bind(descriptor)
    }

    /// Sets who may connect; returns 0 or the error number.
    func setAccess(mode: UInt32, owner: UInt32?, group: UInt32?) -> Int32 {
        // Minus one leaves it as it is: chown(2).
        if owner != nil || group != nil, lchown(path, owner ?? .max, group ?? .max) != 0 {
            return errno
        }
        return chmod(path, mode_t(mode)) == 0 ? 0 : errno
    }

    /// Removes a socket that nobody listens at.
    private func removeIfStale() throws(FastCGIError) {
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
