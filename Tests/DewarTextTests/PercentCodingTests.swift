import DewarText
import Testing

@Suite struct PercentCodingTests {
    @Test(arguments: [
        ("/a b/é", "/", "/a%20b/%C3%A9"), ("~-._", "", "~-._"), ("a/b%", "", "a%2Fb%25"),
        ("", "", ""), ("안녕", "", "%EC%95%88%EB%85%95"),
    ])
    func encodesAsPythonQuotes(text: String, safe: String, encoded: String) {
        #expect(PercentCoding.encode(text, keeping: ASCIISet(safe)) == encoded)
    }

    @Test(arguments: [
        ("a%20b", "a b"), ("%zz%2", "%zz%2"), ("%", "%"), ("%C3%A9", "é"), ("%e9", "\u{FFFD}"),
        ("%%41", "%A"), ("+", "+"),
    ])
    func decodesAsPythonUnquotes(encoded: String, text: String) {
        #expect(String(decoding: PercentCoding.decode(encoded.utf8), as: UTF8.self) == text)
    }
}
