/// A request to the example application and what it must answer.
///
/// One table for every way to ask it: in process, by FastCGI records, through nginx.
package struct SeedExchange: Sendable, CustomStringConvertible {
    /// The method, as `GET`.
    package let method: String

    /// Path and query as they stand in a request line, percent-encoded.
    package let target: String

    /// The number of the status.
    package let status: Int

    /// The value of `Content-Type`; nil: not looked at.
    package let contentType: String?

    /// The value of `Content-Length`, which a HEAD request answers too; nil: not looked at.
    package let contentLength: Int?

    /// The methods of `Allow`, in any order; nil: not looked at.
    package let allow: Set<String>?

    /// The body's text; nil: not looked at.
    package let body: String?

    /// Method and target.
    package var description: String { "\(method) \(target)" }

    private init(
        _ method: String, _ target: String, status: Int = 200, contentType: String? = nil,
        contentLength: Int? = nil, allow: Set<String>? = nil, body: String? = nil
    ) {
        self.method = method
        self.target = target
        self.status = status
        self.contentType = contentType
        self.contentLength = contentLength
        self.allow = allow
        self.body = body
    }
}

extension SeedExchange {
    /// Every request, each answered alike on a new connection and on a kept one.
    package static let all: [SeedExchange] = [
        page("/", "안녕하세요, Flask!"),
        page("/?q=1&q=2", "안녕하세요, Flask!"),
        page("/user/kim", "사용자 이름: kim"),
        page("/user/%ED%99%8D%EA%B8%B8%EB%8F%99", "사용자 이름: 홍길동"),
        page("/user/%ed%99%8d%ea%b8%b8%eb%8f%99", "사용자 이름: 홍길동"),
        page("/user/%3Cscript%3E", "사용자 이름: &lt;script&gt;"),
        page("/user/%22O%27Neil%22%20%26%20Co", "사용자 이름: &#34;O&#39;Neil&#34; &amp; Co"),
        page("/user/a+b", "사용자 이름: a+b"),
        head("/", length: 23),
        head("/user/%ED%99%8D%EA%B8%B8%EB%8F%99", length: 27),
        SeedExchange("OPTIONS", "/", allow: ["GET", "HEAD", "OPTIONS"], body: ""),
        SeedExchange("POST", "/", status: 405, contentType: html, allow: allowed),
        SeedExchange("DELETE", "/user/kim", status: 405, contentType: html, allow: allowed),
        SeedExchange("GET", "/nope", status: 404, contentType: html),
        SeedExchange("GET", "/user/", status: 404, contentType: html),
        SeedExchange("GET", "/user/kim/", status: 404, contentType: html),
        SeedExchange("GET", "/user/a/b", status: 404, contentType: html),
        SeedExchange("HEAD", "/nope", status: 404, contentType: html, body: ""),
    ]

    private static let html = "text/html; charset=utf-8"
    private static let allowed: Set = ["GET", "HEAD", "OPTIONS"]

    private static func page(_ target: String, _ body: String) -> SeedExchange {
        SeedExchange(
            "GET", target, contentType: html, contentLength: body.utf8.count, body: body)
    }

    private static func head(_ target: String, length: Int) -> SeedExchange {
        SeedExchange("HEAD", target, contentType: html, contentLength: length, body: "")
    }
}
