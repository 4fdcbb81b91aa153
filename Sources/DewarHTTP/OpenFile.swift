#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A file, or a part of one, that is open for reading.
///
/// ```swift
/// let file = try OpenFile(path: "report.pdf", range: 0..<1024)
/// return Response(contentType: "application/pdf", body: .file(file))
/// ```
/// It is closed when nobody refers to it any more.
public final class OpenFile: Sendable {
    /// The operating system's number of the file.
    public let descriptor: Int32
    /// Where the part begins, in bytes.
    public let offset: Int
    /// The number of bytes of the part.
    public let count: Int
    /// The value that the file belongs to, if this is a part of it.
    private let whole: OpenFile?

    /// Takes over an open file.
    ///
    /// ```swift
    /// let file = try OpenFile(descriptor: descriptor, range: 0..<1024)
    /// return Response(contentType: "application/pdf", body: .file(file))
    /// ```
    ///
    /// - Parameters:
    ///   - descriptor: The file, which is closed with this value, and also on an error.
    ///   - range: The part, in bytes, cut to what there is; nil for all of it.
    /// - Throws: ``OpenFileError`` when it is no regular file.
    /// - SeeAlso: Werkzeug `send_file`, which takes an open file as well.
    public init(descriptor: Int32, range: Range<Int>? = nil) throws {
        self.descriptor = descriptor
        whole = nil
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            (offset, count) = (0, 0)
            throw OpenFileError(errno: errno)
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            (offset, count) = (0, 0)
            throw OpenFileError(errno: EINVAL)
        }
        let all = 0..<max(0, Int(status.st_size))
        let part = range.map { $0.clamped(to: all) } ?? all
        (offset, count) = (part.lowerBound, part.count)
    }

    /// Opens a file.
    ///
    /// ```swift
    /// let file = try OpenFile(path: "report.pdf")
    /// ```
    ///
    /// - Parameters:
    ///   - path: Its path.
    ///   - range: The part, in bytes, cut to what there is; nil for all of it.
    /// - Throws: ``OpenFileError`` when it cannot be opened, or is no regular file.
    /// - SeeAlso: Werkzeug `send_file`.
    public convenience init(path: String, range: Range<Int>? = nil) throws {
        // The operating system would take what comes before a byte of zero for the whole path.
        guard !path.utf8.contains(0) else { throw OpenFileError(errno: EINVAL) }
        // A pipe without a writer must not keep the caller waiting.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw OpenFileError(errno: errno) }
        try self.init(descriptor: descriptor, range: range)
    }

    private init(whole: OpenFile, offset: Int, count: Int) {
        descriptor = whole.descriptor
        self.whole = whole
        self.offset = offset
        self.count = count
    }

    /// A part of this part, of the same open file.
    ///
    /// ```swift
    /// let file = try OpenFile(path: "report.pdf")
    /// let beginning = file.part(0..<1024)
    /// ```
    ///
    /// - Parameter range: Bytes from this part's beginning, cut to what there is.
    /// - Returns: The part; the file stays open as long as either is there.
    /// - SeeAlso: Werkzeug `_RangeWrapper`.
    public func part(_ range: Range<Int>) -> OpenFile {
        let part = range.clamped(to: 0..<count)
        return OpenFile(whole: whole ?? self, offset: offset + part.lowerBound, count: part.count)
    }

    deinit { if whole == nil { _ = close(descriptor) } }

    /// Reads bytes of the part.
    ///
    /// - Parameters:
    ///   - position: Where, from the part's beginning.
    ///   - limit: How many at most.
    /// - Returns: The bytes; none at the end.
    /// - Throws: ``OpenFileError``.
    package func bytes(at position: Int, upTo limit: Int) throws -> [UInt8] {
        let wanted = max(0, min(limit, count - position))
        var code: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
            let read = pread(descriptor, buffer.baseAddress, wanted, off_t(offset + position))
            if read < 0 { code = errno }
            count = max(0, read)
        }
        guard code == 0 else { throw OpenFileError(errno: code) }
        return bytes
    }
}

/// A file that cannot be sent.
public struct OpenFileError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The operating system's error number; `EINVAL` for what is no regular file, and for a path
    /// with a byte of zero.
    public let errno: Int32

    /// One sentence.
    public var description: String {
        "cannot open the file: \(String(cString: strerror(errno))) (errno \(errno))."
    }
}
