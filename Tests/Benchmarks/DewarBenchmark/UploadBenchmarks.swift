import DewarHTTP
import DewarText

/// Multipart bodies: a small form, and a large file.
enum UploadBenchmarks {
    static func run(_ name: String, _ order: JSON) throws -> JSON? {
        switch name {
        case "form": return try form(order)
        case "upload": return try upload(order)
        default: return nil
        }
    }

    /// `request.form` of a new request.
    private static func form(_ order: JSON) throws -> JSON {
        let body = Array((order["body"]?.string ?? "").utf8)
        let parameters = RequestParameters([
            ("REQUEST_METHOD", "POST"), ("DOCUMENT_URI", "/"),
            ("CONTENT_TYPE", order["content_type"]?.string ?? ""),
            ("CONTENT_LENGTH", "\(body.count)"),
        ])
        return try Benchmarks.measure(order, showing: { "\($0.pairs.map(\.value))" }) {
            try Request(parameters: parameters, body: RequestBody(body)).form
        }
    }

    /// A file of `megabytes`, in chunks of random bytes, to nowhere or to a folder's disk.
    private static func upload(_ order: JSON) throws -> JSON {
        var generator = SystemRandomNumberGenerator()
        let chunk = (0..<65_536).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let chunkCount = (order["megabytes"]?.int ?? 1) * 1_000_000 / chunk.count
        let boundary = Array((order["boundary"]?.string ?? "").utf8)
        let head = Array(
            "--\(order["boundary"]?.string ?? "")\r\n\(order["head"]?.string ?? "")".utf8)
        let tail = Array("\r\n--\(order["boundary"]?.string ?? "")--\r\n".utf8)
        func read<Handler: MultipartHandler>(_ handler: Handler, _ limits: RequestLimits) throws
            -> Handler
        {
            var decoder = MultipartDecoder(boundary: boundary, limits: limits, handler: handler)
            try head.withUnsafeBufferPointer { try decoder.receive($0) }
            for _ in 0..<chunkCount {
                try chunk.withUnsafeBufferPointer { try decoder.receive($0) }
            }
            try tail.withUnsafeBufferPointer { try decoder.receive($0) }
            try decoder.finish()
            return decoder.handler
        }
        guard let folder = order["folder"]?.string else {
            return try Benchmarks.measure(order, showing: \Int.description) {
                try read(CountingHandler(), RequestLimits()).count
            }
        }
        let limits = RequestLimits(temporaryDirectory: folder)
        return try Benchmarks.measure(order, showing: \Int.description) {
            let handler = try read(FormBuilder(limits: limits), limits)
            return handler.content.files.named["f"]?.size ?? 0
        }
    }
}

/// Counts the bytes of the parts, and keeps none.
private struct CountingHandler: MultipartHandler {
    var count = 0

    func beginPart(_ headers: PartHeaderLines) -> Bool { false }

    mutating func takeData(_ bytes: UnsafeBufferPointer<UInt8>, isEnd: Bool) {
        count += bytes.count
    }
}
