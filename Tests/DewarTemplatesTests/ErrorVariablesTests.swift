import DewarTemplates
import Testing

/// What an error tells of the variables that the failing template could name.
@Suite struct ErrorVariablesTests {
    /// The variables at the end of a rendering, as `name type value`.
    private func variables(
        _ templates: [String: String], _ context: TemplateValue = [:], shows: Bool = true
    ) throws -> [String] {
        let environment = TemplateEnvironment {
            $0.loader = DictionaryLoader(templates)
            $0.showsVariables = shows
            $0.globals = [("site", "News")]
        }
        let template = try environment.getTemplate("page")
        do {
            _ = try template.render(context)
            Issue.record("it was rendered")
            return []
        } catch let error as TemplateError {
            return error.variables.map { "\($0.name) \($0.type) \($0.value)" }
        }
    }

    @Test func valuesAreToldInShort() throws {
        let long = String(repeating: "ab", count: 100)
        let context: TemplateValue = [
            "none": nil, "yes": true, "count": 3, "price": 1.5, "name": "it's",
            "long": .string(long),
            "tags": ["a", "b"], "one": ["a"], "empty": [:],
            "post": ["id": 1, "title": "News", "a": 1, "b": 2, "c": 3, "d": 4],
        ]
        #expect(
            try variables(["page": "{{ 1 // 0 }}"], context) == [
                "count int 3", "empty dict 0 elements",
                "long str '\(String(repeating: "ab", count: 40))'…", "name str \"it's\"",
                "none NoneType None", "one list 1 element",
                "post dict 6 elements: id, title, a, b, c, …", "price float 1.5",
                "tags list 2 elements", "yes bool True",
            ])
    }

    @Test(arguments: [
        // What was set, and what was set over it.
        ("{% set a = 1 %}{% set a = 2 %}{{ 1 // 0 }}", ["a int 2"]),
        ("{{ 1 // 0 }}{% set a = 1 %}", []),
        // Variables of loops while they run, and what they hide.
        ("{% set x = 1 %}{% for x in 'ab' %}{{ 1 // 0 }}{% endfor %}", ["x str 'a'"]),
        ("{% for x in 'ab' %}{% endfor %}{{ 1 // 0 }}", []),
        // A macro's parameters, and what it sees around it.
        (
            "{% set a = 1 %}{% macro m(b, c=3) %}{{ a // 0 }}{% endmacro %}{{ m(2) }}",
            ["a int 1", "b int 2", "c int 3", "m Macro "]
        ),
        ("{% set n = namespace(a=1) %}{{ 1 // 0 }}", ["n Namespace "]),
        ("{% with a = 1 %}{{ a // 0 }}{% endwith %}", ["a int 1"]),
        ("{% block b %}{% set a = 1 %}{{ a // 0 }}{% endblock %}", ["a int 1"]),
    ])
    func namesAreThoseOfTheFailingPlace(source: String, expected: [String]) throws {
        #expect(try variables(["page": source]) == expected)
    }

    @Test func anIncludedTemplateSeesThoseOfTheOther() throws {
        let templates = [
            "page": "{% for x in [7] %}{% include 'part' %}{% endfor %}", "part": "{{ x // 0 }}",
        ]
        #expect(try variables(templates, ["a": 1]) == ["a int 1", "x int 7"])
        #expect(try variables(templates, ["a": 1], shows: false) == [])
    }
}
