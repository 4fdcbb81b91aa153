public import DewarHTTP
public import DewarText
public import HTTPTypes

/// Makes a response of anything that a view may return, to change it before it goes out.
///
/// ```swift
/// var response = try makeResponse("<h1>Hello</h1>")
/// response.headers[.cacheControl] = "no-store"
/// return response
/// ```
///
/// - Parameters:
///   - value: What a view may return.
///   - status: The status; nil for the value's own.
/// - Returns: The response.
/// - Throws: When the value cannot be written.
/// - SeeAlso: Flask `make_response`.
@_disfavoredOverload
public func makeResponse(
    _ value: some ResponseConvertible, _ status: Status? = nil
) throws -> Response {
    if let status { try value.makeResponse(status) } else { try value.makeResponse() }
}

/// Makes a response of a literal: HTML, with interpolations escaped.
///
/// - Parameters:
///   - page: The page.
///   - status: The status.
/// - Returns: The response.
public func makeResponse(_ page: Markup, _ status: Status = .ok) -> Response {
    Response(status: status, body: .text(page.html))
}

/// Answers with JSON, as Flask writes it.
///
/// ```swift
/// return jsonify(["id": 7, "title": "\(post.title)"])
/// ```
///
/// - Parameter value: The value; a literal will do.
/// - Returns: A response of type `application/json`.
/// - SeeAlso: Flask `jsonify`.
public func jsonify(_ value: JSON) -> Response {
    value.makeResponse()
}
