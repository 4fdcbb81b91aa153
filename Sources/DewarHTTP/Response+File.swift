import DewarText
import HTTPTypes

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// How a file is sent.
///
/// - SeeAlso: Flask `send_file`.
public struct FileOptions: Sendable {
    /// The media type; nil to go by the name.
    public var mimeType: String?
    /// Whether browsers save the file rather than show it.
    public var isAttachment = false
    /// The name that browsers propose; nil for the file's own.
    public var downloadName: String?
    /// Whether the client's conditions and ranges are answered.
    public var isConditional = true
    /// Whether the answer has a tag of time, size and path.
    public var hasETag = true
    /// How long caches may take the file without asking, in seconds; nil to make them ask.
    public var maxAge: Int?
    /// The path below which nginx finds the file itself, with the file's own path behind it.
    ///
    /// With `"/_files"` and `location /_files/ { internal; alias /; }` a file is not read here:
    /// nginx is told its place by `X-Accel-Redirect`. A path that is not absolute counts from where
    /// `alias` leads.
    public var accelPrefix: String?

    /// Whether the web server is told the file's path by `X-Sendfile`, and sends it itself.
    ///
    /// - SeeAlso: Flask `USE_X_SENDFILE`.
    public var usesXSendfile = false

    /// Makes options: those of Flask's `send_file`.
    public init() {}
}

extension Response {
    /// Sends a file, or that of it which the client asks for.
    ///
    /// ```swift
    /// var options = FileOptions()
    /// options.isAttachment = true
    /// let response = try Response.file("/srv/reports/2026.pdf", for: request, options)
    /// ```
    /// It is sent without being read, and has a type, a tag, a time and a name. The path must not
    /// come from a client: for that there is ``file(in:_:for:_:)``.
    ///
    /// - Parameters:
    ///   - path: The file's path.
    ///   - request: What is answered: its conditions and its range count.
    ///   - options: How it is sent.
    /// - Returns: 200, 206 for a range, 304 for what the client has, 412 for a wrong version.
    /// - Throws: ``OpenFileError`` when there is no such file; ``HTTPError`` of status 416.
    /// - SeeAlso: Flask `send_file`.
    public static func file(
        _ path: String, for request: Request, _ options: FileOptions = FileOptions()
    ) throws -> Response {
        let file = try OpenFile(path: path)
        var status = stat()
        guard fstat(file.descriptor, &status) == 0 else { throw OpenFileError(errno: errno) }
        let name = options.downloadName ?? lastComponent(of: path)
        var response = Response(contentType: nil, body: .file(file))
        response.describe(name, options)
        response.lastModified = HTTPDate(secondsSince1970: Int(status.st_mtim.tv_sec))
        response.setAge(options.maxAge)
        if options.hasETag {
            let time = Double(status.st_mtim.tv_sec) + Double(status.st_mtim.tv_nsec) * 1e-9
            let tag = "\(FloatText.text(of: time))-\(file.count)-\(Adler32.checksum(path.utf8))"
            response.eTag = ETag(tag, isWeak: false)
        }
        if let prefix = options.accelPrefix {
            response.headers["X-Accel-Redirect"] =
                prefix + (path.utf8.first == UInt8(ascii: "/") ? "" : "/")
                + PercentCoding.encode(path, keeping: ASCIISet("/"))
            response.body = .empty
            // nginx answers ranges itself.
            if options.isConditional { try response.makeConditional(request) }
            if response.status == .notModified { response.headers["X-Accel-Redirect"] = nil }
        } else if options.usesXSendfile {
            // A control character would begin a field of its own, or name another file.
            guard path.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
                throw OpenFileError(errno: EINVAL)
            }
            response.headers["X-Sendfile"] = path
            response.body = .empty
            // The web server answers ranges itself.
            if options.isConditional { try response.makeConditional(request) }
            if response.status == .notModified { response.headers["X-Sendfile"] = nil }
        } else if options.isConditional {
            try response.makeConditional(
                request, acceptsRanges: true, completeLength: file.count)
        }
        return response
    }

    /// Sends a file of a folder, whose name may come from a client.
    ///
    /// ```swift
    /// let response = try Response.file(in: "/srv/photos", "2026/cat.jpg", for: request)
    /// // 404 for "../secret"
    /// ```
    ///
    /// - Parameters:
    ///   - directory: The folder; nothing outside of it is ever sent, but for what links in it
    ///     lead to.
    ///   - path: The file's path below the folder.
    ///   - request: What is answered.
    ///   - options: How it is sent.
    /// - Returns: As ``file(_:for:_:)``.
    /// - Throws: ``HTTPError`` of status 404 when there is no such file, 416.
    /// - SeeAlso: Flask `send_from_directory`.
    public static func file(
        in directory: String, _ path: String, for request: Request,
        _ options: FileOptions = FileOptions()
    ) throws -> Response {
        guard let whole = safeJoin(directory, path) else { throw HTTPError(.notFound) }
        do {
            return try file(whole, for: request, options)
        } catch is OpenFileError {
            throw HTTPError(.notFound)
        }
    }

    private mutating func describe(_ name: String, _ options: FileOptions) {
        if let type = options.mimeType {
            mimeType = type
        } else {
            let guess = FileTypes.guess(name)
            mimeType = guess.mimeType ?? "application/octet-stream"
            // What is saved should stay as it is.
            if let encoding = guess.encoding, !options.isAttachment {
                headers["Content-Encoding"] = encoding
            }
        }
        headers["Content-Disposition"] = ContentDisposition.headerValue(
            filename: name, isAttachment: options.isAttachment)
    }

    private mutating func setAge(_ maxAge: Int?) {
        guard let maxAge else {
            cacheControl.noCache = .everything
            return
        }
        if maxAge > 0 { cacheControl.public = true } else { cacheControl.noCache = .everything }
        cacheControl.maxAge = maxAge
        let (end, overflows) = HTTPDate.now.secondsSince1970.addingReportingOverflow(maxAge)
        expires = HTTPDate(secondsSince1970: overflows ? .max : end)
    }

    private static func lastComponent(of path: String) -> String {
        path.utf8.split(separator: UInt8(ascii: "/")).last
            .map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}

/// The checksum of zlib.
///
/// - SeeAlso: RFC 1950, section 8.2.
enum Adler32 {
    static func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
        var (low, high): (UInt32, UInt32) = (1, 0)
        for byte in bytes {
            low = (low + UInt32(byte)) % 65_521
            high = (high + low) % 65_521
        }
        return high << 16 | low
    }
}
