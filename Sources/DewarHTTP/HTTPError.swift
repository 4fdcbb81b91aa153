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
    /// What a view threw and nobody handled; only a 500 that the application makes has one.
    public var cause: (any Error)?

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
