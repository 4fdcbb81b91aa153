/// The body of a response.
public struct ResponseBody: Sendable {
    /// How the bytes come to be.
    package enum Storage: Sendable {
        case bytes([UInt8])
        case text(String)
        case file(OpenFile)
        case stream(@Sendable (any ResponseBodyWriter) async throws -> Void)
    }

    package let storage: Storage

    /// A body of no bytes.
    public static let empty = ResponseBody(storage: .bytes([]))

    /// A body of bytes.
    ///
    /// ```swift
    /// Response(contentType: "image/gif", body: .bytes([0x47, 0x49, 0x46]))
    /// ```
    ///
    /// - SeeAlso: Flask `Response(b"…")`.
    public static func bytes(_ bytes: [UInt8]) -> ResponseBody {
        ResponseBody(storage: .bytes(bytes))
    }

    /// A body of text, sent as UTF-8.
    ///
    /// ```swift
    /// ResponseBody.text("é").length  // 2
    /// ```
    ///
    /// - SeeAlso: Flask `Response("…")`.
    public static func text(_ text: String) -> ResponseBody {
        ResponseBody(storage: .text(text))
    }

    /// A body that is a file, or a part of one, sent without being read.
    ///
    /// ```swift
    /// Response(contentType: "application/pdf", body: .file(try OpenFile(path: "report.pdf")))
    /// ```
    ///
    /// - SeeAlso: Werkzeug `send_file`; WSGI `wsgi.file_wrapper`.
    public static func file(_ file: OpenFile) -> ResponseBody {
        ResponseBody(storage: .file(file))
    }

    /// A body that is written piece by piece, while the client reads.
    ///
    /// ```swift
    /// Response(
    ///     body: .stream { out in
    ///         for number in 1...3 { try await out.write("\(number)\n") }
    ///     })
    /// ```
    ///
    /// - Parameter write: Writes the pieces; each is on its way when its call returns. What it
    ///   throws cuts the response off.
    /// - Returns: A body of unknown length.
    /// - SeeAlso: Flask `Response(generator)`.
    public static func stream(
        _ write: @escaping @Sendable (any ResponseBodyWriter) async throws -> Void
    ) -> ResponseBody {
        ResponseBody(storage: .stream(write))
    }

    /// The number of bytes; nil when it is not known before they are written.
    public var length: Int? {
        switch storage {
        case .bytes(let bytes): bytes.count
        case .text(let text): text.utf8.count
        case .file(let file): file.count
        case .stream: nil
        }
    }

    /// Calls a closure with the bytes, if they are there already.
    ///
    /// - Parameter body: Takes the bytes; the pointer is valid during the call only.
    /// - Returns: The closure's result; nil for a file or a stream.
    package func withBytes<Result>(
        _ body: (UnsafeRawBufferPointer) throws -> Result
    ) rethrows -> Result? {
        switch storage {
        case .bytes(let bytes): return try bytes.withUnsafeBytes(body)
        case .text(var text): return try text.withUTF8 { try body(UnsafeRawBufferPointer($0)) }
        case .file, .stream: return nil
        }
    }
}

/// Takes the pieces of a streamed response body.
public protocol ResponseBodyWriter: Sendable {
    /// Sends bytes to the client.
    ///
    /// ```swift
    /// Response(body: .stream { out in try await out.write([0x68, 0x69]) })
    /// ```
    ///
    /// - Parameter bytes: The next piece; an empty one sends nothing.
    /// - Throws: When the client is gone.
    /// - SeeAlso: WSGI's `write`.
    func write(_ bytes: [UInt8]) async throws
}

extension ResponseBodyWriter {
    /// Sends text to the client, as UTF-8.
    ///
    /// ```swift
    /// Response(body: .stream { out in try await out.write("hi") })
    /// ```
    ///
    /// - Parameter text: The next piece; an empty one sends nothing.
    /// - Throws: When the client is gone.
    /// - SeeAlso: WSGI's `write`.
    public func write(_ text: String) async throws {
        try await write(Array(text.utf8))
    }
}
