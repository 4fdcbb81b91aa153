import DewarHTTP
import HTTPTypes
import Synchronization

/// Hands requests over as values.
struct DirectExchange: Exchange {
    private let responder: any Responder

    init(_ responder: any Responder) {
        self.responder = responder
        responder.willServe(with: BackgroundWork())
    }

    func send(_ message: TestMessage) async throws -> ReceivedAnswer {
        let request: Request
        do {
            request = try message.makeRequest()
        } catch {
            return ReceivedAnswer(status: error.status)
        }
        let response = await responder.respond(to: request)
        defer { response.closing?.close() }
        return await Self.received(response, for: message.method)
    }

    /// What a transport would send of a response.
    private static func received(
        _ response: Response, for method: HTTPRequest.Method
    ) async -> ReceivedAnswer {
        var received = ReceivedAnswer(status: response.status, headers: response.headers)
        if let length = response.body.length, response.headers[.contentLength] == nil,
            !response.status.forbidsBody
        {
            received.headers[.contentLength] = String(length)
        }
        if method != .head, !response.status.forbidsBody {
            received.body = await bytes(of: response.body)
        }
        return received
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
