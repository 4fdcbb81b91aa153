public import DewarText
public import HTTPTypes

/// One answer: status, header fields and body.
///
/// A literal is HTML, and what is interpolated into it is escaped:
/// ```swift
/// let response: Response = "<h1>\(title)</h1>"
/// ```
///
/// - SeeAlso: Flask `Response`.
public struct Response: Sendable {
    /// The status.
    public var status: HTTPResponse.Status
    /// The header fields, in the order in which they are sent.
    ///
    /// `Content-Length` is added on the way out when the body's length is known.
    public var headers: Headers
    /// The body.
    public var body: ResponseBody
    /// Whether the body has no end of its own, as that of an event stream.
    ///
    /// A server that stops waits for every other answer to end. Of such a one it cancels the task,
    /// and so whatever the body's closure awaits; the client is to come again.
    /// ```swift
    /// response.isOpenEnded = true
    /// ```
    public var isOpenEnded = false
    /// What is done when it was sent; nil for nothing.
    package var closing: ResponseClosing?

    /// Makes a response.
    ///
    /// - Parameters:
    ///   - status: The status.
    ///   - headers: The header fields; a `Content-Type` among them is the only one.
    ///   - contentType: The media type, used unless `headers` has one; nil for none.
    ///   - body: The body.
    public init(
        status: HTTPResponse.Status = .ok, headers: Headers = [:],
        contentType: String? = Response.html, body: ResponseBody = .empty
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        if let contentType, headers[.contentType] == nil {
            self.headers[.contentType] = contentType
        }
    }

    /// The media type of HTML: `text/html; charset=utf-8`.
    public static let html = "text/html; charset=utf-8"
    /// The media type of JSON: `application/json`.
    public static let json = "application/json"
}

extension Response: ExpressibleByStringInterpolation {
    /// Makes a page of a literal: HTML.
    public init(stringLiteral value: String) {
        self.init(body: .text(value))
    }

    /// Makes a page of an interpolated literal, whose interpolations were escaped on the way in.
    public init(stringInterpolation: Markup.StringInterpolation) {
        self.init(body: .text(stringInterpolation.html))
    }
}
