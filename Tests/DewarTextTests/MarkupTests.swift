import DewarText
import Testing

@Suite struct MarkupTests {
    @Test(arguments: [
        ("", ""), ("plain", "plain"), ("<script>", "&lt;script&gt;"),
        ("a & b", "a &amp; b"), ("'\"", "&#39;&#34;"), ("&&", "&amp;&amp;"),
        ("홍길동 <b>", "홍길동 &lt;b&gt;"), ("e\u{301}>", "e\u{301}&gt;"),
    ])
    func escapesAsMarkupSafeDoes(text: String, html: String) {
        #expect(HTMLEscaping.escape(text) == html)
        #expect(Markup(escaping: text).html == html)
    }

    @Test func literalsAreHTMLAndInterpolationsAreEscaped() {
        let name = "<i>"
        let inner: Markup = "<b>\(name)</b>"
        let page: Markup = "\(inner) \(7) \(name)"
        #expect(page.html == "<b>&lt;i&gt;</b> 7 &lt;i&gt;")
    }

    @Test func joiningKeepsBothAsTheyAre() {
        #expect((Markup(html: "<p>") + Markup(escaping: "<")).html == "<p>&lt;")
    }
}
