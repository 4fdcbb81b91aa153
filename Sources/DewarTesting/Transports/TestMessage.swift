import DewarHTTP
import DewarText
import HTTPTypes
import Synchronization

/// A request as it is sent: the client's cookies and defaults are in it.
struct TestMessage: Sendable {
    let method: HTTPRequest.Method
    let url: TestURL
    let headers: Headers
    let body: TestBody?
    /// What the web server tells beside the request, by CGI's names.
    let parameters: [String: String]
    /// By this number the application's context is found.
    let number: String

    /// The name of the parameter that holds the number.
    static let numberParameter: StaticString = "DEWAR_TEST_ID"

    /// The parameters that nginx sends for the request.
    var cgi: [(name: String, value: [UInt8])] {
        let isSecure = url.scheme == "https"
        var list: [(name: String, value: [UInt8])] = [
            ("REQUEST_METHOD", method.rawValue), ("QUERY_STRING", url.query),
            ("REQUEST_URI", url.target), ("CONTENT_LENGTH", announcedLength),
            ("CONTENT_TYPE", contentType ?? ""), ("SERVER_PROTOCOL", "HTTP/1.1"),
            ("REQUEST_SCHEME", url.scheme), ("SERVER_NAME", url.hostName),
            ("SERVER_PORT", String(url.port)), ("REMOTE_ADDR", "127.0.0.1"),
            ("HTTP_HOST", headers["Host"] ?? url.host), ("DEWAR_TEST_ID", number),
        ].map { ($0.0, Array($0.1.utf8)) }
        if isSecure { list.append(("HTTPS", Array("on".utf8))) }
        list.append(("SCRIPT_NAME", PercentCoding.decode(url.root.utf8)))
        list.append(("PATH_INFO", PercentCoding.decode(url.path.utf8)))
        if body?.hasLength == false {
            list.append(("HTTP_TRANSFER_ENCODING", Array("chunked".utf8)))
        }
        for field in headers where !Self.ownFields.contains(field.name.lowercased()) {
            let name = "HTTP_" + field.name.uppercased().replacing("-", with: "_")
            list.append((name, Array(field.value.utf8)))
        }
        for (name, value) in parameters.sorted(by: { $0.key < $1.key }) {
            list.removeAll { $0.name == name }
            list.append((name, Array(value.utf8)))
        }
        return list
    }

    /// The request as an application gets it, with its body at hand.
    ///
    /// - Returns: The request.
    /// - Throws: `RequestError` when the parameters are none.
    func makeRequest() throws(RequestError) -> Request {
        var parameters = RequestParameters()
        for (name, value) in cgi { parameters.append(name: name.utf8, value: value) }
        guard let body else { return try Request(parameters: parameters, body: RequestBody()) }
        let content =
            body.hasLength
            ? RequestBody(body.bytes)
            : RequestBody(source: PieceSource(body.pieces), announcedLength: nil)
        return try Request(parameters: parameters, body: content)
    }

    /// The media type of the body; nil when nothing says it.
    var contentType: String? { headers[.contentType] ?? body?.contentType }

    /// The length of the body as a web server tells it: empty when there is none to tell.
    var announcedLength: String {
        if let length = headers[.contentLength] { return length }
        guard let body, body.hasLength, !body.bytes.isEmpty else { return "" }
        return String(body.bytes.count)
    }

    private static let ownFields: Set<String> = ["content-type", "content-length", "host"]
}

/// Gives the pieces of a body one after the other.
private final class PieceSource: RequestBodySource {
    private let rest: Mutex<ArraySlice<[UInt8]>>

    init(_ pieces: [[UInt8]]) { rest = Mutex(pieces[...]) }

    func nextChunk() throws -> [UInt8] { rest.withLock { $0.popFirst() ?? [] } }
}
