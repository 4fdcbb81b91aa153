import DewarHTTP
import DewarText
import Testing

/// Every reader of outside text, on text that was spoilt at random: none may trap, and none may
/// take more than a little longer for twice the text.
@Suite struct FieldFuzzTests {
    private static let samples = [
        "a=1; b=\"2\\073\"; c", "text/html;level=1;q=0.5, */*;q=0.1", "bytes=0-499,-5",
        "W/\"a\", \"b\", *", "form-data; name=\"a\"; filename*=UTF-8''%E2%98%83; x*0=1",
        "max-age=60, no-cache=\"Set-Cookie\"", "Sun, 06 Nov 1994 08:49:37 GMT", "Basic dTpw",
        "http://u:p@xn--bj0bj06e.kr:80/a%20b?q=%FF#f", "[::1%25eth0]:80", "bytes 0-5/10",
        "default-src 'self'; img-src *", "한글.kr", "a=b+c&d=%ED%95%9C&&=",
        "{\"a\": [1, \"\\ud800\"]}",
    ]
    private static let alphabet = Array(
        "\"\\,;=:/?#@&%*'()[]{} \t\r\n0aZéß한\u{0}\u{7F}\u{A0}\u{2003}")

    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ state >> 29
        }
    }

    /// Reads a text in every way there is.
    private static func readAll(_ text: String) {
        _ = try? MultiDict(parsingQuery: text.utf8)
        _ = try? MultiDict(parsingCookies: text.utf8)
        _ = MIMEAccept(parsing: text).description
        _ = LanguageAccept(parsing: text).bestMatch(["en", "ko-KR"])
        _ = CharsetAccept(parsing: text).contains("utf-8")
        _ = OptionsHeader(text)
        _ = HeaderText.list(text)
        _ = HeaderText.pairs(text)
        _ = ETags(parsing: text).containsRaw(text)
        _ = RangeHeader(text)?.contentRange(forLength: 100)?.description
        _ = ContentRange(text)?.description
        _ = IfRange(parsing: text)?.description
        _ = ResponseCacheControl(parsing: text).maxAge
        _ = ContentSecurityPolicy(parsing: text).description
        _ = Authorization(text)?.headerValue
        _ = WWWAuthenticate(parsing: text)?.headerValue
        _ = HTTPDate(text)?.description
        _ = try? InternationalURL.uri(text)
        _ = try? InternationalURL.iri(text)
        _ = RequestHost.isTrusted(text, [".example.com"])
        _ = HostName.ascii(text).map(HostName.unicode)
        _ = try? JSONText.read(Array(text.utf8))
        _ = secureFilename(text)
        _ = safeJoin("a", text)
        _ = try? Cookie("k", text, domain: text).headerValue()
        _ = try? StatusLine(parsing: text)
    }

    @Test(arguments: 1...8)
    func spoiltTextIsReadWithoutATrap(seed: Int) {
        var generator = Generator(state: UInt64(seed))
        for _ in 0..<400 {
            var text = Array(Self.samples.randomElement(using: &generator) ?? "")
            for _ in 0..<Int.random(in: 0...6, using: &generator) {
                let place = Int.random(in: 0...text.count, using: &generator)
                let character = Self.alphabet.randomElement(using: &generator) ?? "x"
                if Bool.random(using: &generator) || place == text.count {
                    text.insert(character, at: place)
                } else {
                    text.remove(at: place)
                }
            }
            Self.readAll(String(text))
        }
    }

    /// Texts that invite a reader to go back to where it was.
    @Test(arguments: [
        "=\n", "=\"", "=\"\n", "\"x\"y,", "\"\\", ";a=\"\\\"", " ", "\"a\" ", "a*=", "%", "a,", ";",
        "&",
        ":", "[", "\u{3000}", "a;q=0.1,", "W/\"", "e\u{301}", "..", "-", "{\"a\":", "é",
    ])
    func longTextTakesNoMoreThanItsShare(piece: String) {
        let clock = ContinuousClock()
        let count = 32_768 / piece.utf8.count
        let duration = clock.measure { Self.readAll(String(repeating: piece, count: count)) }
        // 32 KiB in all readers; one that goes back for every piece takes minutes.
        #expect(duration < .seconds(20))
    }
}
