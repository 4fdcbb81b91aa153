import DewarTemplates
import Testing

/// What is said of errors while a template is rendered: place, caret, suggestion, and the way there.
@Suite struct RenderErrorTests {
    private func message(
        _ sources: [String: String], strict: Bool = false, _ context: TemplateValue = [:]
    ) -> String {
        let environment = TemplateEnvironment {
            $0.loader = DictionaryLoader(sources)
            if strict { $0.undefined = .strict }
        }
        do {
            return try environment.getTemplate("page").render(context)
        } catch {
            return "\(error)"
        }
    }

    @Test(arguments: [
        ("{{ usre.name }}", "'usre' is undefined (in page:1). Did you mean 'user'?"),
        ("{{ usre() }}", "'usre' is undefined (in page:1). Did you mean 'user'?"),
        ("{{ usre + 1 }}", "'usre' is undefined (in page:1). Did you mean 'user'?"),
        (
            "\n{% if user.nmae.x %}{% endif %}",
            "'dict object' has no attribute 'nmae' (in page:2). Did you mean 'name'?"
        ),
        (
            "{{ 'a'.uper() }}",
            "'str object' has no attribute 'uper' (in page:1). Did you mean 'upper'?"
        ),
        (
            "{{ [].apend(1) }}",
            "'list object' has no attribute 'apend' (in page:1). Did you mean 'append'?"
        ),
        (
            "{% for x in [1] %}{{ loop.indx.x }}{% endfor %}",
            "'jinja2.runtime.LoopContext object' has no attribute 'indx' (in page:1)."
                + " Did you mean 'index'?"
        ),
        (
            "{% set ns = namespace(total=1) %}{{ ns.totl + 1 }}",
            "'jinja2.utils.Namespace object' has no attribute 'totl' (in page:1)."
                + " Did you mean 'total'?"
        ),
        (
            "{% set total = 1 %}{{ totl + 1 }}",
            "'totl' is undefined (in page:1). Did you mean 'total'?"
        ),
        (
            "{% macro field(name) %}{{ nam.x }}{% endmacro %}{{ field(1) }}",
            "'nam' is undefined (in page:1). Did you mean 'name'?"
        ),
        ("{{ zzz.x }}", "'zzz' is undefined (in page:1)\n"),
    ])
    func namesAreSuggested(source: String, expected: String) {
        let message = message(["page": source], ["user": ["name": "Ada"]])
        #expect(message.hasPrefix("UndefinedError: \(expected)"))
    }

    @Test func strictUndefinedValuesAreSuggestedWhereTheyArePrinted() {
        #expect(
            message(["page": "<b>\n  {{ usre }}</b>"], strict: true, ["user": 1]) == """
                UndefinedError: 'usre' is undefined (in page:2). Did you mean 'user'?
                    2 |   {{ usre }}</b>
                      |      ^
                """)
    }

    @Test func theWayThroughMacrosIsTold() {
        let sources = [
            "page": """
            {% from 'forms' import field %}
            <p>
              {{ field('x') }}
            """,
            "forms": """
            {% macro field(n) %}
              {{ half(n) }}
            {% endmacro %}
            {% macro half(n) %}{{ n / 2 }}{% endmacro %}
            """,
        ]
        #expect(
            message(sources) == """
                TypeError: unsupported operand type(s) for /: 'str' and 'int' (in forms:4)
                    4 | {% macro half(n) %}{{ n / 2 }}{% endmacro %}
                      |                         ^
                  in macro 'half', called from forms:2
                  in macro 'field', called from page:3
                """)
    }

    @Test func theWayThroughBlocksAndLoopsIsTold() {
        let sources = [
            "page": "{% extends 'base' %}{% block c %}\n{{ super() }}{% endblock %}",
            "base":
                "\n{% block c %}{% for x in [0] recursive %}\n{{ loop([1]) if x == 0 else 1 / 0 }}"
                + "{% endfor %}{% endblock %}",
        ]
        #expect(
            message(sources) == """
                ZeroDivisionError: division by zero (in base:3)
                    3 | {{ loop([1]) if x == 0 else 1 / 0 }}{% endfor %}{% endblock %}
                      |    ^
                  in a recursive loop, called from base:3
                  in block 'c', called from page:2
                  in block 'c' of base:2
                  extended by page:1
                """)
        #expect(
            message([
                "page":
                    "{% macro m() %}{{ caller() }}{% endmacro %}\n{% call m() %}{{ 1 / 0 }}{% endcall %}"
            ])
            .hasSuffix(
                """
                  in a call block, called from page:1
                  in macro 'm', called from page:2
                """))
    }

    @Test func ofALongWayTheEndsAreTold() throws {
        let environment = TemplateEnvironment { $0.limits = .strict }
        let template = try environment.fromString(
            "{% macro m() %}{{ m() }}{% endmacro %}\n{{ m() }}")
        let error = try #require(throws: TemplateError.self) { try template.render() }
        let lines = error.description.split(separator: "\n")
        #expect(lines.count == 3 + 8 + 1 + 8)
        #expect(lines[11].hasPrefix("  … ") && lines[11].hasSuffix(" more"))
        #expect(lines.last == "  in macro 'm', called from <string>:2")
    }

    @Test func membersOfSwiftObjectsAreSuggested() throws {
        struct User: TemplateObject {
            let templateMemberNames = ["name", "email"]
            func templateMember(_ name: String) -> TemplateValue? { name == "name" ? "Ada" : nil }
        }
        let template = try TemplateEnvironment().fromString("{{ user.nmae.first }}")
        let error = try #require(throws: TemplateError.self) {
            try template.render(["user": User()])
        }
        #expect(error.suggestion == "name")
        #expect(error.column == 9)
    }
}
