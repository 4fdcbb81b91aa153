import DewarHTTP
import DewarText
import HTTPTypes
import Testing

@Suite struct ResponseTests {
    private func text(_ response: Response) -> String? {
        response.body.withBytes { String(decoding: $0, as: UTF8.self) }
    }

    @Test func literalsAreEscapedPages() {
        let name = "<b>"
        let response: Response = "<p>\(name)"
        #expect(response.status == .ok)
        #expect(response.headers[.contentType] == "text/html; charset=utf-8")
        #expect(text(response) == "<p>&lt;b&gt;")
        #expect(response.body.length == 12)
    }

    @Test func anOwnContentTypeCounts() {
        let response = Response(headers: [.contentType: "text/plain"], body: .bytes([1]))
        #expect(response.headers.all("Content-Type") == ["text/plain"])
        #expect(Response(contentType: nil).headers.isEmpty)
    }

    // From Werkzeug: Response(status=…).status.
    @Test(arguments: [
        (200, "OK"), (404, "NOT FOUND"), (405, "METHOD NOT ALLOWED"), (418, "I'M A TEAPOT"),
        (203, "NON AUTHORITATIVE INFORMATION"), (299, "UNKNOWN"),
    ])
    func statusesHaveWerkzeugsPhrases(code: Int, phrase: String) {
        #expect(Status(code: code).phrase == phrase)
    }

    // From Werkzeug: exceptions.NotFound().get_body() and so on.
    @Test func errorsHaveWerkzeugsPages() {
        #expect(
            text(HTTPError(.notFound).response) == """
                <!doctype html>
                <html lang=en>
                <title>404 Not Found</title>
                <h1>Not Found</h1>
                <p>The requested URL was not found on the server. If you entered the URL manually \
                please check your spelling and try again.</p>

                """)
        #expect(
            text(HTTPError(418, "a <b>\("<i>")").response) == """
                <!doctype html>
                <html lang=en>
                <title>418 I&#39;m a teapot</title>
                <h1>I&#39;m a teapot</h1>
                <p>a <b>&lt;i&gt;</p>

                """)
        let notAllowed = HTTPError.methodNotAllowed(allowed: ["GET", "HEAD"]).response
        #expect(notAllowed.headers[.allow] == "GET, HEAD")
        #expect(notAllowed.status == 405)
    }

    @Test func errorsDescribeThemselves() {
        #expect(
            HTTPError(.conflict, "taken").description == "409 Conflict: taken")
        #expect(
            RequestError(kind: .missingMethod).description
                == """
                incomplete request: the web server sent no REQUEST_METHOD. With nginx, say \
                'include fastcgi_params;' in the location: one 'fastcgi_param' there drops all \
                that are set outside of it.
                """)
        #expect(
            RequestError(kind: .invalidContentLength("0x10")).description
                == "invalid request: the content length '0x10' is no number of bytes.")
        #expect(
            RequestBodyError.tooLarge(limit: 5).description
                == "request body too large: more than 5 bytes.")
    }
}
