import DewarTemplates
import Testing

/// What is found in templates without rendering them.
@Suite struct TemplateCheckerTests {
    private let environment = TemplateEnvironment {
        $0.loader = DictionaryLoader([
            "base.html": "{% block title %}{% endblock %}{% block content %}{% endblock %}",
            "good.html": "{% extends 'base.html' %}{% block content %}{{ x|upper }}{% endblock %}",
            "filter.html": "{% if x %}{{ x|uper }}{% endif %}",
            "test.html": "a\n{{ 1 if x is evne }}",
            "parent.html": "{% extends 'bose.html' %}",
            "include.html": "{% include ['no', 'neither'] %}{% include 'no' ignore missing %}",
            "block.html": "{% extends 'base.html' %}{% block contents %}{% endblock %}",
            "syntax.html": "{% for %}",
            "dynamic.html": "{% extends x %}{% block any %}{% endblock %}{% include y %}",
        ])
    }

    @Test(arguments: [
        ("good.html", [String]()),
        ("base.html", []),
        ("dynamic.html", []),
        (
            "filter.html",
            [
                """
                TemplateAssertionError: No filter named 'uper'. (in filter.html:1). Did you mean \
                'upper'?
                    1 | {% if x %}{{ x|uper }}{% endif %}
                      |                ^
                """
            ]
        ),
        (
            "test.html",
            [
                """
                TemplateAssertionError: No test named 'evne'. (in test.html:2). Did you mean \
                'even'?
                    2 | {{ 1 if x is evne }}
                      |              ^
                """
            ]
        ),
        (
            "parent.html",
            [
                """
                TemplateNotFound: 'bose.html' (in parent.html:1). Did you mean 'base.html'?
                    1 | {% extends 'bose.html' %}
                      |            ^
                """
            ]
        ),
        (
            "include.html",
            [
                """
                TemplatesNotFound: 'no', 'neither' (in include.html:1)
                    1 | {% include ['no', 'neither'] %}{% include 'no' ignore missing %}
                      |            ^
                """
            ]
        ),
        (
            "block.html",
            [
                """
                TemplateAssertionError: block 'contents' is never shown: no template above has it, \
                beginning with 'base.html'. (in block.html:1). Did you mean 'content'?
                    1 | {% extends 'base.html' %}{% block contents %}{% endblock %}
                      |                             ^
                """
            ]
        ),
        (
            "syntax.html",
            [
                """
                TemplateSyntaxError: Expected an expression, got 'end of statement block' \
                (in syntax.html:1)
                    1 | {% for %}
                      |        ^
                """
            ]
        ),
    ])
    func problemsAreFoundWithTheirPlace(name: String, problems: [String]) {
        #expect(environment.problems(inTemplate: name).map(\.description) == problems)
    }

    // Jinja2 renders all of these as `<H>`.
    @Test(arguments: [
        "{% block body %}{{ self.helper() }}{% endblock %}",
        "{% block body %}{{ self['helper']() }}{% endblock %}",
        "{% block body %}{% set name = 'helper' %}{{ self[name]() }}{% endblock %}",
        "{% set x = self.helper() %}{% block body %}{{ x }}{% endblock %}",
    ])
    func blocksThatTheTemplateCallsAreShown(rest: String) throws {
        let environment = TemplateEnvironment {
            $0.loader = DictionaryLoader([
                "base": "<{% block body %}{% endblock %}>",
                "main": "{% extends 'base' %}{% block helper %}H{% endblock %}" + rest,
            ])
        }
        #expect(try environment.getTemplate("main").render() == "<H>")
        #expect(environment.problems(inTemplate: "main").isEmpty)
    }

    @Test func parentsAreFoundWhereTheirChildrenSay() {
        let environment = TemplateEnvironment {
            $0.joinPath = { name, parent in "\(parent.prefix { $0 != "/" })/\(name)" }
            $0.loader = DictionaryLoader([
                "base": "{% block other %}{% endblock %}",
                "a/base": "{% block body %}{% endblock %}",
                "a/main": "{% extends 'base' %}{% block body %}{% endblock %}",
                "a/wrong": "{% extends 'base' %}{% block other %}{% endblock %}",
            ])
        }
        #expect(environment.problems(inTemplate: "a/main").isEmpty)
        #expect(environment.problems(inTemplate: "a/wrong").count == 1)
    }
}
