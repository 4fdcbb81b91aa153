import DewarHTTP
import DewarTesting
import HTTPTypes

/// Requests that look for what an application does not tell, the same for the same seed.
struct CanaryRequests {
    private var random: Numbers

    init(seed: UInt64) { random = Numbers(state: seed) }

    /// The next request.
    mutating func next() -> TestRequest {
        let method = pick(Self.methods)
        var headers: Headers = [:]
        for _ in 0..<number(below: 4) {
            let (name, values) = pick(Self.fields)
            headers[name] = pick(values)
        }
        let body = method == .get || method == .head ? nil : pick(Self.bodies)
        if let body { headers["Content-Type"] = pick([body.type, pick(Self.bodies).type]) }
        return TestRequest(
            method, target(), query: MultiDict(), headers: headers,
            body: body.map { .text($0.text) })
    }

    private mutating func target() -> String {
        var path = pick(Self.paths)
        switch number(below: 6) {
        case 0: path += pick(Self.tails)
        case 1: path = damaged(path)
        case 2: path = pick(Self.tails) + path
        default: break
        }
        return number(below: 3) == 0 ? path + "?" + pick(Self.queries) : path
    }

    /// A text with one character in another's place.
    private mutating func damaged(_ text: String) -> String {
        var characters = Array(text)
        let index = number(below: characters.count)
        characters[index] = pick(Array("/.%?#&=;:@\\\"'<>{}[]~*+\u{7f}é漢\u{202e}"))
        return String(characters)
    }

    private mutating func pick<Value>(_ values: [Value]) -> Value {
        values[number(below: values.count)]
    }

    private mutating func number(below limit: Int) -> Int {
        Int(truncatingIfNeeded: random.next() % UInt64(limit))
    }

    // MARK: The pieces

    private static let methods: [HTTPRequest.Method] = [
        .get, .get, .get, .post, .post, .put, .delete, .head, .options, .patch,
        .init(rawValue: "BREW") ?? .get,
    ]
    private static let paths = [
        "/", "/login", "/throw", "/throw/7", "/throw/0", "/throw/99999999999999999999", "/relapse",
        "/reason/400", "/reason/404", "/reason/500", "/reason/418", "/reason/200", "/reason/9999",
        "/template/undefined", "/template/broken", "/template/filter", "/template/includes",
        "/template/none", "/form", "/upload", "/json", "/stream", "/url", "/static/site.css",
        "/static/none.css", "/static/", "/static/../outside.txt", "/static/%2e%2e/outside.txt",
        "/static/..%2foutside.txt", "/static/....//outside.txt", "/static/sub/../../outside.txt",
        "/file/site.css", "/file/../outside.txt", "/file/%2e%2e%2f.env", "/file//etc/passwd",
        "/file/sub/..%5c..%5coutside.txt", "/.env", "/_dewar/events", "/_dewar/live.js",
        "/templates/good.html", "/Package.resolved", "/outside.txt", "/favicon.ico", "//", "/%00",
        "/%ff",
    ]
    private static let tails = [
        "/", "//", "/..", "/../..", "/%2e%2e/", "%00", "%0d%0aX: y", ".bak", "~", ";a=b",
        "/.git/config",
        "?debug=1", "/x/y/z",
    ]
    private static let queries = [
        "hook=before", "hook=after", "hook=end", "hook=around", "debug=true", "__debugger__=yes",
        "name=%3Cb%3E", "v=1", "a=1&a=2", "%ff=%fe", "=", "json", "prometheus", "_dewar=1",
    ]
    private static let fields: [(String, [String])] = [
        (
            "Accept",
            ["text/html", "application/json", "*/*", "application/*;q=0", "text/plain", ","]
        ),
        ("Host", ["localhost", "evil.example.com", "a b", "[::1]", "localhost:x", "_dewar"]),
        ("Cookie", ["session=a.b.c", "session=", "session=.eJw.x.y", "a=b; session=\"x\"", "="]),
        ("Range", ["bytes=0-", "bytes=9999999-", "bytes=-1", "x", "bytes=0-0,2-3"]),
        ("If-None-Match", ["*", "\"x\"", "W/\"x\""]), ("If-Modified-Since", ["never", "0"]),
        ("Authorization", ["Basic eDp5", "Basic !", "Bearer x"]),
        ("X-Requested-With", ["XMLHttpRequest"]), ("X-Debug", ["1"]),
        ("X-Forwarded-For", ["127.0.0.1"]), ("X-Original-URL", ["/_dewar/events"]),
        ("Accept-Language", ["ko,en;q=0.5", "x;q=y"]), ("Expect", ["x"]),
    ]
    private static let bodies: [(type: String, text: String)] = [
        ("application/x-www-form-urlencoded", "title=a&count=1"),
        ("application/x-www-form-urlencoded", "title=a&count=many"),
        ("application/x-www-form-urlencoded", "count=%ff&%zz"),
        ("application/json", #"{"card": "a", "count": 1}"#), ("application/json", #"{"card": 1}"#),
        ("application/json", "{"), ("application/json", ""), ("text/plain", "hello"),
        (
            "multipart/form-data; boundary=x",
            "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../a\"\r\n\r\nb\r\n--x--\r\n"
        ),
        ("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data\r\n\r\n"),
        ("multipart/form-data", "--x"), ("", String(repeating: "a", count: 30_000)),
    ]
}

/// Numbers that look random, the same for the same seed.
///
/// - SeeAlso: Steele, Lea and Flood, "Fast splittable pseudorandom number generators".
private struct Numbers {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}
