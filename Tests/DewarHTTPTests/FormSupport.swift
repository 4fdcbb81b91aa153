import DewarHTTP
import Synchronization
import Testing

/// Makes requests with forms.
enum FormRequest {
    /// A request whose body comes in pieces.
    ///
    /// - Parameters:
    ///   - contentType: The header; nil for none.
    ///   - pieces: The body as the transport gives it.
    ///   - isAnnounced: Whether its length is known before.
    ///   - failure: What comes instead of the end.
    /// - Returns: A POST request.
    /// - Throws: Nothing: it is a request.
    static func make(
        _ contentType: String?, _ pieces: [[UInt8]], isAnnounced: Bool = true,
        then failure: RequestBodyError? = nil
    ) throws -> Request {
        var parameters = RequestParameters([("REQUEST_METHOD", "POST"), ("DOCUMENT_URI", "/")])
        if let contentType { parameters.append(name: "CONTENT_TYPE".utf8, value: contentType.utf8) }
        let count = pieces.reduce(0) { $0 + $1.count }
        return try Request(
            parameters: parameters,
            body: RequestBody(
                source: BodyPieces(pieces, then: failure),
                announcedLength: isAnnounced ? count : nil))
    }

    /// A request with a body of text.
    static func make(_ contentType: String?, _ text: String) throws -> Request {
        try make(contentType, [Array(text.utf8)])
    }

    /// A request with a multipart form whose boundary is `b`.
    static func multipart(_ text: String) throws -> Request {
        try make("multipart/form-data; boundary=b", text)
    }
}

/// Gives its pieces one after another, then an error or the end.
final class BodyPieces: RequestBodySource {
    private let rest: Mutex<ArraySlice<[UInt8]>>
    private let failure: RequestBodyError?

    init(_ pieces: [[UInt8]], then failure: RequestBodyError? = nil) {
        rest = Mutex(pieces[...])
        self.failure = failure
    }

    func nextChunk() throws -> [UInt8] {
        try rest.withLock { rest in
            if let piece = rest.popFirst() { return piece }
            if let failure { throw failure }
            return []
        }
    }
}

/// A form in one line, to be compared: every field and every file with its bytes.
func summary(_ content: FormContent) throws -> String {
    let fields = content.fields.named.pairs.map { "\($0.key)=\($0.value.debugDescription)" }
    let unnamed = content.fields.unnamed.map { "?=\($0.debugDescription)" }
    let files = try content.files.named.pairs.map { name, file in
        "\(name)=\(file.filename)(\(file.contentType ?? "-")):\(try file.text().debugDescription)"
    }
    return (fields + unnamed + files).joined(separator: " ")
}
