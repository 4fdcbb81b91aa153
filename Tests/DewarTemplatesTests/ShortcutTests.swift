import DewarTemplates
import Testing

/// Values of one kind go shorter ways through filters, loops and macros; what comes out is Jinja2's.
@Suite struct ShortcutTests {
    @Test(arguments: [
        (
            #"{{ xs|sort }}"#,
            #"[1, 2, 3]"#
        ),
        (
            #"{{ xs|sort(reverse=true) }}"#,
            #"[3, 2, 1]"#
        ),
        (
            #"{{ [[1,'b'],[0,'x'],[1,'a']]|sort(attribute='0', reverse=true)|list }}"#,
            #"[[1, &#39;b&#39;], [1, &#39;a&#39;], [0, &#39;x&#39;]]"#
        ),
        (
            #"{{ [[1,'b'],[0,'x'],[1,'a']]|sort(attribute='0')|list }}"#,
            #"[[0, &#39;x&#39;], [1, &#39;b&#39;], [1, &#39;a&#39;]]"#
        ),
        (
            #"{{ ['abcdefgh2','abcdefgh','abcdefgh10','abcdefg','ABCDEFGH1']|sort|join(' ') }}"#,
            #"abcdefg abcdefgh ABCDEFGH1 abcdefgh10 abcdefgh2"#
        ),
        (
            #"{{ ['b','B','a','A']|sort(reverse=true)|join }}"#,
            #"bBaA"#
        ),
        (
            #"{{ ['b','B','a','A']|sort(case_sensitive=true, reverse=true)|join }}"#,
            #"baBA"#
        ),
        (
            #"{{ ['é','z','e','']|sort|join('.') }}"#,
            #".e.z.é"#
        ),
        (
            #"{{ [2, true, 1.5, 1]|sort|join(' ') }}"#,
            #"True 1 1.5 2"#
        ),
    ])
    func sortingIsStableAndKnowsEveryKindOfKey(template: String, expected: String) {
        #expect(rendered(template, autoescape: true, ["xs": [3, 1, 2]]) == expected)
    }

    @Test(arguments: [
        (
            #"{{ 'aaa bbb ccc'|truncate(7) }}|{{ 'aaa bbb ccc'|truncate(7, false, '…', 0) }}|{{ 'aaaaaaaaaaaaaaaaa'|truncate(9) }}|{{ ' aaaaaaaaaaaaaaaaa'|truncate(9) }}"#,
            #"aaa bbb ccc|aaa…|aaaaaa...|..."#
        ),
        (
            #"{{ '한글 한글 한글 한글 한글'|truncate(9, leeway=0) }}"#,
            #"한글 한글..."#
        ),
        (
            #"{{ '%5d|%-5d|%05d|%+d|% d|%05d|%-05d'|format(42, 42, 42, 42, 42, -42, -42) }}"#,
            #"   42|42   |00042|+42| 42|-0042|-42  "#
        ),
        (
            #"{{ 'one\ntwo\n\nthree'|indent }}"#,
            #"one\#n    two\#n\#n    three"#
        ),
        (
            #"{{ 'one\ntwo\n\nthree\n'|indent(2, true, true) }}"#,
            #"  one\#n  two\#n  \#n  three\#n  "#
        ),
        (
            #"{{ 'a\r\nb\rc'|indent('> ', first=true) }}"#,
            #"&gt; a\#n&gt; b\#n&gt; c"#
        ),
        (
            #"{{ 'a-b a--b aaaaaaaaaaaa-bbbb cc   dd'|wordwrap(5) }}"#,
            #"a-b a\#n--b a\#naaaaa\#naaaaa\#na-\#nbbbb\#ncc\#ndd"#
        ),
        (
            #"{{ 'aaaa bbbb'|wordwrap(4) }}"#,
            #"aaaa\#nbbbb"#
        ),
        (
            #"{{ '  a   bbbbbbbbb   '|wordwrap(3) }}"#,
            #"  a\#nbbb\#nbbb\#nbbb"#
        ),
        (
            #"{{ 'aaaaaaaaa b'|wordwrap(4, false) }}"#,
            #"aaaaaaaaa\#nb"#
        ),
        (
            #"{{ '한글한글한글 한글'|wordwrap(4) }}"#,
            #"한글한글\#n한글\#n한글"#
        ),
        (
            #"{{ '  <b>a</b>\n <i>b\u2003c</i> &lt; '|striptags }}"#,
            #"a b c &lt;"#
        ),
        (
            #"{{ 'banana'|replace('a', 'o') }}|{{ 'banana'|replace('an', 'o') }}|{{ 'banana'|replace('a', '<') }}|{{ 'banana'|replace('a', 'o', 2) }}|{{ 'x'|replace('é', 'e') }}"#,
            #"bonono|booa|b&lt;n&lt;n&lt;|bonona|x"#
        ),
    ])
    func textIsShapedAsInJinja(template: String, expected: String) {
        #expect(rendered(template, autoescape: true, ["xs": [3, 1, 2]]) == expected)
    }

