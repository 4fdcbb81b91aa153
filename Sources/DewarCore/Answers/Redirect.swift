public import DewarHTTP
public import HTTPTypes

/// Sends the client to another place.
///
/// ```swift
/// app.post("/login") { redirect("/") }
/// app.get("/old") { redirect("/new", .permanentRedirect) }
/// ```
///
/// - Parameters:
///   - location: A path or URL; what a URL cannot hold is encoded when it is sent.
///   - status: 301, 302, 303, 305, 307 or 308.
/// - Returns: A response with `Location` and a page that names the place.
/// - SeeAlso: Flask `redirect`.
public func redirect(_ location: String, _ status: Status = .found) -> Response {
    .redirect(to: location, status)
}
