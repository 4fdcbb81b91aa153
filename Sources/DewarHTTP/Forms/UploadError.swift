#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// An uploaded file that cannot be kept, read or saved: the disk's fault, not the client's.
public struct UploadError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was being done.
    public enum Step: Sendable, Hashable {
        /// A temporary file was made in a folder.
        case making(folder: String)
        /// The bytes of an upload were written to the temporary file.
        case keeping
        /// The bytes of an upload were read again.
        case reading
        /// The file was saved to a path.
        case saving(path: String)
    }

    /// What was being done.
    public let step: Step
    /// The operating system's error number.
    public let errno: Int32

    init(_ step: Step, errno: Int32) {
        self.step = step
        self.errno = errno
    }

    /// One sentence.
    public var description: String {
        let reason = "\(String(cString: strerror(errno))) (errno \(errno))."
        return switch step {
        case .making(let folder):
            "cannot keep an upload: no temporary file can be made in '\(folder)': \(reason)"
        case .keeping: "cannot keep an upload: \(reason)"
        case .reading: "cannot read an upload: \(reason)"
        case .saving(let path): "cannot save an upload to '\(path)': \(reason)"
        }
    }
}
