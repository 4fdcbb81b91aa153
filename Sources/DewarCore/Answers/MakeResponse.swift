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
///   - headers: Header fields, which take the places of the value's own of these names.
/// - Returns: The response.
/// - Throws: When the value cannot be written.
/// - SeeAlso: Flask `make_response`.
@_disfavoredOverload
public func makeResponse(
    _ value: some ResponseConvertible, _ status: Status? = nil, _ headers: Headers = [:]
) throws -> Response {
    try value.makeResponse(status, headers)
}

/// Makes a response of a literal: HTML, with interpolations escaped.
///
/// - Parameters:
///   - page: The page.
///   - status: The status.
///   - headers: Header fields; a `Content-Type` among them is the only one.
/// - Returns: The response.
public func makeResponse(
    _ page: Markup, _ status: Status = .ok, _ headers: Headers = [:]
) -> Response {
    Response(status: status, headers: headers, body: .text(page.html))
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

/// Answers with a value of an `Encodable` type as JSON, as Flask writes it.
///
/// ```swift
/// return try jsonify(posts.values.map(\.title))
/// ```
///
/// - Parameter value: The value.
/// - Returns: A response of type `application/json`.
/// - Throws: What the type's own `encode(to:)` throws.
/// - SeeAlso: Flask `jsonify`.
@_disfavoredOverload
public func jsonify(_ value: some Encodable) throws -> Response {
    try JSON(encoding: value).makeResponse()
}
