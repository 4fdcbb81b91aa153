import DewarTemplates
import Testing

/// Which operations keep what is safe, and which lose it.
@Suite struct MarkupOperationTests {
    @Test(arguments: [
        ("'<b>'|safe + '<i>'", "<b>&lt;i&gt;"),
        ("'<i>' + '<b>'|safe", "&lt;i&gt;<b>"),
        ("('<b>'|safe) * 2", "<b><b>"),
        (
            "('<b>'|safe) * missing",
            "TypeError: 'Undefined' object cannot be interpreted as an integer"
        ),
        ("missing * ('<b>'|safe)", "UndefinedError: 'missing' is undefined"),
        ("'b' * missing", "UndefinedError: 'missing' is undefined"),
        ("('<B>'|safe).lower()", "<b>"),
        ("('<b>'|safe)[0]", "<"),
        ("('<b>'|safe)[::-1]", ">b<"),
        ("('<b>'|safe)|upper", "<B>"),
        ("' <b> '|safe|trim", "<b>"),
        ("('a<b'|safe).split('<')", "[Markup(&#39;a&#39;), Markup(&#39;b&#39;)]"),
        ("('<'|safe).join(['<', '<'|safe])", "&lt;<<"),
        ("('<a>'|safe).replace('a', '<')", "<&lt;>"),
        (
            "('<b>'|safe).center(7, '&')",
            "TypeError: The fill character must be exactly one character long"
        ),
        (
            "('<a> x'|safe).partition(' ')",
            "(Markup(&#39;&lt;a&gt;&#39;), Markup(&#39; &#39;), Markup(&#39;x&#39;))"
        ),
        ("('<a>'|safe).removeprefix('<')", "a>"),
        ("'<'|e|e", "&lt;"),
        ("'<'|forceescape|forceescape", "&amp;lt;"),
    ])
    func operationsKeepMarkup(template: String, expected: String) {
        #expect(rendered(template, autoescape: true) == expected)
    }

    @Test(arguments: [
        ("'<b>'|safe|title", "&lt;B&gt;"),
        ("'<b>'|safe|first", "&lt;"),
        ("'<b>'|safe|list", "[&#39;&lt;&#39;, &#39;b&#39;, &#39;&gt;&#39;]"),
        ("'<b> c'|safe|wordwrap(2)", "&lt;b\n&gt;\nc"),
        ("'<b>'|safe|striptags", ""),
        ("('&lt;'|safe).unescape()", "&lt;"),
        ("'%s' % ('<'|safe)", "&lt;"),
        ("'<b>'|safe|last", ">"),
        ("['<'|safe]|join('<')", "<"),
        ("['<', '<'|safe]|join('<')", "&lt;&lt;<"),
        ("['<']|join('<'|safe)", "&lt;"),
        ("'<b>'|safe|replace('b', '<')", "<&lt;>"),
        ("'<b>'|replace('b'|safe, '<')", "&lt;&lt;&gt;"),
        ("'<b>'|safe|truncate(2, true, '<', 0)", "<&lt;"),
        (#"'a\nb'|safe|indent(1)"#, "a\n b"),
        ("{'a': '<'}|xmlattr", #" a="&lt;""#),
        ("['<']|tojson", #"["\u003c"]"#),
        (
            "'<b>'|safe|format('<')",
            "TypeError: not all arguments converted during string formatting"
        ),
        ("'<%s>'|format('<'|safe)", "&lt;&lt;&gt;"),
    ])
    func operationsLoseMarkup(template: String, expected: String) {
        #expect(rendered(template, autoescape: true) == expected)
    }
}
