import DewarTemplates
import Testing

/// The doors of an environment and of a template.
@Suite struct TemplateEnvironmentTests {
    @Test func jsonIsWrittenByTheApplicationsFunction() throws {
        let environment = TemplateEnvironment {
            $0.policies.writeJSON = { "<" + (try $0.printed()) + "'>" }
        }
        // Jinja2 3.1.6, json.dumps_function: lambda value, **options: f"<{value}'>"
        #expect(
            try environment.fromString("{{ [1]|tojson }}").render()
                == "\\u003c[1]\\u0027\\u003e")
    }

    private let environment = TemplateEnvironment {
        $0.loader = DictionaryLoader([
            "base.html": "<{% block title %}t{% endblock %}|{% block list %}{% endblock %}>",
            "page.html": """
            {% extends 'base.html' %}{% set n = 2 %}\
            {% block list %}{{ n }}:{% for x in xs %}{{ x }},{% endfor %}{% endblock %}
            """,
        ])
    }

    @Test func aBlockIsRenderedAlone() throws {
        let page = try environment.getTemplate("page.html")
        #expect(try page.render(["xs": [1, 2]]) == "<t|2:1,2,>")
        #expect(try page.render(block: "list", ["xs": [1, 2]]) == "2:1,2,")
        #expect(try page.render(block: "title") == "t")
        #expect(page.blockNames == ["list"])
        let error = #expect(throws: TemplateError.self) { try page.render(block: "foot") }
        #expect(error?.kind == .keyError)
    }

    @Test func aStreamIsTheSameInPieces() throws {
        let template = try environment.fromString(
            "{% for x in range(1000) %}{{ x }} {% endfor %}{% filter upper %}end{% endfilter %}")
        var pieces: [String] = []
        try template.stream(pieceSize: 100) { pieces.append($0) }
        #expect(pieces.count > 20)
        #expect(pieces.joined() == (try template.render()))
    }

    @Test func theFirstTemplateThatExistsIsSelected() throws {
        let template = try environment.selectTemplate(["no.html", "base.html"])
        #expect(template.name == "base.html")
        let error = #expect(throws: TemplateError.self) {
            try environment.selectTemplate(["a", "b"])
        }
        #expect(error?.kind == .templatesNotFound)
        #expect(error?.message == "none of the templates given were found: a, b")
    }

    @Test func expressionsAreCompiledAlone() throws {
        let expression = try environment.compileExpression("foo == 42")
        #expect(try expression.evaluate(["foo": 42]).equals(1))
        #expect(try expression.evaluate(["foo": 23]).equals(0))
        let error = #expect(throws: TemplateError.self) {
            try environment.compileExpression("a b")
        }
        #expect(error?.message == "chunk after expression")
    }

    @Test func anOverlayHasOptionsOfItsOwn() throws {
        let overlay = environment.overlay { $0.syntax.variableStart = "[[" }
        #expect(try overlay.fromString("[[ 1 }}{{ 2").render() == "1{{ 2")
        #expect(try environment.fromString("[[ 1 }}{{ 2 }}").render() == "[[ 1 }}2")
    }

    @Test func templatesTellWhatTheyNeed() throws {
        let source = """
            {% extends "layout.html" %}{% from helper import x %}{% set foo = 42 %}{{ bar + foo }}\
            {% include ["a.html", b, 3] %}{% block c %}{{ d }}{{ range(e) }}{% endblock %}
            """
        #expect(
            try environment.undeclaredVariables(in: source) == ["b", "bar", "d", "e", "helper"])
        #expect(
            try environment.referencedTemplates(in: source) == ["layout.html", nil, "a.html", nil])
    }

    @Test func templatesAreLoadedAgainWhenTheyChange() throws {
        let isCurrent = Flag()
        let environment = TemplateEnvironment {
            $0.loader = FunctionLoader { name in
                LoadedSource(text: isCurrent.value ? "new" : "old") { isCurrent.value == false }
            }
        }
        #expect(try environment.getTemplate("a").render() == "old")
        isCurrent.value = true
        #expect(try environment.getTemplate("a").render() == "new")
    }

    @Test func finalizeSeesEveryPrintedValue() throws {
        let environment = TemplateEnvironment {
            $0.finalize = { (try? $0.equals(0)) == true ? "zero" : $0 }
        }
        let template = try environment.fromString("{{ 0 }} {{ x }} {{ 1 }}")
        #expect(try template.render(["x": 0]) == "zero zero 1")
    }

    @Test func loadersAreJoined() throws {
        let environment = TemplateEnvironment {
            $0.loader = ChoiceLoader([
                PrefixLoader([
                    (prefix: "a", loader: DictionaryLoader(["x": "ax"])),
                    (prefix: "b", loader: DictionaryLoader(["x": "bx"])),
                ]), DictionaryLoader(["x": "x"]),
            ])
        }
        #expect(try environment.getTemplate("a/x").render() == "ax")
        #expect(try environment.getTemplate("b/x").render() == "bx")
        #expect(try environment.getTemplate("x").render() == "x")
        // As in Jinja2, a template does not know under which prefix it lies.
        #expect(try environment.getTemplate("a/x").name == "x")
        #expect(try environment.listTemplates() == ["a/x", "b/x", "x"])
        #expect(throws: TemplateError.self) { try environment.getTemplate("c/x") }
    }

    @Test(arguments: ["../secret", "a/../../secret", "/../secret", "a\0b"])
    func filesOutsideOfTheFolderAreNotFound(name: String) {
        let environment = TemplateEnvironment { $0.loader = FileSystemLoader("/tmp") }
        let error = #expect(throws: TemplateError.self) { try environment.getTemplate(name) }
        #expect(error?.kind == .templateNotFound)
    }

    /// Something that changes while a test runs.
    private final class Flag: @unchecked Sendable {
        // Read and written by one thread.
        var value = false
    }
}
