import DewarTemplates
import Testing

/// White space, comments, raw text, lines as statements, delimiters.
@Suite struct WhitespaceTests {
    @Test(arguments: [
        ("a {%- if 1 -%} b {%- endif -%} c", "abc"),
        ("a\n{{- 1 -}}\nb", "a1b"),
        ("a {#- c -#} b", "ab"),
        ("a{# c\nd #}b", "ab"),
        ("{%+ if 1 %}x{%+ endif %}", "x"),
        ("a \n\n {%- set x = 1 %}\n b", "a\n b"),
        ("x\n", "x"),
        ("x\n\n", "x\n"),
        ("  {{ 1 }}  \n", "  1  "),
        ("{{ '{{ 1 }}' }}", "{{ 1 }}"),
        ("{{ '%}' }}", "%}"),
        ("{# {{ #}a", "a"),
        ("{# never", "TemplateSyntaxError: Missing end of comment tag"),
        (
            "a{{ 1 }}{% if 1 %}",
            "TemplateSyntaxError: Unexpected end of template. Jinja was looking for the "
                + "following tags: 'elif' or 'else' or 'endif'. The innermost block that needs to "
                + "be closed is 'if'."
        ),
        ("{% raw %} {{- 1 -}} {%- endraw %} b", " {{- 1 -}} b"),
    ])
    func signsTakeWhiteSpaceAway(source: String, expected: String) {
        #expect(outcome(of: source) == expected)
    }

    @Test(arguments: [
        ("{% if 1 %}\na{% endif %}\nb", "ab"),
        ("{% if 1 +%}\na{% endif %}", "\na"),
        ("{{ 1 }}\nb", "1\nb"),
        ("{# c #}\nb", "b"),
        ("{% if 1 %}\n\na{% endif %}", "\na"),
        ("{% raw %}\na{% endraw %}\nb", "\nab"),
    ])
    func blocksAreTrimmed(source: String, expected: String) {
        #expect(outcome(of: source) { $0.syntax.trimsBlocks = true } == expected)
    }

    @Test(arguments: [
        ("a\n   {% if 1 %}b{% endif %}", "a\nb"),
        ("a\n  {%+ if 1 %}b{% endif %}", "a\n  b"),
        ("a\n  {{ 1 }}", "a\n  1"),
        ("  {# c #}b", "b"),
        ("x {% if 1 %}b{% endif %}", "x b"),
        ("\t{% raw %}a{% endraw %}", "a"),
    ])
    func leadingSpaceIsStripped(source: String, expected: String) {
        #expect(outcome(of: source) { $0.syntax.lstripsBlocks = true } == expected)
    }

    @Test(arguments: [
        (
            "<ul>\n  {% for x in xs %}\n  <li>{{ x }}</li>\n  {% endfor %}\n</ul>\n",
            "<ul>\n  <li>3</li>\n  <li>1</li>\n  <li>2</li>\n</ul>"
        ),
        ("a\n  {# c #}\nb", "a\nb"),
        ("a\n  {%- if 1 -%}\n  b\n  {%- endif %}\nc", "abc"),
    ])
    func bothLeaveLinesOut(source: String, expected: String) {
        #expect(
            outcome(of: source) {
                $0.syntax.lstripsBlocks = true
                $0.syntax.trimsBlocks = true
            } == expected)
    }

    @Test(arguments: [
        ("x\n", "x\n"),
        ("x\n\n", "x\n\n"),
        ("{{ 1 }}\r\n", "1\n"),
        ("\n", "\n"),
    ])
    func theLastNewlineMayStay(source: String, expected: String) {
        #expect(outcome(of: source) { $0.syntax.keepsTrailingNewline = true } == expected)
    }

    @Test(arguments: [
        ("a\nb\r\nc\rd", "a\r\nb\r\nc\r\nd"),
        ("{{ 'a\nb' }}", "a\r\nb"),
        ("{% raw %}a\nb{% endraw %}", "a\r\nb"),
        ("{{ 'a b'|wordwrap(1) }}", "a\r\nb"),
    ])
    func newlinesAreMadeTheSame(source: String, expected: String) {
        #expect(outcome(of: source) { $0.syntax.newlineSequence = "\r\n" } == expected)
    }

    @Test(arguments: [
        ("# for x in xs\n{{ x }}\n# endfor\n", "3\n1\n2\n"),
        ("  # if 1:\na\n  # endif\nb", "a\nb"),
        ("a ## comment\nb", "a\nb"),
        ("## whole\nb", "\nb"),
        ("# set a = [1,\n  2]\n{{ a }}", "[1, 2]"),
        ("x # if\n", "x # if"),
        ("# if 1\na\n# else\nb\n# endif", "a\n"),
        ("{{ 1 }} ## {{ 2 }}\n3", "1\n3"),
    ])
    func linesMayBeStatements(source: String, expected: String) {
        #expect(
            outcome(of: source) {
                $0.syntax.lineStatementPrefix = "#"
                $0.syntax.lineCommentPrefix = "##"
            } == expected)
    }

    @Test(arguments: [
        ("<% if 1 %>${ 1 }<% endif %><!-- c -->", "1"),
        ("${ {'a': 1}['a'] }", "1"),
        ("a <%- raw -%> ${ x } <%- endraw %> b", "a${ x } b"),
        ("{{ 1 }}{% if %}", "{{ 1 }}{% if %}"),
        (
            "${ 1",
            "TemplateSyntaxError: unexpected end of template, expected 'end of print statement'."
        ),
        ("<!-- a", "TemplateSyntaxError: Missing end of comment tag"),
    ])
    func delimitersAreFree(source: String, expected: String) {
        #expect(
            outcome(of: source) {
                $0.syntax.blockStart = "<%"
                $0.syntax.blockEnd = "%>"
                $0.syntax.variableStart = "${"
                $0.syntax.variableEnd = "}"
                $0.syntax.commentStart = "<!--"
                $0.syntax.commentEnd = "-->"
            } == expected)
    }
}
