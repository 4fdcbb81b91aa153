import DewarHTTP
import HTTPTypes
import Testing

@Suite struct RequestTests {
    private func request(_ pairs: [(String, String)]) throws -> Request {
        try Request(parameters: RequestParameters(pairs), body: RequestBody())
    }

    // The forms in which web servers say where a request goes: nginx's stock parameters, its
    // split path, lighttpd with a mounted application, Caddy, a CGI server.
    @Test(
        arguments: [
            ([("SCRIPT_NAME", "/a/b"), ("DOCUMENT_URI", "/a/b")], "", "/a/b"),
            ([("SCRIPT_NAME", ""), ("PATH_INFO", "/a"), ("DOCUMENT_URI", "/x")], "", "/a"),
            ([("SCRIPT_NAME", "/app"), ("PATH_INFO", "/a")], "/app", "/a"),
            ([("SCRIPT_NAME", "/app/"), ("PATH_INFO", "/a")], "/app", "/a"),
            ([("SCRIPT_NAME", ""), ("PATH_INFO", "")], "", "/"),
            ([("PATH_INFO", "a")], "", "/a"),
            ([("REQUEST_URI", "/raw/%2e%2e")], "", "/"),
            ([], "", "/"),
        ] as [([(String, String)], String, String)])
    func takesThePathThatTheWebServerNormalised(
        pairs: [(String, String)], root: String, path: String
    ) throws {
        let request = try request([("REQUEST_METHOD", "GET")] + pairs)
        #expect(request.scriptRoot == root)
        #expect(request.path == path)
    }

    @Test func anEmptyPathIsOneForRulesWhereItIsStatedOutright() throws {
        let table = [("", "", ""), ("/app", "", "/app"), ("/app/", "", "/app"), ("", "a", "")]
        for (root, path, taken) in table {
            let parameters = RequestParameters([
                ("REQUEST_METHOD", "GET"), ("SCRIPT_NAME", root), ("PATH_INFO", path),
            ])
            let request = try Request(exactly: parameters, body: RequestBody())
            #expect(request.scriptRoot == taken)
            #expect(request.path == "/" + path)
            #expect(request.routedPath == (path.isEmpty ? "" : "/" + path))
        }
        #expect(try self.request([("REQUEST_METHOD", "GET"), ("PATH_INFO", "")]).routedPath == "/")
    }

    @Test func pathBytesThatAreNotUTF8AreReplaced() throws {
        var parameters = RequestParameters([("REQUEST_METHOD", "GET")])
        parameters.append(name: "PATH_INFO".utf8, value: [0x2F, 0xFF, 0x61])
        let request = try Request(parameters: parameters, body: RequestBody())
        #expect(request.path == "/\u{FFFD}a")
        #expect(request.parameters.bytes(of: "PATH_INFO").map { Array($0) } == [0x2F, 0xFF, 0x61])
    }

    @Test(
        arguments: [
            ([], RequestError.Kind.missingMethod, 500),
            ([("REQUEST_METHOD", "")], .missingMethod, 500),
            ([("REQUEST_METHOD", "G T")], .invalidMethod, 400),
            ([("REQUEST_METHOD", "GET\r\n")], .invalidMethod, 400),
            (
                [("REQUEST_METHOD", "GET"), ("HTTP_HOST", "a"), ("HTTP_HOST", "b")], .repeatedHost,
                400
            ),
        ] as [([(String, String)], RequestError.Kind, Int)])
    func refusesWhatIsNoRequest(
        pairs: [(String, String)], kind: RequestError.Kind, status: Int
    ) throws {
        let error = #expect(throws: RequestError.self) { try request(pairs) }
        #expect(error?.kind == kind)
        #expect(error?.status.code == status)
    }

    @Test(
        arguments: [
            ([], nil), ([("CONTENT_LENGTH", "")], nil), ([("CONTENT_LENGTH", "-1")], nil),
            ([("CONTENT_LENGTH", "0")], 0), ([("CONTENT_LENGTH", "42")], 42),
        ] as [([(String, String)], Int?)])
    func readsTheAnnouncedLength(pairs: [(String, String)], length: Int?) throws {
        #expect(try Request.contentLength(of: RequestParameters(pairs)) == length)
    }

    @Test(arguments: ["+5", "0x10", "5 ", "99999999999999999999", "-2", "５"])
    func refusesALengthThatIsNone(text: String) {
        #expect(throws: RequestError(kind: .invalidContentLength(text))) {
            try Request.contentLength(of: RequestParameters([("CONTENT_LENGTH", text)]))
        }
    }

    @Test func refusesARepeatedLength() {
        #expect(throws: RequestError(kind: .repeatedContentLength)) {
            try Request.contentLength(
                of: RequestParameters([("CONTENT_LENGTH", "5"), ("CONTENT_LENGTH", "5")]))
        }
    }

    @Test func methodsAreUpperCase() throws {
        #expect(try request([("REQUEST_METHOD", "post")]).method == .post)
    }

    @Test func headersAreTheParametersOfHTTP() throws {
        let request = try request([
            ("REQUEST_METHOD", "GET"), ("CONTENT_TYPE", "text/plain"), ("CONTENT_LENGTH", ""),
            ("HTTP_USER_AGENT", "curl"), ("HTTP_X_IDS", "1"), ("HTTP_X_IDS", "2"),
            ("HTTP_COOKIE", "a=1"), ("HTTP_COOKIE", "b=2"), ("HTTP_PROXY", "http://evil"),
            ("HTTP_TRANSFER_ENCODING", "chunked"), ("HTTP_CONTENT_TYPE", "x/y"),
            ("HTTP_CONTENT_LENGTH", "7"), ("REMOTE_ADDR", "127.0.0.1"),
        ])
        let names = request.headers.map(\.name)
        #expect(
            names == ["Content-Type", "User-Agent", "X-Ids", "Cookie"])
        #expect(request.headers[.userAgent] == "curl")
        #expect(request.headers["x-ids"] == "1, 2")
        #expect(request.headers[.cookie] == "a=1; b=2")
        #expect(request.headers[.contentType] == "text/plain")
    }

    @Test(
        arguments: [
            ([("HTTP_HOST", "example.com:5000")], "http", "example.com:5000"),
            ([("HTTP_HOST", "example.com:80")], "http", "example.com"),
            ([("HTTP_HOST", "example.com:443"), ("HTTPS", "on")], "https", "example.com"),
            (
                [("HTTP_HOST", "example.com:80"), ("REQUEST_SCHEME", "https")], "https",
                "example.com:80"
            ),
            ([("SERVER_NAME", "s"), ("SERVER_PORT", "5000")], "http", "s:5000"),
            ([("HTTP_HOST", ""), ("SERVER_NAME", "s"), ("SERVER_PORT", "80")], "http", "s"),
            ([], "http", "localhost"),
        ] as [([(String, String)], String, String)])
    func knowsSchemeAndHost(pairs: [(String, String)], scheme: String, host: String) throws {
        let request = try request([("REQUEST_METHOD", "GET")] + pairs)
        #expect(request.scheme == scheme)
        #expect(request.host == host)
    }
}
