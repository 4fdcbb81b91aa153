public import DewarHTTP
public import DewarText
public import HTTPTypes
import Synchronization

/// An answer as a client sees it.
public struct TestAnswer: Sendable {
    /// The status.
    public let status: HTTPResponse.Status
    /// The header fields.
    public let headers: Headers
    /// The body's bytes.
    public let body: [UInt8]

    /// What a view or a hook threw and nobody handled; nil when that did not happen.
    ///
    /// An application that could not start has its reason here as well.
    public internal(set) var error: (any Error)?

    /// The body as text; bytes that are not UTF-8 become U+FFFD.
    public var text: String { String(decoding: body, as: UTF8.self) }

    /// The body as JSON.
    ///
    /// - Throws: ``JSONError`` when it is none.
    public var json: JSON {
        get throws { try JSONReader.read(body) }
    }

    init(
        status: HTTPResponse.Status, headers: Headers, body: [UInt8], error: (any Error)? = nil
    ) {
        self.error = error
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// Takes what a transport would send of a response.
    init(_ response: Response, to method: HTTPRequest.Method) async {
        var headers = response.headers
        if let length = response.body.length, headers[.contentLength] == nil,
            !response.status.forbidsBody
        {
            headers[.contentLength] = String(length)
        }
        var body: [UInt8] = []
        if method != .head && !response.status.forbidsBody {
            body = await Self.bytes(of: response.body)
        }
        self.init(status: response.status, headers: headers, body: body)
    }

    private static func bytes(of body: ResponseBody) async -> [UInt8] {
        if let bytes = body.withBytes({ Array($0) }) { return bytes }
        if case .file(let file) = body.storage {
            return (try? file.bytes(at: 0, upTo: file.count)) ?? []
        }
        let collector = Collector()
        if case .stream(let write) = body.storage {
            // A stream that fails is cut off, as it would be on the wire.
            try? await write(collector)
        }
        return collector.bytes.withLock { $0 }
    }

    private final class Collector: ResponseBodyWriter {
        let bytes = Mutex<[UInt8]>([])

        func write(_ bytes: [UInt8]) async {
            self.bytes.withLock { $0 += bytes }
        }
    }
}
