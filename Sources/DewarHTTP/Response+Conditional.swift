import DewarText
import HTTPTypes

extension Response {
    /// Gives the response the tag of its body, unless it has one.
    ///
    /// ```swift
    /// var response: Response = "Hello"
    /// response.addETag(isWeak: true)
    /// response.headers["ETag"]  // W/"f7ff9e8b7bb2e09b70935a5d785e0cc5d9d0abf0"
    /// ```
    ///
    /// - Parameters:
    ///   - overwrites: Whether a tag that is there is replaced.
    ///   - isWeak: Whether the tag is weak.
    /// - SeeAlso: Werkzeug `Response.add_etag`.
    public mutating func addETag(overwrites: Bool = false, isWeak: Bool = false) {
        guard overwrites || headers[.eTag] == nil else { return }
        let digest = body.withBytes(SHA1.hexadecimal)
        if let digest { eTag = ETag(digest, isWeak: isWeak) }
    }

    /// Makes the response ready to be kept, as a cache does: with its length and its tag.
    ///
    /// A stream has neither before it is written, and stays as it is; a file has a length.
    /// ```swift
    /// var response: Response = "Hello"
    /// response.freeze()
    /// response.contentLength  // 5
    /// ```
    ///
    /// - SeeAlso: Werkzeug `Response.freeze`.
    public mutating func freeze() {
        if let length = body.length { contentLength = length }
        addETag()
    }

    /// Answers the request's conditions: 304 when the client has this version, 412 when it wants
    /// another, 206 for the range that it asks for.
    ///
    /// ```swift
    /// response.addETag()
    /// try response.makeConditional(request)
    /// ```
    /// Only GET and HEAD make conditions.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - acceptsRanges: Whether a part of the body may be sent.
    ///   - completeLength: The length of the whole body in bytes; nil for the body's own.
    /// - Throws: ``HTTPError`` of status 416 for a range that the body doesn't have.
    /// - SeeAlso: Werkzeug `Response.make_conditional`.
    public mutating func makeConditional(
        _ request: Request, acceptsRanges: Bool = false, completeLength: Int? = nil
    ) throws(HTTPError) {
        guard request.method == .get || request.method == .head else { return }
        if headers[.date] == nil { date = .now }
        let conditions = ConditionalRequest(request)
        let length = completeLength ?? body.length
        if acceptsRanges {
            acceptRanges = "bytes"
            if let length, length > 0, try sendRange(conditions, of: length) { return }
        }
        guard
            !conditions.isModified(eTag: headers[.eTag], lastModified: lastModified)
        else { return }
        status = ETags(parsing: conditions.ifMatch).isEmpty ? .notModified : .preconditionFailed
    }

    /// Cuts the body to the range that is asked for; false when none is, or the version differs.
    private mutating func sendRange(
        _ conditions: ConditionalRequest, of length: Int
    ) throws(HTTPError) -> Bool {
        guard let field = conditions.range else { return false }
        let hasVersion =
            conditions.ifRange == nil
            || !conditions.isModified(
                eTag: headers[.eTag], lastModified: lastModified, ignoresIfRange: false)
        guard hasVersion else { return false }
        guard let header = RangeHeader(field), let range = header.range(forLength: length) else {
            throw .rangeNotSatisfiable(length: length)
        }
        contentRange = header.contentRange(forLength: length)
        headers[.contentLength] = String(range.count)
        status = .partialContent
        body = body.part(range)
        return true
    }
}

extension ResponseBody {
    /// A part of the body; a stream is sent whole, and cut as it is written.
    ///
    /// - Parameter range: The bytes; cut to what there is.
    /// - Returns: The part.
    func part(_ range: Range<Int>) -> ResponseBody {
        switch storage {
        case .bytes(let bytes): return .bytes(Array(bytes[range.clamped(to: bytes.indices)]))
        case .text(let text):
            let bytes = Array(text.utf8)
            return .bytes(Array(bytes[range.clamped(to: bytes.indices)]))
        case .file(let file): return .file(file.part(range))
        case .stream(let write):
            return .stream { writer in
                try await write(PartialWriter(writer: writer, range: range))
            }
        }
    }
}
