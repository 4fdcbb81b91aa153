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
    public static func bytes(_ bytes: [UInt8]) -> ResponseBody {
        ResponseBody(storage: .bytes(bytes))
    }

    /// A body of text, sent as UTF-8.
    public static func text(_ text: String) -> ResponseBody {
        ResponseBody(storage: .text(text))
    }

    /// A body that is a file, or a part of one, sent without being read.
    public static func file(_ file: OpenFile) -> ResponseBody {
        ResponseBody(storage: .file(file))
    }

    /// A body that is written piece by piece, while the client reads.
    ///
    /// - Parameter write: Writes the pieces; each is on its way when its call returns. What it
    ///   throws cuts the response off.
    /// - Returns: A body of unknown length.
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
    /// - Parameter bytes: The next piece; an empty one sends nothing.
    /// - Throws: When the client is gone.
    func write(_ bytes: [UInt8]) async throws
}

extension ResponseBodyWriter {
    /// Sends text to the client, as UTF-8.
    ///
    /// - Parameter text: The next piece; an empty one sends nothing.
    /// - Throws: When the client is gone.
    public func write(_ text: String) async throws {
        try await write(Array(text.utf8))
    }
}
