#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What changes with a file's content, without reading it.
package struct FileState: Sendable, Equatable {
    private let seconds: Int
    private let nanoseconds: Int
    private let number: UInt64
    /// The file's bytes.
    package let size: Int

    /// Looks at a file; nil for what is no regular file.
    ///
    /// - Parameter path: Its path.
    package init?(path: String) {
        var status = stat()
        guard !path.utf8.contains(0), stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG
        else { return nil }
        #if canImport(Darwin)
            (seconds, nanoseconds) = (status.st_mtimespec.tv_sec, status.st_mtimespec.tv_nsec)
        #else
            (seconds, nanoseconds) = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
        #endif
        size = Int(status.st_size)
        number = UInt64(status.st_ino)
    }
}
