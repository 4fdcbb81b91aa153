import DewarTemplates
import Testing

/// `set`, `with`, `if`, `filter`, `print`, `do`, `autoescape` and `raw`.
@Suite struct AssignmentTests {
    @Test(arguments: [
        ("{% set a = 1 %}{{ a }}", "1"),
        ("{% set a, b = 1, 2 %}{{ b }}{{ a }}", "21"),
        ("{% set a, b = 1 %}", "TypeError: cannot unpack non-iterable int object"),
        ("{% set a, b = [1, 2, 3] %}", "ValueError: too many values to unpack (expected 2)"),
        ("{% set a, b = [1] %}", "ValueError: not enough values to unpack (expected 2, got 1)"),
        ("{% set (a, (b, c)) = (1, (2, 3)) %}{{ a }}{{ b }}{{ c }}", "123"),
        ("{% set a %}x{{ 1 }}{% endset %}{{ a }}", "x1"),
        ("{% set a | upper %}x<{% endset %}{{ a }}", "X<"),
        ("{% set a | replace('x', 'y') | upper %}x{% endset %}{{ a }}", "Y"),
        (
            "{% set ns = namespace(n=0, **{'m': 1}) %}{% for x in xs %}{% set ns.n = ns.n + "
                + "x %}{% endfor %}{{ ns.n }}{{ ns.m }}",
            "61"
        ),
        ("{% set ns = namespace() %}{% set ns.a, ns.b = 1, 2 %}{{ ns.a }}{{ ns.b }}", "12"),
        (
            "{% set d.a = 1 %}",
            "TemplateRuntimeError: cannot assign attribute on non-namespace object"
        ),
        (
            "{% set nope.a = 1 %}",
            "TemplateRuntimeError: cannot assign attribute on non-namespace object"
        ),
        ("{% set ns = namespace() %}{{ ns.nope }}|{{ ns }}", "|<Namespace {}>"),
        ("{% set none = 1 %}", "TemplateSyntaxError: can't assign to 'const'"),
        (
            "{% set a.b.c = 1 %}",
            "TemplateSyntaxError: expected token 'end of statement block', got '.'"
        ),
        ("{% set true = 1 %}", "TemplateSyntaxError: can't assign to 'const'"),
        ("{% if xs %}{% set a = 1 %}{% endif %}{{ a }}", "1"),
        ("{% if not xs %}{% set a = 1 %}{% endif %}{{ a is defined }}", "False"),
        ("{% with a = 1, b = 2 %}{{ a }}{{ b }}{% endwith %}{{ a is defined }}", "12False"),
        ("{% with a = 1 %}{% with b = a %}{{ b }}{% endwith %}{% endwith %}", "1"),
        ("{% set a = 1 %}{% with a = 2, b = a %}{{ b }}{% endwith %}", "1"),
        ("{% with %}{% set a = 1 %}{{ a }}{% endwith %}{{ a is defined }}", "1False"),
        ("{% filter upper %}a{{ name }}{% endfilter %}", "A<ADA>"),
        ("{% filter replace('a', 'b')|upper %}aa{% endfilter %}", "BB"),
        ("{% if false %}a{% elif xs %}b{% else %}c{% endif %}", "b"),
        ("{% if nope %}a{% elif none %}b{% else %}c{% endif %}", "c"),
        ("{% print 1, 2 %}{% print xs %}", "12[3, 1, 2]"),
        ("{% do xs.append(4) %}{{ xs }}", "[3, 1, 2, 4]"),
        (
            "{% autoescape true %}{{ name }}{{ name|safe }}{% endautoescape %}{{ name }}",
            "&lt;Ada&gt;<Ada><Ada>"
        ),
        ("{% autoescape false %}{{ name|e }}{{ name }}{% endautoescape %}", "&lt;Ada&gt;<Ada>"),
        ("{% raw %}{{ x }}{% y %}{# z #}{% endraw %}", "{{ x }}{% y %}{# z #}"),
        ("{%- raw -%} a {%- endraw -%}", "a"),
    ])
    func namesAreSetWhereTheyStand(source: String, expected: String) {
        #expect(outcome(of: source) == expected)
    }
}
