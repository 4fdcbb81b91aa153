import DewarTemplates
import Testing

/// `macro`, `call`, `import` and `from … import`.
@Suite struct MacroTests {
    private static let templates = [
        "forms":
            "{% macro field(n, t='text') %}<{{ n }}:{{ t }}>{% endmacro %}{% macro _own() %}own{% endmacro %}{% set v = 7 %}{% set _w = 8 %}",
        "ctx":
            "{% macro m() %}[{{ name }}]{% endmacro %}{% set seen = name %}",
    ]

    @Test(arguments: [
        (
            "{% macro m(a, b=2, c=b) %}{{ a }}{{ b }}{{ c }}{% endmacro %}{{ m(1) }}|{{ m(1, "
                + "5) }}|{{ m(c=3, a=1) }}",
            "122|155|123"
        ),
        ("{% macro m(a) %}{{ a is defined }}{% endmacro %}{{ m() }}{{ m(nope) }}", "FalseFalse"),
        (
            "{% macro m() %}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1, 2, a=3) }}",
            "(1, 2){'a': 3}"
        ),
        (
            "{% macro m(a) %}{% endmacro %}{{ m(1, 2) }}",
            "TypeError: macro 'm' takes not more than 1 argument(s)"
        ),
        (
            "{% macro m(a) %}{% endmacro %}{{ m(b=2) }}",
            "TypeError: macro 'm' takes no keyword argument 'b'"
        ),
        (
            "{% macro m(a) %}{% endmacro %}{{ m(1, a=2) }}",
            "TypeError: macro 'm' takes no keyword argument 'a'"
        ),
        (
            "{% macro m(x) %}<{{ x }}{{ caller(x) }}>{% endmacro %}{% call(y) m(1) %}[{{ y "
                + "}}]{% endcall %}",
            "<1[1]>"
        ),
        (
            "{% macro m() %}{{ caller() }}{% endmacro %}{{ m() }}",
            "UndefinedError: No caller defined"
        ),
        ("{% macro m() %}{{ caller is defined }}{% endmacro %}{{ m() }}", "False"),
        (
            "{% macro m(a, b=1) %}{{ caller }}{{ varargs }}{{ kwargs }}{% endmacro %}{{ "
                + "m.name }}{{ m.arguments }}{{ m.catch_kwargs }}{{ m.catch_varargs }}{{ m.caller "
                + "}}",
            "m('a', 'b')TrueTrueTrue"
        ),
        (
            "{% macro m() %}{% endmacro %}{{ m.name }}{{ m.arguments }}{{ m.catch_kwargs "
                + "}}{{ m.catch_varargs }}{{ m.caller }}",
            "m()FalseFalseFalse"
        ),
        (
            "{% macro m() %}{% endmacro %}{% call m() %}{% endcall %}",
            "TypeError: macro 'm' was invoked with two values for the special caller "
                + "argument. This is most likely a bug."
        ),
        (
            "{% macro f(n) %}{{ n }}{% if n %}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(3) }}",
            "3210"
        ),
        ("{% macro m(a=xs) %}{{ a }}{% endmacro %}{{ m() }}{% set xs = 1 %}{{ m() }}", "1"),
        ("{% macro m() %}{{ z }}{% endmacro %}{% set z = 1 %}{{ m() }}", "1"),
        ("{% macro m(l=[]) %}{{ l.append(1) or l|length }}{% endmacro %}{{ m() }}{{ m() }}", "11"),
        (
            "{% macro m(a, b) %}{{ a }}{{ b }}{% endmacro %}{{ m(*[1, 2]) }}{{ m(**{'b': 3, "
                + "'a': 4}) }}{{ m(1, *[2]) }}",
            "124312"
        ),
        (
            "{% macro m(caller=5) %}{{ caller }}{% endmacro %}{{ m() }}{% call m() %}x{% "
                + "endcall %}",
            "5<Macro anonymous>"
        ),
        (
            "{% macro m(caller) %}{{ caller }}{% endmacro %}",
            "TemplateAssertionError: When defining macros or call blocks the special "
                + "\"caller\" argument must be omitted or be given a default."
        ),
        ("{% macro m(a) %}{{ a }}{% endmacro %}{{ m('<')|upper }}", "<"),
        ("{% macro m() %}<{% endmacro %}{{ m() is string }}{{ m() ~ '<' }}", "True<<"),
    ])
    func macrosBindTheirArguments(source: String, expected: String) {
        #expect(outcome(of: source) == expected)
    }

    @Test(arguments: [
        (
            "{% import 'forms' as f %}{{ f.field('a') }}{{ f.v }}{{ f._w is defined }}{{ "
                + "f._own is defined }}",
            "<a:text>7FalseFalse"
        ),
        ("{% from 'forms' import field, v as w %}{{ field('a', t='b') }}{{ w }}", "<a:b>7"),
        ("{% from 'forms' import nope %}{{ nope }}", ""),
        (
            "{% from 'forms' import nope %}{{ nope() }}",
            "UndefinedError: the template 'forms' (imported on line 1) does not export the "
                + "requested name 'nope'"
        ),
        (
            "{% from 'forms' import _own %}",
            "TemplateAssertionError: names starting with an underline can not be imported"
        ),
        ("{% import 'ctx' as c %}{{ c.m() }}", "[]"),
        ("{% import 'ctx' as c with context %}{{ c.m() }}{{ c.seen }}", "[<Ada>]<Ada>"),
        ("{% from 'ctx' import m with context %}{{ m() }}", "[<Ada>]"),
        ("{% from 'ctx' import m without context %}{{ m() }}", "[]"),
        ("{% import 'nope' as n %}", "TemplateNotFound: nope"),
        ("{% import 'forms' as f %}{{ f }}", ""),
        (
            "{% import 'forms' as f %}{{ f.nope }}|{{ f.nope.x }}",
            "UndefinedError: 'jinja2.environment.TemplateModule object' has no attribute 'nope'"
        ),
    ])
    func modulesExportWhatHasNoUnderscore(source: String, expected: String) {
        #expect(outcome(of: source, Self.templates) == expected)
    }
}
