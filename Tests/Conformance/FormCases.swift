import DewarHTTP
import DewarText
import HTTPTypes
import Synchronization

/// Answers cases of kind `form`.
enum FormCases {
    /// Answers a case.
    ///
    /// - Parameter testCase: A case as `conformance/HTTP.md` describes it.
    /// - Returns: `result`, or `crash` for what no case should do.
    static func answer(_ testCase: JSON) -> JSONObject {
        do {
            let request = try request(testCase)
            let content = try request.formContent
            let rest = try request.data
            return ["result": .object(try result(content, rest))]
        } catch let error as RequestBodyError {
            return ["result": ["error": .int(error.status.code)]]
        } catch {
            return ["crash": "\(error)"]
        }
    }

    private static func request(_ testCase: JSON) throws -> Request {
        var bytes: [UInt8] = []
        for part in testCase["body_parts"]?.array ?? [] {
            let piece = Base64.decode((part["b64"]?.string ?? "").utf8) ?? []
            for _ in 0..<(part["times"]?.int ?? 1) { bytes += piece }
        }
        bytes += Base64.decode((testCase["body_b64"]?.string ?? "").utf8) ?? []

        var parameters = RequestParameters([
            ("REQUEST_METHOD", testCase["method"]?.string ?? "POST"), ("DOCUMENT_URI", "/"),
        ])
        if let type = testCase["content_type"]?.string {
            parameters.append(name: "CONTENT_TYPE".utf8, value: type.utf8)
        }
        let length = announcedLength(testCase, bytes.count)
        // A body of unknown length is read only if the server tells where it ends.
        let isTerminated = testCase["input_terminated"]?.bool ?? false
        if length == nil, !isTerminated { bytes = [] }
        let source = Source(bytes, length: length)
        let request = try Request(
            parameters: parameters,
            body: RequestBody(source: source, announcedLength: length))
        request.limits = limits(testCase)
        return request
    }

    /// The announced length; nothing but a number from 0 up counts as one.
    private static func announcedLength(_ testCase: JSON, _ count: Int) -> Int? {
        if let encoding = testCase["transfer_encoding"]?.string,
            encoding.lowercased().split(separator: ",").contains(where: {
                String($0).trimmed == "chunked"
            })
        {
            return nil
        }
        switch testCase["content_length"] {
        case nil: return count
        case .null?: return nil
        case .int(let length)?: return max(0, length)
        case .string(let text)?: return max(0, NumberText.smallInteger(text) ?? 0)
        default: return 0
        }
    }

    private static func limits(_ testCase: JSON) -> RequestLimits {
        var limits = RequestLimits()
        let given = testCase["limits"]
        if let value = given?["max_content_length"] { limits.maxContentLength = value.int }
        if let value = given?["max_form_memory_size"] { limits.maxFormMemorySize = value.int }
        if let value = given?["max_form_parts"] { limits.maxFormParts = value.int }
        if let size = testCase["chunk_size"]?.int { limits.pieceSize = size }
        return limits
    }

    private static func result(_ content: FormContent, _ rest: [UInt8]) throws -> JSONObject {
        var result: JSONObject = [
            "fields": .array(pairs(content.fields).map { .array([name($0), value(of: $1)]) }),
            "files": .array(try pairs(content.files).map { try file($1) }),
        ]
        if !rest.isEmpty {
            result["data"] = [
                "size": .int(rest.count), "sha256": .string(SHA256.hexadecimal(rest)),
            ]
        }
        return result
    }

    private static func name(_ text: String?) -> JSON { text.map { .string($0) } ?? .null }

    private static func value(of text: String) -> JSON {
        let count = text.utf8.count
        guard count > 2000 else { return .string(text) }
        return [
            "size": .int(count), "sha256": .string(SHA256.hexadecimal(Array(text.utf8))),
        ]
    }

    private static func file(_ file: UploadedFile) throws -> JSON {
        let bytes = try file.bytes()
        let headers = file.headers.map { JSON.array([.string($0.name), .string($0.value)]) }
        return [
            "name": name(file.name), "filename": .string(file.filename),
            "content_type": name(file.contentType), "mimetype": .string(file.mimeType),
            "headers": .array(headers), "size": .int(bytes.count),
            "sha256": .string(SHA256.hexadecimal(bytes)),
        ]
    }

    /// All parts, those without a name where the first of them came.
    private static func pairs<Value>(_ parts: FormParts<Value>) -> [(String?, Value)] {
        var groups = parts.named.lists.map { name, values in values.map { (name as String?, $0) } }
        groups.insert(parts.unnamed.map { (nil, $0) }, at: parts.unnamedPosition)
        return groups.flatMap(\.self)
    }
}

/// A body as a transport gives it: no more than was announced, an error for less.
private final class Source: RequestBodySource {
    private let rest: Mutex<ArraySlice<UInt8>>
    private let isCutOff: Bool

    init(_ bytes: [UInt8], length: Int?) {
        rest = Mutex(bytes.prefix(length ?? bytes.count))
        isCutOff = bytes.count < length ?? 0
    }

    func nextChunk() throws -> [UInt8] {
        try rest.withLock { rest in
            // Pieces of a size that has nothing to do with that of the parser.
            let chunk = rest.prefix(10_007)
            rest = rest.dropFirst(10_007)
            if chunk.isEmpty, isCutOff { throw RequestBodyError.cutOff }
            return Array(chunk)
        }
    }
}
