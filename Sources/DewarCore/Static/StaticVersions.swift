import DewarHTTP
import DewarSigning
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What stands for the content of files: digests, each made once as long as the file is the same.
final class StaticVersions: Sendable {
    /// What changes with a file's content.
    private struct State: Sendable, Equatable {
        let seconds: Int
        let nanoseconds: Int
        let size: Int
        let number: UInt64

        init?(_ path: String) {
            var status = stat()
            guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
            #if canImport(Darwin)
                (seconds, nanoseconds) = (status.st_mtimespec.tv_sec, status.st_mtimespec.tv_nsec)
            #else
                (seconds, nanoseconds) = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
            #endif
            size = Int(status.st_size)
            number = UInt64(status.st_ino)
        }
    }

    /// Bytes of the largest file that has a version: reading it keeps a request waiting.
    static let largestFile = 16 << 20
    /// How many files are remembered; beyond that all are forgotten.
    static let capacity = 10_000

    private let known = Mutex<[String: (state: State, version: String)]>([:])

    /// The version of a file.
    ///
    /// - Parameter path: The file's path.
    /// - Returns: Twelve hexadecimal digits; nil for what is no file, cannot be read, or is larger
    ///   than ``largestFile``.
    func version(ofFile path: String) -> String? {
        guard !path.utf8.contains(0), let state = State(path), state.size <= Self.largestFile else {
            return nil
        }
        if let entry = known.withLock({ $0[path] }), entry.state == state { return entry.version }
        guard let bytes = try? OpenFile(path: path, range: 0..<Self.largestFile).bytes(),
            let digest = try? Digest.sha256.hexadecimal(of: bytes)
        else { return nil }
        let version = String(digest.prefix(12))
        known.withLock { known in
            if known.count >= Self.capacity { known.removeAll() }
            known[path] = (state, version)
        }
        return version
    }
}
