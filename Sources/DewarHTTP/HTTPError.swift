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
    public var headers: Headers

    /// What was found and what was wanted, for the log and for pages in debug; plain text that
    /// may hold what the client sent.
    public var reason: String?
    /// The name that a view needs and the client did not send, if that is what is wrong.
    package var missingKey: String?
    /// What a view threw and nobody handled; only a 500 that the application makes has one.
    public var cause: (any Error)?

    /// Makes an error.
    ///
    /// ```swift
    /// throw HTTPError(.forbidden, "Only <b>\(title)</b> may do that.")
    /// ```
    ///
    /// - Parameters:
    ///   - status: The status.
    ///   - detail: What the page says; a literal is HTML, interpolations are escaped.
    ///   - headers: Further header fields.
    /// - SeeAlso: Werkzeug `HTTPException`.
    public init(_ status: HTTPResponse.Status, _ detail: Markup? = nil, headers: Headers = [:]) {
        self.status = status
        self.detail = detail
        self.headers = headers
    }

    /// Makes an error whose page shows text character for character, a line break as one.
    ///
    /// ```swift
    /// HTTPError(.conflict, description: "1 < 2").detail?.html  // "1 &lt; 2"
    /// ```
    ///
    /// - Parameters:
    ///   - status: The status.
    ///   - description: What the page says; plain text.
    /// - SeeAlso: Werkzeug `HTTPException.description`.
    public init(_ status: HTTPResponse.Status, description: String) {
        let lines = description.split(separator: "\n", omittingEmptySubsequences: false)
        self.init(status, lines.map { Markup(escaping: String($0)) }.joined(separator: "<br>"))
    }

    /// Makes the error that stands for a code.
    ///
    /// ```swift
    /// try HTTPError(code: 404).description.hasPrefix("404 Not Found: ")  // true
    /// try HTTPError(code: 200)                                           // throws
    /// ```
    ///
    /// - Parameter code: A status code.
    /// - Throws: ``HeaderError`` for a code that is no error, or has no page.
    /// - SeeAlso: Werkzeug `default_exceptions`.
    public init(code: Int) throws(HeaderError) {
        guard (400...599).contains(code), Self.sentence(for: HTTPResponse.Status(code: code)) != nil
        else { throw HeaderError(.noErrorStatus(code)) }
        self.init(HTTPResponse.Status(code: code))
    }

    /// The status and its usual sentence: `404 Not Found: The requested URL …`.
    public var description: String {
        "\(status.code) \(status.name): \(detail?.html ?? Self.sentence(for: status) ?? "")"
    }

    /// What the page says below its title.
    package var pageDetail: Markup {
        detail ?? Markup(escaping: Self.sentence(for: status) ?? "")
    }

    /// The page that Werkzeug answers with.
    public var response: Response {
        let title = "\(status.code) \(status.name)"
        let page: Markup = """
            <!doctype html>
            <html lang=en>
            <title>\(title)</title>
            <h1>\(status.name)</h1>
            <p>\(pageDetail)</p>

            """
        var response = Response(status: status, body: .text(page.html))
        if let type = headers[.contentType] { response.headers[.contentType] = type }
        for field in headers where !field.name.equalsIgnoringCase("Content-Type") {
            response.headers.appendUnchecked(name: field.name, value: field.value)
        }
        return response
    }
}
