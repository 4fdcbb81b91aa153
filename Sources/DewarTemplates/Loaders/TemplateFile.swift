import Glibc

/// What tells which file stands at a path, and whether it changed.
struct TemplateFile: Equatable {
    private let device: UInt64
    private let number: UInt64
    private let seconds: Int
    private let nanoseconds: Int
    private let size: Int
    private let mode: UInt32

    /// Looks at what stands at a path; nil if nothing does, or nobody may know.
    init?(_ path: String) {
        var info = stat()
        // C would read the path up to its first zero.
        guard !path.utf8.contains(0), stat(path, &info) == 0 else { return nil }
        self.init(info)
    }

    private init(_ info: stat) {
        device = UInt64(truncatingIfNeeded: info.st_dev)
        number = UInt64(truncatingIfNeeded: info.st_ino)
        #if canImport(Darwin)
            (seconds, nanoseconds) = (info.st_mtimespec.tv_sec, info.st_mtimespec.tv_nsec)
        #else
            (seconds, nanoseconds) = (info.st_mtim.tv_sec, info.st_mtim.tv_nsec)
        #endif
        size = Int(info.st_size)
        mode = UInt32(info.st_mode)
    }

    var isFile: Bool { mode & UInt32(S_IFMT) == UInt32(S_IFREG) }
    var isFolder: Bool { mode & UInt32(S_IFMT) == UInt32(S_IFDIR) }

    /// Whether both are one file or folder, changed or not.
    func isSame(as other: TemplateFile) -> Bool {
        device == other.device && number == other.number
    }

    static func isLink(_ path: String) -> Bool {
        var info = stat()
        return lstat(path, &info) == 0 && UInt32(info.st_mode) & UInt32(S_IFMT) == UInt32(S_IFLNK)
    }

    // MARK: - Reading

    /// Reads a file.
    ///
    /// - Returns: The bytes, and what the file was before they were read; nil if there is no file.
    /// - Throws: ``TemplateError`` if it may not be read or has more than `limit` bytes.
    static func read(
        _ path: String, atMost limit: Int
    ) throws -> (bytes: [UInt8], file: TemplateFile)? {
        // What is no file is not opened: that may do something, or wait for somebody. Should it
        // have become a pipe since, opening it does not wait.
        guard let file = TemplateFile(path), file.isFile else { return nil }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw failure(path, errno)
        }
        defer { close(descriptor) }
        var info = stat()
        guard fstat(descriptor, &info) == 0 else { throw failure(path, errno) }
        let opened = TemplateFile(info)
        guard opened.isFile else { return nil }
        return (try contents(of: descriptor, path, atMost: limit), opened)
    }

    private static func contents(
        of descriptor: Int32, _ path: String, atMost limit: Int
    ) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = buffer.withUnsafeMutableBytes {
                Glibc.read(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0 {
                if errno == EINTR { continue }
                throw failure(path, errno)
            }
            if count == 0 { return bytes }
            guard bytes.count + count <= limit else {
                throw TemplateError.limit("the size of a file (\(path))", limit)
            }
            bytes += buffer[..<count]
        }
    }

    private static func failure(_ path: String, _ code: Int32) -> TemplateError {
        TemplateError(.runtimeError, "cannot read \(path): \(String(cString: strerror(code)))")
    }
}
