#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A file that came with a form.
///
/// ```swift
/// let photo = try request.files.require("photo")
/// guard photo.mimeType == "image/png" else { throw HTTPError(.unsupportedMediaType) }
/// try photo.save(to: "/srv/photos/\(secureFilename(photo.filename))")
/// ```
/// Its bytes are in memory or, of larger uploads, in a temporary file that has no name: it is gone
/// when nobody has the request or one of its files any more.
///
/// - SeeAlso: Werkzeug `FileStorage`.
public struct UploadedFile: Sendable {
    /// The name of the form's field; nil when the part had none.
    public let name: String?
    /// The name that the client gives the file, as it was sent: it may be empty, or a path.
    ///
    /// Never a name to save under as it is: take `secureFilename` of it, or a name of your own.
    public let filename: String
    /// The headers of the part, in order.
    public let headers: Headers

    var content = Content.memory([])

    /// Where the bytes are.
    enum Content: Sendable {
        case memory([UInt8])
        case disk(TemporaryFile, Range<Int>)
    }

    init(name: String?, filename: String, headers: Headers) {
        self.name = name
        self.filename = filename
        self.headers = headers
    }

    /// Makes a file of bytes, for tests and the like.
    ///
    /// ```swift
    /// let file = UploadedFile(Array("hi".utf8), filename: "hi.txt", name: "note")
    /// file.size  // 2
    /// ```
    ///
    /// - Parameters:
    ///   - bytes: What is in the file.
    ///   - filename: Its name.
    ///   - name: The name of the form's field.
    ///   - headers: The headers of the part.
    /// - SeeAlso: Werkzeug `FileStorage`.
    public init(
        _ bytes: [UInt8], filename: String, name: String? = nil, headers: Headers = [:]
    ) {
        self.init(name: name, filename: filename, headers: headers)
        content = .memory(bytes)
    }

    /// The number of bytes.
    public var size: Int {
        switch content {
        case .memory(let bytes): bytes.count
        case .disk(_, let range): range.count
        }
    }

    /// Whether a file was chosen: browsers send a form's empty file field with an empty name.
    public var isEmpty: Bool { filename.isEmpty }

    /// The `Content-Type` that the client sent, with its parameters; nil when it sent none.
    public var contentType: String? { headers["Content-Type"] }

    /// The media type that the client claims, in lower case and without parameters; empty when it
    /// claims none.
    ///
    /// - SeeAlso: Werkzeug `FileStorage.mimetype`.
    public var mimeType: String {
        contentType.map { OptionsHeader($0).value.lowercased() } ?? ""
    }

    /// The parameters of the media type, as `charset`.
    public var mimeTypeParameters: [(name: String, value: String)] {
        contentType.map { OptionsHeader($0).options } ?? []
    }
}

extension UploadedFile {
    /// The number of bytes that are read or written at a time.
    private static let chunkSize = 262_144

    /// Reads the whole file.
    ///
    /// ```swift
    /// try UploadedFile([1, 2, 3], filename: "a").bytes()  // [1, 2, 3]
    /// ```
    ///
    /// - Returns: Its bytes.
    /// - Throws: ``UploadError`` when the temporary file cannot be read.
    /// - SeeAlso: Werkzeug `FileStorage.read`.
    public func bytes() throws(UploadError) -> [UInt8] {
        if case .memory(let bytes) = content { return bytes }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size)
        while case let chunk = try read(at: bytes.count, upTo: Self.chunkSize), !chunk.isEmpty {
            bytes += chunk
        }
        return bytes
    }

    /// Reads the whole file as text.
    ///
    /// ```swift
    /// try UploadedFile(Array("hi".utf8), filename: "a.txt").text()  // "hi"
    /// ```
    ///
    /// - Returns: Its text; bytes that are not UTF-8 become U+FFFD.
    /// - Throws: ``UploadError`` when the temporary file cannot be read.
    /// - SeeAlso: Werkzeug `FileStorage.read`.
    public func text() throws(UploadError) -> String {
        String(decoding: try bytes(), as: UTF8.self)
    }

    /// Reads a part of the file.
    ///
    /// ```swift
    /// try UploadedFile([1, 2, 3], filename: "a").read(at: 1, upTo: 10)  // [2, 3]
    /// ```
    ///
    /// - Parameters:
    ///   - position: Where, in bytes from the beginning.
    ///   - count: How many bytes at most.
    /// - Returns: At least one byte; none at the end, or beyond it.
    /// - Throws: ``UploadError`` when the temporary file cannot be read.
    /// - SeeAlso: Werkzeug `FileStorage.seek`, `FileStorage.read`.
    public func read(at position: Int, upTo count: Int) throws(UploadError) -> [UInt8] {
        let start = min(max(0, position), size)
        let wanted = min(max(0, count), size - start)
        guard wanted > 0 else { return [] }
        switch content {
        case .memory(let bytes): return Array(bytes[start..<(start + wanted)])
        case .disk(let file, let range):
            return try file.read(at: range.lowerBound + start, upTo: wanted)
        }
    }

    /// Reads the file piece by piece, so that no more than a piece is in memory.
    ///
    /// ```swift
    /// try request.files.require("film").forEachChunk { chunk in try report.write(chunk) }
    /// ```
    ///
    /// - Parameter body: Takes each piece, of at least one byte.
    /// - Throws: ``UploadError`` when the temporary file cannot be read; what the closure throws.
    /// - SeeAlso: Werkzeug `FileStorage.stream`.
    public func forEachChunk(_ body: ([UInt8]) throws -> Void) throws {
        var position = 0
        while case let chunk = try read(at: position, upTo: Self.chunkSize), !chunk.isEmpty {
            try body(chunk)
            position += chunk.count
        }
    }

    /// Saves the file; what is there under this path is replaced.
    ///
    /// ```swift
    /// let photo = try request.files.require("photo")
    /// try photo.save(to: "/srv/photos/\(secureFilename(photo.filename))")
    /// ```
    ///
    /// - Parameter path: Where. Of the client's own name take `secureFilename`.
    /// - Throws: ``UploadError`` when it cannot be written.
    /// - SeeAlso: Werkzeug `FileStorage.save`.
    public func save(to path: String) throws(UploadError) {
        // The operating system would take what comes before it for the whole path.
        guard !path.utf8.contains(0) else { throw UploadError(.saving(path: path), errno: EINVAL) }
        let flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC
        let descriptor = open(path, flags, mode_t(0o666))
        guard descriptor >= 0 else { throw UploadError(.saving(path: path), errno: errno) }
        var position = 0
        do throws(UploadError) {
            while case let chunk = try read(at: position, upTo: Self.chunkSize), !chunk.isEmpty {
                try Self.write(chunk, to: descriptor, path)
                position += chunk.count
            }
        } catch {
            close(descriptor)
            throw error
        }
        guard close(descriptor) == 0 else { throw UploadError(.saving(path: path), errno: errno) }
    }

    private static func write(
        _ bytes: [UInt8], to descriptor: Int32, _ path: String
    ) throws(UploadError) {
        var code: Int32 = 0
        bytes.withUnsafeBytes { buffer in
            var rest = buffer
            while let base = rest.baseAddress, !rest.isEmpty {
                // Spelled out, because `write` is this method's own name.
                let count = systemWrite(descriptor, base, rest.count)
                if count > 0 {
                    rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
                } else if count == 0 || errno != EINTR {
                    code = count == 0 ? EIO : errno
                    return
                }
            }
        }
        guard code == 0 else { throw UploadError(.saving(path: path), errno: code) }
    }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
