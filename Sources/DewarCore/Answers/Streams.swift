public import DewarHTTP
public import DewarText
public import HTTPTypes

/// A piece of a streamed answer: text, `Markup` or bytes.
///
/// - SeeAlso: Flask's generators as return values.
public protocol ResponsePiece: Sendable {
    /// The piece as it is sent.
    ///
    /// ```swift
    /// "a < b".bytes(inPage: true)    // the bytes of "a &lt; b"
    /// ```
    ///
    /// - Parameter isPage: Whether the answer is HTML or XML, in which text is escaped.
    /// - Returns: Bytes.
    /// - SeeAlso: Flask's generators as return values.
    func bytes(inPage isPage: Bool) -> [UInt8]
}

extension String: ResponsePiece {
    /// The text; escaped in a page, as what a view returns is.
    public func bytes(inPage isPage: Bool) -> [UInt8] {
        Array((isPage ? HTMLEscaping.escape(self) : self).utf8)
    }
}

extension Markup: ResponsePiece {
    /// The HTML as it stands.
    public func bytes(inPage isPage: Bool) -> [UInt8] { Array(html.utf8) }
}

extension [UInt8]: ResponsePiece {
    /// The bytes as they are.
    public func bytes(inPage isPage: Bool) -> [UInt8] { self }
}

extension Response {
    /// Answers piece by piece, while the client reads.
    ///
    /// ```swift
    /// app.get("/report.csv") {
    ///     Response.stream(contentType: "text/csv") { out in
    ///         for post in posts.values { try await out.write("\(post.title)\r\n") }
    ///     }
    /// }
    /// ```
    /// The request's context is there until the last piece: `request`, `session` and `g` are what
    /// they are in the view. Only the session's cookie is sent already. What is written is sent as
    /// it is, nothing is escaped.
    ///
    /// - Parameters:
    ///   - status: The status.
    ///   - contentType: The media type; nil for none.
    ///   - headers: Further header fields.
    ///   - write: Writes the pieces; each is on its way when its call returns. A client that is
    ///     gone is an error of that call. What it throws cuts the answer off.
    /// - Returns: The response.
    /// - SeeAlso: Flask `stream_with_context`.
    public static func stream(
        status: Status = .ok, contentType: String? = Response.html, headers: Headers = [:],
        _ write: @escaping @Sendable (any ResponseBodyWriter) async throws -> Void
    ) -> Response {
        Response(status: status, headers: headers, contentType: contentType, body: .stream(write))
    }

    /// Answers with the pieces of a sequence, each as soon as it is there.
    ///
    /// ```swift
    /// app.post("/echo") { (request: Request) in
    ///     Response.stream(request.body, contentType: "application/octet-stream")
    /// }
    /// ```
    /// In HTML and XML text is escaped and `Markup` is not; elsewhere all is sent as it is.
    ///
    /// - Parameters:
    ///   - pieces: The pieces.
    ///   - status: The status.
    ///   - contentType: The media type; nil for none.
    ///   - headers: Further header fields.
    /// - Returns: The response. What the sequence throws cuts it off.
    /// - SeeAlso: Flask's generators as return values.
    public static func stream<Pieces: AsyncSequence & Sendable>(
        _ pieces: Pieces, status: Status = .ok, contentType: String? = Response.html,
        headers: Headers = [:]
    ) -> Response where Pieces.Element: ResponsePiece {
        let isPage = isMarkup(headers[.contentType] ?? contentType ?? "")
        return stream(status: status, contentType: contentType, headers: headers) { out in
            for try await piece in pieces { try await out.write(piece.bytes(inPage: isPage)) }
        }
    }

    /// Whether text of a media type can hold elements.
    static func isMarkup(_ contentType: String) -> Bool {
        let type = contentType.prefix { $0 != ";" }.lowercased()
        return type.contains("html") || type.contains("xml")
    }
}

extension AsyncStream: ResponseConvertible, EscapedResponse
where Element: ResponsePiece {
    /// A page of the pieces, each sent as soon as it is there; text is escaped, `Markup` is not.
    public func makeResponse() -> Response { .stream(self) }

    func makePlainResponse() -> Response { .stream(self, contentType: nil) }
}

extension AsyncThrowingStream: ResponseConvertible, EscapedResponse
where Element: ResponsePiece, Failure == any Error {
    /// A page of the pieces, each sent as soon as it is there; text is escaped, `Markup` is not.
    public func makeResponse() -> Response { .stream(self) }

    func makePlainResponse() -> Response { .stream(self, contentType: nil) }
}
