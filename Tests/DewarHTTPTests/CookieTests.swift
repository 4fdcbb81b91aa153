import DewarHTTP
import DewarText
import Testing

// Expected values are Werkzeug's.
@Suite struct CookieTests {
    @Test(
        arguments: [
            ("a=1; b=2", [("a", "1"), ("b", "2")]), ("a=\"b;c\"; d", [("a", "b;c"), ("d", "")]),
            ("k=\"\\054\\\"x\"; k=2", [("k", ",\"x"), ("k", "2")]), ("=v; n=", [("n", "")]),
            ("a=\"b\"c; d=e", [("a", "\"b\"c"), ("d", "e")]), ("a=b=c", [("a", "b=c")]),
            ("a=b\nc; d=e", [("b\nc", ""), ("d", "e")]), ("ü=한", [("ü", "한")]), ("", []),
            ("a=\"b; c=d", [("a", "\"b"), ("c", "d")]),
            ("a=b c;d= e ;f", [("a", "b c"), ("d", "e"), ("f", "")]),
            ("a=b\u{1C};\u{1C}c=d", [("a", "b"), ("c", "d")]),
            ("n=v\"w;x=\"y\"", [("n", "v\"w"), ("x", "y")]),
            ("a=\u{7F};b=~!", [("a", "\u{7F}"), ("b", "~!")]), ("a;b=1", [("a", ""), ("b", "1")]),
            ("a=1;;b=2;", [("a", "1"), ("b", "2")]),
            (
                "a=12345678;b=123456789=;cccccccccc=",
                [("a", "12345678"), ("b", "123456789="), ("cccccccccc", "")]
            ),
            ("a=\"\\303\\251\"", [("a", "é")]), ("a=\"\\377\"", [("a", "\u{FFFD}")]),
        ] as [(String, [(String, String)])])
    func readsCookies(field: String, pairs: [(String, String)]) throws {
        let cookies = try MultiDict(parsingCookies: field.utf8)
        #expect(cookies == MultiDict(pairs))
    }

    @Test func bytesThatAreNotUTF8AreRefusedByTheStrictReader() {
        #expect(throws: HeaderError.self) { try MultiDict(parsingCookies: [0x61, 0x3D, 0xFF]) }
    }

    @Test func writesEveryAttribute() throws {
        let now = HTTPDate(secondsSince1970: 1_700_000_000)
        let cookie = Cookie(
            "k", "a b", maxAge: .seconds(60), path: "/a b", domain: ".한글.kr:80", isHTTPOnly: true,
            sameSite: .lax, isPartitioned: true)
        #expect(
            try cookie.headerValue(now: now) == """
                k="a b"; Domain=xn--bj0bj06e.kr; Expires=Tue, 14 Nov 2023 22:14:20 GMT; \
                Max-Age=60; Secure; HttpOnly; Path=/a%20b; SameSite=Lax; Partitioned
                """)
        #expect(
            try Cookie.deletion(of: "k").headerValue()
                == "k=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/")
        #expect(
            try Cookie("k", "한,\"\\\u{1}", path: nil).headerValue()
                == #"k="\355\225\234\054\"\\\001""#)
    }

    @Test func whatCannotBeWrittenIsRefused() {
        #expect(throws: HeaderError(.invalidDomain("a..b"))) {
            try Cookie("k", domain: "a..b").headerValue()
        }
        #expect(throws: HeaderError(.invalidSameSite("x"))) { try Cookie.SameSite(parsing: "x") }
        var response = Response()
        #expect(throws: HeaderError.self) { try response.setCookie("k\r\nX: y", "v") }
    }

    @Test func whatBrowsersDropIsRefused() throws {
        var response = Response(headers: ["X-Large": String(repeating: "x", count: 5000)])
        try response.setCookie("small", String(repeating: "x", count: 4079))
        try response.checkCookieSizes(limit: Cookie.usualSizeLimit)
        try response.setCookie("k", String(repeating: "x", count: 4093))
        try response.checkCookieSizes(limit: 0)
        let error = #expect(throws: HeaderError.self) {
            try response.checkCookieSizes(limit: Cookie.usualSizeLimit)
        }
        #expect(
            error?.description
                == "invalid cookie: 'k' has 4103 bytes, and browsers drop what is over 4093.")
    }
}
