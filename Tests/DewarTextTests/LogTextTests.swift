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
}
