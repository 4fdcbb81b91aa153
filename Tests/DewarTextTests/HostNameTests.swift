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
}
