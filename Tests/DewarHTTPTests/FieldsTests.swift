import DewarHTTP
import DewarText
import HTTPTypes
import Testing

/// What a Flask user asks of a request's fields; expected values are Werkzeug's.
@Suite struct RequestFieldsTests {
    private func request(
        _ fields: [(String, String)], method: String = "GET", body: String = ""
    ) throws -> Request {
        try Request(
            parameters: RequestParameters([("REQUEST_METHOD", method)] + fields),
            body: RequestBody(Array(body.utf8)))
    }

    @Test func argumentsAreDecodedOnce() throws {
        let request = try request([("QUERY_STRING", "q=a+b&n=2&tag=x&tag=%ED%95%9C&bad=%FF")])
        #expect(request.args["q"] == "a b" && request.args.get("n", default: 0) == 2)
        #expect(request.args.all("tag") == ["x", "한"] && request.args["bad"] == "%FF")
        #expect(request.args == request.args)
    }

    @Test func repeatedCookieFieldsAreJoined() throws {
        let request = try request([("HTTP_COOKIE", "a=1"), ("HTTP_COOKIE", "b=\"2;\"")])
        #expect(request.cookies["a"] == "1" && request.cookies["b"] == "2;")
    }

    @Test func preferencesAreMatched() throws {
        let request = try request([
            ("HTTP_ACCEPT", "text/html,application/json;q=0.9,*/*;q=0.1"),
            ("HTTP_ACCEPT_LANGUAGE", "ko-KR,en;q=0.5"), ("HTTP_ACCEPT_ENCODING", "gzip, br;q=0"),
            ("HTTP_ACCEPT_CHARSET", "UTF8, latin-1;q=0.5"),
        ])
        let accept = request.accept
        #expect(
            try accept.mimeTypes.bestMatch(["application/json", "text/html"]) == "text/html")
        #expect(try accept.mimeTypes.quality(of: "image/png") == 0.1)
        #expect(accept.mimeTypes.acceptsJSON && accept.mimeTypes.acceptsXHTML)
        #expect(accept.languages.bestMatch(["fr", "ko"]) == "ko")
        #expect(accept.languages.bestMatch(["fr"], default: "en") == "en")
        #expect(accept.encodings.best == "gzip" && accept.encodings.quality(of: "br") == 0)
        #expect(accept.charsets.contains("utf-8") && accept.charsets.contains("iso8859-1"))
        #expect(throws: HeaderError.self) { try accept.mimeTypes.bestMatch(["json"]) }
    }

    /// By Python's `codecs.lookup`: points stand for other signs in aliases, never in a module's name.
    @Test(arguments: [
        ("UTF 8", "utf-8", true), ("utf.8", "utf-8", false), ("utf.16", "utf-16", false),
        ("iso.8859.1", "latin-1", true), ("latin.1", "latin-1", false),
        ("us.ascii", "ascii", true), ("ANSI_X3.4-1968", "ascii", true),
        ("iso_646.irv_1991", "us", true), ("euc.kr", "euc_kr", false), ("x.y", "X.Y", true),
    ]) func charsetsHaveManyNames(name: String, other: String, isSame: Bool) throws {
        let charsets = try request([("HTTP_ACCEPT_CHARSET", name)]).accept.charsets
        #expect(charsets.contains(other) == isSame)
    }

    @Test func otherFieldsAreTyped() throws {
        let request = try request([
            ("HTTP_IF_NONE_MATCH", "\"a\", W/\"b\""), ("HTTP_RANGE", "bytes=-5"),
            ("HTTP_IF_MODIFIED_SINCE", "Sun, 06 Nov 1994 08:49:37 GMT"),
            ("HTTP_AUTHORIZATION", "Basic dTpw"), ("HTTP_CACHE_CONTROL", "max-stale, max-age=9"),
            ("HTTP_X_FORWARDED_FOR", "1.2.3.4, 5.6.7.8"), ("REMOTE_ADDR", "127.0.0.1"),
            ("CONTENT_TYPE", "Text/HTML; Charset=utf-8"), ("CONTENT_LENGTH", "12"),
        ])
        #expect(request.ifNoneMatch.contains("a") && request.ifNoneMatch.containsWeak("b"))
        #expect(request.range?.range(forLength: 100) == 95..<100)
        #expect(request.ifModifiedSince?.secondsSince1970 == 784_111_777)
        #expect(request.authorization?.username == "u" && request.authorization?.password == "p")
        #expect(request.cacheControl.maxStale == .any && request.cacheControl.maxAge == 9)
        #expect(request.accessRoute == ["1.2.3.4", "5.6.7.8"])
        #expect(request.mimeType == "text/html" && request.contentLength == 12)
        #expect(request.mimeTypeParameters.first?.value == "utf-8")
    }

    @Test func browsersSayWhereARequestComesFrom() throws {
        let request = try request([
            ("HTTP_SEC_FETCH_SITE", "cross-site"), ("HTTP_SEC_FETCH_MODE", "navigate"),
            ("HTTP_SEC_FETCH_USER", "?1"), ("HTTP_SEC_FETCH_DEST", "document"),
            ("HTTP_CONTENT_MD5", "Q2hlY2sgSW50ZWdyaXR5IQ=="),
        ])
        #expect(request.secFetchSite == "cross-site" && request.secFetchMode == "navigate")
        #expect(request.secFetchUser && request.secFetchDest == "document")
        #expect(request.contentMD5 == "Q2hlY2sgSW50ZWdyaXR5IQ==")
        #expect(try self.request([]).secFetchSite == nil && self.request([]).secFetchUser == false)
    }

    @Test func urlsAreForPeople() throws {
        let request = try request([
            ("HTTP_HOST", "xn--bj0bj06e.kr:80"), ("SCRIPT_NAME", "/app"),
            ("PATH_INFO", "/한 글"), ("QUERY_STRING", "q=%ED%95%9C"),
        ])
        #expect(request.url == "http://한글.kr/app/한%20글?q=한")
        #expect(request.baseURL == "http://한글.kr/app/한%20글")
        #expect(request.rootURL == "http://한글.kr/app/" && request.hostURL == "http://한글.kr/")
        #expect(request.fullPath == "/한 글?q=%ED%95%9C")
    }

    @Test func hostsAreChecked() throws {
        let request = try request([("HTTP_HOST", "evil.example")])
        #expect(try request.host(trusted: [".example"]) == "evil.example")
        let error = #expect(throws: HTTPError.self) { try request.host(trusted: ["a.example"]) }
        #expect(error?.status == .badRequest)
        #expect(try self.request([("HTTP_HOST", "a b")]).host == "")
    }

    @Test func jsonIsReadOnceOrRefused() throws {
        let json = ("CONTENT_TYPE", "application/vnd.api+json")
        let good = try request([json], method: "POST", body: "{\"a\": [1, 2]}")
        #expect(try good.json["a"]?[1]?.int == 2 && good.isJSON)
        #expect(try good.json == good.getJSON())
        let bad = try request([json], method: "POST", body: "{")
        #expect(throws: HTTPError.self) { try bad.json }
        #expect(try bad.getJSON(silent: true) == nil)
        let text = try request([("CONTENT_TYPE", "text/plain")], method: "POST", body: "1")
        let error = #expect(throws: HTTPError.self) { try text.json }
        #expect(error?.status.code == 415)
        #expect(try text.getJSON(force: true) == 1)
    }

    @Test func proxiesAreBelievedAsFarAsTheyAreKnown() throws {
        let parameters = RequestParameters([
            ("REQUEST_METHOD", "GET"), ("REMOTE_ADDR", "10.0.0.1"), ("HTTP_HOST", "inner"),
            ("HTTP_X_FORWARDED_FOR", "6.6.6.6, 1.2.3.4"), ("HTTP_X_FORWARDED_PROTO", "https"),
            ("HTTP_X_FORWARDED_HOST", "shop.example:8443"), ("HTTP_X_FORWARDED_PREFIX", "/shop"),
        ])
        let one = ProxyFix(forwardedFor: 1, proto: 1, host: 1, prefix: 1)
        let request = try Request(parameters: one.fixed(parameters), body: RequestBody())
        #expect(request.remoteAddress == "1.2.3.4" && request.scheme == "https")
        #expect(request.host == "shop.example:8443" && request.isSecure)
        let none = ProxyFix(forwardedFor: 3, proto: 0).fixed(parameters)
        #expect(none.text(of: "REMOTE_ADDR") == "10.0.0.1" && none.text(of: "HTTPS") == nil)
    }

    /// Werkzeug 3.1.8 reads none of the first two, and takes the proxy for the client.
    @Test(arguments: ["\", 1.2.3.4", "a\", 1.2.3.4", "x, \"1.2.3.4\"", "\"a, b\",, 1.2.3.4 ,"])
    func aClientCannotHideWhatAProxyAppended(field: String) {
        let parameters = RequestParameters([
            ("REMOTE_ADDR", "10.0.0.1"), ("HTTP_X_FORWARDED_FOR", field),
        ])
        #expect(ProxyFix().fixed(parameters).text(of: "REMOTE_ADDR") == "1.2.3.4")
    }
}

