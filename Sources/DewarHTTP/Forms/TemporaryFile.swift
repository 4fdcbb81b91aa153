#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A file without a name: it is gone when nobody refers to it any more, and when the process ends,
/// however that happens.
final class TemporaryFile: Sendable {
    let descriptor: Int32

    /// Makes a file that nobody else can open.
    ///
    /// - Parameter folder: Where; nil for `TMPDIR`, or else `/tmp`.
    /// - Throws: ``UploadError`` when it cannot be made there.
    init(in folder: String?) throws(UploadError) {
        let folder = folder ?? Self.usualFolder
        let name = String(UInt64.random(in: .min ... .max), radix: 36)
        let path = "\(folder)/dewar-upload-\(name)"
        descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode_t(0o600))
        guard descriptor >= 0 else { throw UploadError(.making(folder: folder), errno: errno) }
        unlink(path)
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Writes bytes.
    ///
    /// - Parameters:
    ///   - bytes: The bytes.
    ///   - position: Where, from the file's beginning.
    /// - Throws: ``UploadError``, for instance when the disk is full.
    func write(_ bytes: UnsafeBufferPointer<UInt8>, at position: Int) throws(UploadError) {
        var written = 0
        while written < bytes.count, let base = bytes.baseAddress {
            let count = pwrite(
                descriptor, base + written, bytes.count - written, off_t(position + written))
            if count > 0 {
                written += count
            } else if count == 0 || errno != EINTR {
                throw UploadError(.keeping, errno: count == 0 ? EIO : errno)
            }
        }
    }

    /// Reads bytes.
    ///
    /// - Parameters:
    ///   - position: Where, from the file's beginning.
    ///   - count: How many at most.
    /// - Returns: At least one byte; none at the end.
    /// - Throws: ``UploadError``.
    func read(at position: Int, upTo count: Int) throws(UploadError) -> [UInt8] {
        var code: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            var result: Int
            repeat {
                result = pread(descriptor, buffer.baseAddress, count, off_t(position))
            } while result < 0 && errno == EINTR
            if result < 0 { code = errno }
            filled = max(0, result)
        }
        guard code == 0 else { throw UploadError(.reading, errno: code) }
        return bytes
    }

    private static var usualFolder: String {
        guard let folder = getenv("TMPDIR"), folder.pointee != 0 else { return "/tmp" }
        return String(cString: folder)
    }
}
