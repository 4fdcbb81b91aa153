import DewarText
import Testing

@Suite struct LogTextTests {
    @Test(arguments: [
        ("plain 한글", "plain 한글"), ("a\nb", "a\\nb"), ("\r\u{1b}[0m", "\\r\\u{1B}[0m"),
        ("\u{0}\u{2028}", "\\0\\u{2028}"),
    ])
    func controlCharactersStayOnTheLine(text: String, line: String) {
        #expect(LogText.escaped(text) == line)
    }

    /// An accent may be repeated a million times, and still be one character.
    @Test func anExcerptHasItsLength() {
        #expect(LogText.excerpt("plain\n") == "plain\\n")
        #expect(LogText.excerpt("abc", upTo: 3) == "abc")
        #expect(LogText.excerpt("abcd", upTo: 3) == "abc…")
        let accents = "e" + String(repeating: "\u{301}", count: 100_000)
        #expect(LogText.excerpt(accents).unicodeScalars.count == 61)
    }
}
