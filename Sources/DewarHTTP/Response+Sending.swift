import DewarText
import HTTPTypes

extension Response {
    /// Makes a redirect, with a page for clients that don't follow it.
    ///
    /// - Parameters:
    ///   - location: A path or URL; what a URL cannot hold is encoded when it is sent.
    ///   - status: The status.
    /// - Returns: The response.
    /// - SeeAlso: Werkzeug `redirect`.
    package static func redirect(to location: String, _ status: Status) -> Response {
        let page: Markup = """
            <!doctype html>
            <html lang=en>
            <title>Redirecting...</title>
            <h1>Redirecting...</h1>
            <p>You should be redirected automatically to the target URL: \
            <a href="\(location)">\(location)</a>. If not, click the link.

            """
        var response = Response(status: status, body: .text(page.html))
        response.headers[.location] = location
        return response
    }

    private static let entityFields: Set<Headers.Name> = [
        "Allow", "Content-Encoding", "Content-Language", "Content-Length", "Content-MD5",
        "Content-Range", "Content-Type", "Last-Modified",
    ]

    /// The response as it is sent: its locations in ASCII, and without the fields that its status
    /// forbids.
    ///
    /// A 304 keeps `Expires` and `Content-Location` of the fields that speak of the body.
    ///
    /// - Returns: The response.
    /// - Throws: ``HeaderError``: a location that is no URL.
    /// - SeeAlso: Werkzeug `Response.get_wsgi_headers`; RFC 9110, section 15.4.5.
    package func readyToSend() throws(HeaderError) -> Response {
        var response = self
        for name in [Headers.Name.location, .contentLocation] {
            if let location = headers[name] {
                response.headers[name] = try InternationalURL.uri(location)
            }
        }
        if status.code == 304 {
            response.headers.removeAll { Self.entityFields.contains(Headers.Name($0.name)) }
        } else if status.forbidsBody {
            response.headers[.contentLength] = nil
        }
        return response
    }
}
