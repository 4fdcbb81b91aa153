import DewarText
import Testing

@Suite struct HostNameTests {
    @Test(arguments: [
        ("", ""), ("example.com", "example.com"), ("Example.com.", "Example.com."),
        ("한글.kr", "xn--bj0bj06e.kr"), ("☃.example.com", "xn--n3h.example.com"),
        ("ąśźäüжŠßя.com", "xn--ss-uia0hvb09anb3mk6vih.com"), ("bücher.de", "xn--bcher-kva.de"),
        ("日本語。jp", "xn--wgv71a119e.jp"), ("ＡＢＣ.com", "abc.com"), ("ß", "ss"),
        ("a\u{AD}é", "xn--a-bga"), ("under_score.a", "under_score.a"),
        ("e\u{301}.fr", "xn--9ca.fr"), ("ﬁ.de", "fi.de"), ("Σ.gr", "xn--4xa.gr"),
        ("a\u{A0}b", "a b"),
        ("א.il", "xn--4db.il"), ("\u{1E9E}.de", "ss.de"),
        (String(repeating: "\u{AD}", count: 100) + "é", "xn--9ca"),
    ])
    func nameIsWrittenInASCII(name: String, ascii: String) {
        #expect(HostName.ascii(name) == ascii)
    }

    @Test(arguments: [
        "a..b", ".a", ".", "é..b", "\u{8A}.com", "a\u{2028}b", "xn--é",
        String(repeating: "x", count: 64), String(repeating: "é", count: 64) + ".com",
    ])
    func senselessNameIsRefused(name: String) {
        #expect(HostName.ascii(name) == nil)
    }

    @Test func theLongestLabelHas63Bytes() {
        #expect(HostName.ascii(String(repeating: "é", count: 57))?.utf8.count == 63)
        #expect(HostName.ascii(String(repeating: "é", count: 58)) == nil)
        #expect(HostName.ascii(String(repeating: "한", count: 56))?.utf8.count == 63)
        #expect(HostName.ascii(String(repeating: "한", count: 57)) == nil)
    }

    /// Encoding takes time with the square of a text's different characters.
    @Test(.timeLimit(.minutes(1))) func aLongNameIsRefusedAtOnce() {
        var name = String.UnicodeScalarView()
        for code in 0x3400..<0x9FA6 as Range<UInt32> {
            if let scalar = Unicode.Scalar(code) { name.append(scalar) }
        }
        #expect(HostName.ascii(String(name)) == nil)
        #expect(Punycode.encode(String(name)) == nil)
        #expect(Punycode.encode(String(repeating: "é", count: 1024)) != nil)
        #expect(Punycode.encode(String(repeating: "é", count: 1025)) == nil)
    }
}