    @Test(arguments: [
        (
            #"{% macro m(a, b='x') %}{{ a }}{{ b }}{% endmacro %}{{ m('<', b='>') }}{{ m(1) }}{{ m(b=2, a=1) }}{{ m() }}|{{ m('<')|length }}{% set x = m('&') %}{{ x }}"#,
            #"&lt;&gt;1x12x|5&amp;x"#
        ),
        (
            #"{% macro m(a) %}{{ a }}{{ kwargs }}{{ varargs }}{% endmacro %}{{ m(1, 2, k=3) }}"#,
            #"1{&#39;k&#39;: 3}(2,)"#
        ),
        (
            #"{% macro m(n) %}{{ n }}{% if n %}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(3) }}"#,
            #"3210"#
        ),
        (
            #"{% macro m(a) %}{{ a }}{% endmacro %}{% autoescape false %}{{ m('<') }}{% endautoescape %}{{ m('<') }}"#,
            #"&lt;&lt;"#
        ),
    ])
    func macrosWriteTheSameWhereTheyArePrintedAndWhereTheyAreKept(
        template: String, expected: String
    ) {
        #expect(rendered(template, autoescape: true, ["xs": [3, 1, 2]]) == expected)
    }

    @Test(arguments: [
        (
            #"{% for k, v in {'a': 1, 'b': '<'}.items() %}{{ k }}={{ v }};{% endfor %}"#,
            #"a=1;b=&lt;;"#
        ),
        (
            #"{% for (a, b), c in {('x', 'y'): 1}.items() %}{{ a }}{{ b }}{{ c }}{% endfor %}"#,
            #"xy1"#
        ),
    ])
    func pairsAreTakenApart(template: String, expected: String) {
        #expect(rendered(template, autoescape: true, ["xs": [3, 1, 2]]) == expected)
    }

    @Test(arguments: [
        (
            #"{{ [{'a': 'Z', 'n': 1}, {'a': 'y', 'n': 2}, {'a': 'z', 'n': 3}]|groupby('a')|list }}"#,
            #"[(&#39;y&#39;, [{&#39;a&#39;: &#39;y&#39;, &#39;n&#39;: 2}]), (&#39;Z&#39;, [{&#39;a&#39;: &#39;Z&#39;, &#39;n&#39;: 1}, {&#39;a&#39;: &#39;z&#39;, &#39;n&#39;: 3}])]"#
        ),
        (
            #"{{ [{'a': 'x'}, {}]|map(attribute='a')|list }}|{{ [{'a': 'x'}, {}]|map(attribute='a', default='-')|list }}"#,
            #"[&#39;x&#39;, Undefined]|[&#39;x&#39;, &#39;-&#39;]"#
        ),
        (
            #"{{ [true, false, none, 1, '']|map('string')|join(',') }}"#,
            #"True,False,None,1,"#
        ),
    ])
    func groupsAndLookUps(template: String, expected: String) {
        #expect(rendered(template, autoescape: true, ["xs": [3, 1, 2]]) == expected)
    }
}
