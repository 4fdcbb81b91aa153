public import HTTPTypes
import Synchronization

/// One request, as the web server passed it on.
///
/// What a request holds is decoded when somebody asks for it: a view that looks at nothing pays
/// for nothing.
///
/// - SeeAlso: Flask `request`.
public final class Request: Sendable {
    /// The method, as `GET` or `POST`.
    public let method: HTTPRequest.Method

    /// The path below the application's root, decoded, as the web server normalised it.
    ///
    /// Begins with `/`; bytes that are not UTF-8 are U+FFFD. Never the raw request target:
    /// rules that guard a path must see the path that the view sees.
    public let path: String

    /// The path that the application is mounted at: empty, or `/prefix` without a final slash.
    public let scriptRoot: String

    /// The parameters as the web server sent them.
    public let parameters: RequestParameters

    /// The body.
    public let body: RequestBody

    /// What was decoded so far.
    let cache = Mutex(RequestCache())

    /// The body's form, once it is read.
    let formCell = FormCell()

    /// Makes a request of the web server's parameters.
    ///
    /// ```swift
    /// let request = try Request(
    ///     parameters: RequestParameters([("REQUEST_METHOD", "GET"), ("PATH_INFO", "/posts/")]),
    ///     body: RequestBody())
    /// request.path  // "/posts/"
    /// ```
    ///
    /// - Parameters:
    ///   - parameters: CGI parameters.
    ///   - body: The body.
    /// - Throws: ``RequestError`` when the parameters are no request: no or a malformed method,
    ///   several hosts.
    /// - SeeAlso: RFC 3875, section 4.1; Werkzeug `Request.__init__`.
    public init(parameters: RequestParameters, body: RequestBody) throws(RequestError) {
        method = try Self.method(of: parameters)
        if parameters.isRepeated("HTTP_HOST") { throw RequestError(kind: .repeatedHost) }
        (scriptRoot, path) = Self.location(of: parameters)
        self.parameters = parameters
        self.body = body
    }

    /// Reads the announced length of a body.
    ///
    /// ```swift
    /// try Request.contentLength(of: RequestParameters([("CONTENT_LENGTH", "12")]))   // 12
    /// try Request.contentLength(of: RequestParameters([("CONTENT_LENGTH", "")]))     // nil
    /// try Request.contentLength(of: RequestParameters([("CONTENT_LENGTH", "+12")]))  // throws
    /// ```
    ///
    /// - Parameter parameters: CGI parameters.
    /// - Returns: A number of bytes, or nil when none is announced: `CONTENT_LENGTH` is absent,
    ///   empty, or `-1` (lighttpd's "unknown").
    /// - Throws: ``RequestError`` when it is anything else than digits.
    /// - SeeAlso: RFC 3875, section 4.1.2.
    public static func contentLength(
        of parameters: RequestParameters
    ) throws(RequestError) -> Int? {
        if parameters.isRepeated("CONTENT_LENGTH") {
            throw RequestError(kind: .repeatedContentLength)
        }
        guard let bytes = parameters.bytes(of: "CONTENT_LENGTH"), !bytes.isEmpty else {
            return nil
        }
        let text = String(decoding: bytes, as: UTF8.self)
        if text == "-1" { return nil }
        guard bytes.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }),
            let length = Int(text)
        else {
            throw RequestError(kind: .invalidContentLength(String(text.unicodeScalars.prefix(40))))
        }
        return length
    }

    private static func method(
        of parameters: RequestParameters
    ) throws(RequestError) -> HTTPRequest.Method {
        guard let bytes = parameters.bytes(of: "REQUEST_METHOD"), !bytes.isEmpty else {
            throw RequestError(kind: .missingMethod)
        }
        if bytes.elementsEqual("GET".utf8) { return .get }
        // Rules are matched in upper case: what a view compares must be the same.
        let name = String(decoding: bytes, as: UTF8.self).uppercased()
        guard bytes.allSatisfy({ $0 < 0x80 }), let method = HTTPRequest.Method(name) else {
            throw RequestError(kind: .invalidMethod)
        }
        return method
    }

    /// Splits what the web server says of the place into the application's root and the path.
    ///
    /// `PATH_INFO` is the path where it is given, and `SCRIPT_NAME` the root. nginx's stock
    /// parameters have none, and the whole path in `DOCUMENT_URI` and `SCRIPT_NAME`.
    private static func location(of parameters: RequestParameters) -> (root: String, path: String) {
        if parameters.hasValue("PATH_INFO") {
            let root = parameters.text(of: "SCRIPT_NAME") ?? ""
            return (withoutFinalSlashes(root), absolute(parameters.text(of: "PATH_INFO")))
        }
        let whole =
            parameters.hasValue("DOCUMENT_URI")
            ? parameters.text(of: "DOCUMENT_URI") : parameters.text(of: "SCRIPT_NAME")
        return ("", absolute(whole))
    }

    private static func withoutFinalSlashes(_ path: String) -> String {
        let slash = UInt8(ascii: "/")
        guard path.utf8.last == slash else { return path }
        return String(
            decoding: path.utf8.reversed().drop { $0 == slash }.reversed(), as: UTF8.self)
    }

    /// The path with one slash before it: two would begin a host in a redirect.
    private static func absolute(_ path: String?) -> String {
        guard let path, !path.isEmpty else { return "/" }
        let slash = UInt8(ascii: "/")
        let rest = path.utf8.drop { $0 == slash }
        return path.utf8.count - rest.count == 1 ? path : "/" + String(Substring(rest))
    }
}
