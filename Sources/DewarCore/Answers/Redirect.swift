public import DewarHTTP
import DewarText
public import HTTPTypes

/// Sends the client to another place.
///
/// - Parameters:
///   - location: A path or URL; characters that a URL cannot hold are percent-encoded.
///   - status: 301, 302, 303, 305, 307 or 308.
/// - Returns: A response with `Location` and a page that names the place.
/// - SeeAlso: Flask `redirect`.
public func redirect(_ location: String, _ status: Status = .found) -> Response {
    let target = PercentCoding.encode(location, keeping: urlCharacters)
    let page: Markup = """
        <!doctype html>
        <html lang=en>
        <title>Redirecting...</title>
        <h1>Redirecting...</h1>
        <p>You should be redirected automatically to the target URL: \
        <a href="\(target)">\(target)</a>. If not, click the link.

        """
    return Response(status: status, headers: [.location: target], body: .text(page.html))
}

/// What stays in a URL as it is: RFC 3986's reserved characters, and `%` of what is encoded.
private let urlCharacters = ASCIISet("!#$%&'()*+,/:;=?@[]")
