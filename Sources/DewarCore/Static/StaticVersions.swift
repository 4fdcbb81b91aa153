import DewarHTTP
import DewarSigning
import Synchronization

/// What stands for the content of files: digests, each made once as long as the file is the same.
final class StaticVersions: Sendable {
    /// Bytes of the largest file that has a version: reading it keeps a request waiting.
    static let largestFile = 16 << 20
    /// How many files are remembered; beyond that all are forgotten.
    static let capacity = 10_000

    private let known = Mutex<[String: (state: FileState, version: String)]>([:])

    /// The version of a file.
    ///
    /// - Parameter path: The file's path.
    /// - Returns: Twelve hexadecimal digits; nil for what is no file, cannot be read, or is larger
    ///   than ``largestFile``.
    func version(ofFile path: String) -> String? {
        guard let state = FileState(path: path), state.size <= Self.largestFile else { return nil }
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
