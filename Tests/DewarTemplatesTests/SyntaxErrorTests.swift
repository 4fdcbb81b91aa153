import DewarTemplates
import Testing

/// What is said of sources that cannot be read; the sentences are Jinja2's.
@Suite struct SyntaxErrorTests {
    @Test(arguments: [
        ("{% if %}", "Expected an expression, got 'end of statement block'"),
        ("{{ x", "unexpected end of template, expected 'end of print statement'."),
        (
            "{% for a in b %}",
            "Unexpected end of template. Jinja was looking for the following tags: 'endfor' or"
                + " 'else'. The innermost block that needs to be closed is 'for'."
        ),
        ("{% foo %}", "Encountered unknown tag 'foo'."),
        ("{% endif %}", "Encountered unknown tag 'endif'."),
        ("{{ 1 +* 2 }}", "unexpected '*'"),
        ("{% raw %}x", "Missing end of raw directive"),
        ("{{ 1 }}{# x", "Missing end of comment tag"),
        ("{{ 'a }}", "unexpected char \"'\" at 3"),
        ("{% set 1 = 2 %}", "can't assign to 'const'"),
        ("{{ f(a=1, b) }}", "invalid syntax for function call expression"),
        ("{{ x is a is b }}", "You cannot chain multiple tests with is"),
        (
            "{% block a-b %}{% endblock %}",
            "Block names in Jinja have to be valid Python identifiers and may not contain hyphens,"
                + " use an underscore instead."
        ),
        (
            "{% macro m(a=1, b) %}{% endmacro %}",
            "non-default argument follows default argument"
        ),
        ("{% call x %}{% endcall %}", "expected call"),
        ("{{ ) }}", "unexpected ')'"),
        ("{{ (] }}", "unexpected ']', expected ')'"),
        (
            "{% if a %}{% endfor %}{% endif %}",
            "Encountered unknown tag 'endfor'. Jinja was looking for the following tags: 'elif' or"
                + " 'else' or 'endif'. The innermost block that needs to be closed is 'if'."
        ),
    ])
    func syntaxErrorsHaveJinjasWords(source: String, message: String) {
        #expect(rendered(source) == "TemplateSyntaxError: \(message)")
    }

    @Test(arguments: [
        ("{% block a %}{% block a %}{% endblock %}{% endblock %}", "block 'a' defined twice"),
        ("{{ x|uper }}", "No filter named 'uper'."),
        ("{{ x is evn }}", "No test named 'evn'."),
        (
            "{% for loop in x %}{% endfor %}",
            "Can't assign to special loop variable in for-loop target"
        ),
        (
            "{% for a in b %}{% extends 'a' %}{% endfor %}",
            "cannot use extend from a non top-level scope"
        ),
        (
            "{% from 'a' import _b %}",
            "names starting with an underline can not be imported"
        ),
    ])
    func assertionsHaveJinjasWords(source: String, message: String) {
        #expect(rendered(source) == "TemplateAssertionError: \(message)")
    }

    @Test func unknownFiltersAreSuggestedWithPlaceAndCaret() throws {
        let environment = TemplateEnvironment {
            $0.loader = DictionaryLoader(["show.html": "a\n<h1>{{ title|uper }}</h1>"])
        }
        let error = try #require(throws: TemplateError.self) {
            try environment.getTemplate("show.html")
        }
        #expect(
            error.description == """
                TemplateAssertionError: No filter named 'uper'. (in show.html:2). \
                Did you mean 'upper'?
                    2 | <h1>{{ title|uper }}</h1>
                      |              ^
                """)
    }

    @Test func theWayThroughIncludesAndMacrosIsTold() throws {
        let environment = TemplateEnvironment {
            $0.loader = DictionaryLoader([
                "page.html": "\n{% include 'row.html' %}", "row.html": "{{ x.y.z }}",
            ])
        }
        let template = try environment.getTemplate("page.html")
        let error = try #require(throws: TemplateError.self) { try template.render(["x": 1]) }
        #expect(
            error.description == """
                UndefinedError: 'int object' has no attribute 'y' (in row.html:1)
                    1 | {{ x.y.z }}
                      |      ^
                  included from page.html:2
                """)
    }

    @Test func missingTemplatesAreSuggested() throws {
        let environment = TemplateEnvironment {
            $0.loader = DictionaryLoader(["layout.html": ""])
        }
        let error = try #require(throws: TemplateError.self) {
            try environment.getTemplate("layuot.html")
        }
        #expect(
            error.description == "TemplateNotFound: layuot.html. Did you mean 'layout.html'?")
    }
}