@Suite struct ResponseFieldsTests {
    @Test func typedFieldsAreWritten() {
        var response = Response(body: .text("x"))
        response.cacheControl.maxAge = 60
        response.cacheControl.private = .everything
        response.vary.insert("Cookie")
        response.vary.insert("cookie")
        response.lastModified = HTTPDate(secondsSince1970: 0)
        response.eTag = ETag("v1", isWeak: true)
        response.contentSecurityPolicy.defaultSrc = "'self'"
        response.wwwAuthenticate = [WWWAuthenticate("basic", ["realm": "a b"])]
        response.mimeType = "text/plain"
        #expect(
            response.headers == [
                .contentType: "text/plain; charset=utf-8", .cacheControl: "max-age=60, private",
                .vary: "Cookie", .lastModified: "Thu, 01 Jan 1970 00:00:00 GMT",
                .eTag: "W/\"v1\"", .contentSecurityPolicy: "default-src 'self'",
                .wwwAuthenticate: "Basic realm=\"a b\"",
            ])
        response.cacheControl.maxAge = nil
        response.cacheControl.private = nil
        #expect(response.headers[.cacheControl] == nil)
    }

    private func request(_ fields: [(String, String)], _ method: String = "GET") throws -> Request {
        try Request(
            parameters: RequestParameters([("REQUEST_METHOD", method)] + fields),
            body: RequestBody())
    }

    @Test(
        arguments: [
            ([], 200, nil), ([("HTTP_IF_NONE_MATCH", "\"v\"")], 304, nil),
            ([("HTTP_IF_NONE_MATCH", "\"w\"")], 200, nil), ([("HTTP_IF_MATCH", "\"w\"")], 412, nil),
            ([("HTTP_RANGE", "bytes=2-4")], 206, "bytes 2-4/10"),
            ([("HTTP_RANGE", "bytes=2-4"), ("HTTP_IF_RANGE", "\"w\"")], 200, nil),
            ([("HTTP_RANGE", "bytes=2-4"), ("HTTP_IF_RANGE", "\"v\"")], 206, "bytes 2-4/10"),
        ] as [([(String, String)], Int, String?)])
    func conditionsAreAnswered(
        fields: [(String, String)], status: Int, range: String?
    ) throws {
        var response = Response(body: .text("0123456789"))
        response.eTag = ETag("v", isWeak: false)
        try response.makeConditional(request(fields), acceptsRanges: true)
        #expect(response.status.code == status)
        #expect(response.headers[.contentRange] == range)
        if status == 206 { #expect(response.body.length == 3) }
        if status == 304 {
            let sent = try response.readyToSend()
            #expect(sent.headers[.contentType] == nil && sent.headers[.eTag] == "\"v\"")
        }
    }

    @Test(arguments: ["bytes=10-", "bytes=1-2,4-5", "lines=1-2", "x"])
    func rangesThatAreNotThereAre416(range: String) throws {
        var response = Response(body: .text("0123456789"))
        let request = try request([("HTTP_RANGE", range)])
        let error = #expect(throws: HTTPError.self) {
            try response.makeConditional(request, acceptsRanges: true)
        }
        #expect(error?.status.code == 416 && error?.headers[.contentRange] == "bytes */10")
    }

    @Test func aFrozenResponseHasLengthAndTag() {
        var response = Response(body: .text("Hello"))
        response.freeze()
        #expect(response.contentLength == 5)
        #expect(response.headers["ETag"] == "\"f7ff9e8b7bb2e09b70935a5d785e0cc5d9d0abf0\"")
        var stream = Response(body: .stream { _ in })
        stream.freeze()
        #expect(stream.contentLength == nil && stream.eTag == nil)
    }

    @Test func fieldsOfTheContentAreTextOrNumbers() {
        var response = Response()
        response.contentLocation = "/a"
        response.contentEncoding = "gzip"
        response.contentMD5 = "Q2hlY2sgSW50ZWdyaXR5IQ=="
        response.contentLength = 12
        response.crossOriginResourcePolicy = .sameSite
        #expect(
            response.headers == [
                "Content-Type": "text/html; charset=utf-8", "Content-Location": "/a",
                "Content-Encoding": "gzip", "Content-MD5": "Q2hlY2sgSW50ZWdyaXR5IQ==",
                "Content-Length": "12", "Cross-Origin-Resource-Policy": "same-site",
            ])
        response.contentLength = nil
        response.headers["Cross-Origin-Resource-Policy"] = "x"
        #expect(response.contentLength == nil && response.crossOriginResourcePolicy == nil)
    }

    @Test func headersRefuseLineBreaks() throws {
        var headers: Headers = ["A": "1"]
        #expect(throws: HeaderError(.lineBreak(name: "B"))) { try headers.add("B", "x\r\nC: y") }
        #expect(throws: HeaderError(.invalidName("a b"))) { try headers.set("a b", "x") }
        headers["B"] = "x\r\ny"
        headers["a b"] = "x"
        #expect(headers["b"] == "x  y" && headers.count == 2)
        try headers.setAll("a", ["2", "3"])
        #expect(headers.map(\.value) == ["2", "x  y", "3"])
        #expect(headers.remove("A") == "2" && headers.count == 1)
    }

    @Test(
        arguments: [
            ("My cool movie.mov", "My_cool_movie.mov"), ("../../../etc/passwd", "etc_passwd"),
            ("i contain cool \u{FC}ml\u{E4}uts.txt", "i_contain_cool_umlauts.txt"), ("../..", ""),
            ("ﬁle№½①.txt", "fileNo121.txt"), ("한글", ""),
        ])
    func fileNamesAreMadeSafe(name: String, safe: String) {
        #expect(secureFilename(name) == safe)
    }

    @Test(
        arguments: [
            (["a/b"], "base/a/b"), (["../x"], nil), (["a", "../b"], nil), (["/etc"], nil),
            ([""], "base"), (["a/../b"], "base/b"), (["//x"], nil),
        ] as [([String], String?)])
    func pathsStayInTheirFolder(parts: [String], path: String?) {
        #expect(safeJoin("base", parts) == path)
    }
}
