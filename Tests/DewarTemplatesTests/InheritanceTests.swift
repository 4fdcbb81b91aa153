import DewarTemplates
import Testing

/// `extends`, `block` and `include`.
@Suite struct InheritanceTests {
    private static let templates = [
        "base":
            "<{% block a %}A{% endblock %}|{% block b %}B{{ self.a() }}{% endblock b %}>",
        "mid":
            "{% extends 'base' %}{% block a %}mid{{ super() }}{% endblock %}",
        "loop":
            "{% for i in [1, 2] %}{% block item scoped %}{{ i }}{% endblock %}{% endfor %}",
        "unscoped":
            "{% for i in [1, 2] %}{% block item %}{{ i }}{% endblock %}{% endfor %}",
        "req":
            "{% block a required %}{% endblock %}",
        "inc":
            "[{{ name }}{{ x }}]",
        "broken":
            "{% include 'nope' %}",
        "set":
            "{% set s = 5 %}{% block a %}{{ s }}{% endblock %}",
    ]

    @Test(arguments: [
        ("{% extends 'base' %}{% block a %}new{% endblock %}", "<new|Bnew>"),
        ("{% extends 'base' %}{% block b %}{{ super() }}!{% endblock %}", "<A|BA!>"),
        (
            "{% extends 'mid' %}{% block a %}top{{ super() }}{{ super.super() }}{% endblock %}",
            "<topmidAA|BtopmidAA>"
        ),
        ("{% extends 'mid' %}", "<midA|BmidA>"),
        ("{% extends 'base' %}ignored{% block c %}ignored{% endblock %}", "<A|BA>"),
        (
            "{% block a %}{{ super() }}{% endblock %}",
            "UndefinedError: there is no parent block called 'a'."
        ),
        ("{% block a %}{{ super is defined }}{% endblock %}", "False"),
        ("{% extends 'loop' %}{% block item %}<{{ i }}>{% endblock %}", "<1><2>"),
        ("{% extends 'unscoped' %}{% block item %}<{{ i }}>{% endblock %}", "<><>"),
        ("{% extends 'req' %}", "TemplateRuntimeError: Required block 'a' not found"),
        ("{% extends 'req' %}{% block a %}here{% endblock %}", "here"),
        (
            "{% block a %}{% endblock %}{% block a %}{% endblock %}",
            "TemplateAssertionError: block 'a' defined twice"
        ),
        (
            "{% block a %}{% endblock b %}",
            "TemplateSyntaxError: expected token 'end of statement block', got 'b'"
        ),
        (
            "{% block a required %}x{% endblock %}",
            "TemplateSyntaxError: Required blocks can only contain comments or whitespace"
        ),
        ("{% extends 'nope' %}", "TemplateNotFound: nope"),
        ("{% extends nope %}", "UndefinedError: 'nope' is undefined"),
        ("{% if xs %}{% extends 'base' %}{% endif %}{% block a %}c{% endblock %}", "<c|Bc>"),
        (
            "{% extends 'base' %}{% extends 'base' %}",
            "TemplateRuntimeError: extended multiple times"
        ),
        ("{% set s = 3 %}{% extends 'set' %}", "5"),
        ("{% extends 'set' %}{% block a %}{{ s }}{% endblock %}", "5"),
        ("{% extends 'base' %}{% set q = 4 %}{% block a %}{{ q }}{% endblock %}", "<4|B4>"),
        ("x{% extends 'base' %}", "x<A|BA>"),
        (
            "{{ self.nope() }}",
            "UndefinedError: 'jinja2.runtime.TemplateReference object' has no attribute 'nope'"
        ),
        (
            "{% block a %}1{% endblock %}{{ self.a() }}{{ self",
            "TemplateSyntaxError: unexpected end of template, expected 'end of print statement'."
        ),
    ])
    func blocksAreReplaced(source: String, expected: String) {
        #expect(outcome(of: source, Self.templates) == expected)
    }

    @Test(arguments: [
        ("{% include 'inc' %}", "[<Ada>]"),
        ("{% set x = 1 %}{% include 'inc' %}", "[<Ada>1]"),
        ("{% for x in xs %}{% include 'inc' %}{% endfor %}", "[<Ada>3][<Ada>1][<Ada>2]"),
        ("{% include 'inc' without context %}", "[]"),
        ("{% include 'nope' %}", "TemplateNotFound: nope"),
        ("{% include 'nope' ignore missing %}|", "|"),
        ("{% include ['nope', 'inc'] %}", "[<Ada>]"),
        (
            "{% include ['nope', 'no'] %}",
            "TemplatesNotFound: none of the templates given were found: nope, no"
        ),
        ("{% include ['nope', 'no'] ignore missing %}|", "|"),
        ("{% include [] %}", "TemplatesNotFound: Tried to select from an empty list of templates."),
        ("{% include 'broken' ignore missing %}", "TemplateNotFound: nope"),
        ("{% include 'inc' ignore missing with context %}", "[<Ada>]"),
        ("{% include 'inc' ignore missing without context %}", "[]"),
        ("{% include nope %}", "UndefinedError: 'nope' is undefined"),
        ("{% include 5 %}", "TypeError: 'int' object is not iterable"),
        ("{% for x in [1] %}{% include 'inc' without context %}{% endfor %}", "[]"),
    ])
    func includedTemplatesSeeWhatIsThere(source: String, expected: String) {
        #expect(outcome(of: source, Self.templates) == expected)
    }
}
