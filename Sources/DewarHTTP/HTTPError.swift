public import DewarText
public import HTTPTypes

/// A failure that is answered with a status: what `abort` throws.
///
/// - SeeAlso: Werkzeug `HTTPException`.
public struct HTTPError: Error, Sendable, CustomStringConvertible {
    /// The status of the answer.
    public var status: HTTPResponse.Status
    /// What the page says below its title, as HTML; nil for the status's usual sentence.
    public var detail: Markup?
    /// Header fields of the answer beside `Content-Type`.
    public var headers: HTTPFields

    /// What was found and what was wanted, for the log and for pages in debug; plain text that
    /// may hold what the client sent.
    public var reason: String?

    /// Makes an error.
    ///
    /// - Parameters:
    ///   - status: The status.
    ///   - detail: What the page says; a literal is HTML, interpolations are escaped.
    ///   - headers: Further header fields.
    public init(_ status: HTTPResponse.Status, _ detail: Markup? = nil, headers: HTTPFields = [:]) {
        self.status = status
        self.detail = detail
        self.headers = headers
    }

    /// A 405 that tells the methods that are allowed.
    ///
    /// - Parameter allowed: Method names, in the order in which `Allow` lists them.
    /// - Returns: The error, with an `Allow` field.
    public static func methodNotAllowed(allowed: [String]) -> HTTPError {
        HTTPError(.methodNotAllowed, headers: [.allow: allowed.joined(separator: ", ")])
    }

    /// A 400: a name that a view needs is not among what the client sent.
    ///
    /// - Parameter key: The name.
    /// - Returns: The error.
    /// - SeeAlso: Werkzeug `BadRequestKeyError`.
    public static func missingKey(_ key: String) -> HTTPError {
        var error = HTTPError(.badRequest)
        error.reason = "'\(LogText.escaped(key))' is missing."
        return error
    }

    /// A 400: what the client sent is not of the type that a view wants.
    static func badRequest(field: String, value: String, wanted: String) -> HTTPError {
        var error = HTTPError(.badRequest)
        error.reason =
            "'\(LogText.escaped(field))' is '\(LogText.escaped(String(value.prefix(40))))', "
            + "which is no \(wanted)."
        return error
    }

    /// The status and its usual sentence: `404 Not Found: The requested URL …`.
    public var description: String {
        "\(status.code) \(status.name): \((detail ?? Self.sentence(for: status)).html)"
    }

    /// The page that Werkzeug answers with.
    public var response: Response {
        let title = "\(status.code) \(status.name)"
        let page: Markup = """
            <!doctype html>
            <html lang=en>
            <title>\(title)</title>
            <h1>\(status.name)</h1>
            <p>\(detail ?? Self.sentence(for: status))</p>

            """
        return Response(status: status, headers: headers, body: .text(page.html))
    }
}
