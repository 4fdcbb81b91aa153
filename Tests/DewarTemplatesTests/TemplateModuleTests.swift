import DewarTemplates
import Testing

@Suite struct TemplateModuleTests {
    private let source = """
        {% macro field(name, type='text') %}<{{ name }} {{ type }} {{ site }}>{% endmacro %}\
        {% macro _hidden() %}{% endmacro %}{% set limit = 3 %}{% set _x = 1 %}\
        {% macro fail() %}{{ 1 / 0 }}{% endmacro %}body\
        {% macro outer() %}{{ field('x') }}{{ limit }}{% endmacro %}
        """

    private func module(_ context: TemplateValue = [:]) throws -> TemplateModule {
        let environment = TemplateEnvironment {
            $0.autoescape = .on
            $0.loader = DictionaryLoader(["forms": source])
        }
        return try environment.getTemplate("forms", globals: [(name: "site", value: "&")])
            .makeModule(context)
    }

    @Test func macrosAreCalledFromSwift() throws {
        let module = try module()
        let field = try module.call("field", "a<b", named: ["type": "email"])
        #expect(try field.printed() == "<a&lt;b email &amp;>")
        #expect(field.isMarkup)
        #expect(try module.call("outer").printed() == "<x text &amp;>3")
        #expect(module.body == "body")
        #expect(module.names == ["field", "limit", "fail", "outer"])
        #expect(module["limit"]?.int == 3)
        #expect(module["_x"] == nil)
    }

    @Test func theContextIsSeen() throws {
        #expect(try module(["site": "own"]).call("field", 1).printed() == "<1 text own>")
    }

    @Test func macrosLiveOnInOtherTemplates() throws {
        let macro = try #require(try module()["outer"])
        let template = try TemplateEnvironment().fromString("{{ m.name }} {{ m() }}")
        #expect(try template.render(["m": macro]) == "outer <x text &amp;>3")
    }

    @Test func errorsTellWhatIsMissing() throws {
        let module = try module()
        let missing = try #require(throws: TemplateError.self) { try module.call("feild") }
        #expect(
            missing.description == "AttributeError: 'TemplateModule' object has no attribute"
                + " 'feild'. Did you mean 'field'?")
        let wrong = try #require(throws: TemplateError.self) { try module.call("field", 1, 2, 3) }
        #expect(wrong.message == "macro 'field' takes not more than 2 argument(s)")
        let inside = try #require(throws: TemplateError.self) { try module.call("fail") }
        #expect(inside.line == 1 && inside.template == "forms")
    }

    @Test func filtersAndTestsAreCalledFromSwift() throws {
        let environment = TemplateEnvironment()
        #expect(
            try environment.callFilter("truncate", "A long title", 7, named: ["leeway": 0])
                .printed() == "A...")
        #expect(try environment.callTest("divisibleby", 9, 3))
        let error = try #require(throws: TemplateError.self) {
            try environment.callFilter("uper", "a")
        }
        #expect(
            error.description
                == "TemplateRuntimeError: No filter named 'uper'. Did you mean 'upper'?")
    }

    /// Jinja2: what a template is given as globals its imports see, not the environment's of others.
    @Test func globalsReachImportedModules() throws {
        let environment = TemplateEnvironment {
            $0.globals = [(name: "both", value: "environment")]
            $0.loader = DictionaryLoader([
                "main": "{% import 'mod' as m %}{{ m.show() }}{% include 'mod' without context %}",
                "mod": "{% macro show() %}[{{ g }}{{ both }}{{ v }}]{% endmacro %}{{ show() }}",
            ])
        }
        let globals: [(name: String, value: TemplateValue)] = [("g", "own"), ("both", "own")]
        let template = try environment.getTemplate("main", globals: globals)
        #expect(try template.render(["v": "v"]) == "[ownenvironment][environment]")
        #expect(try template.render(["g": "mine"]) == "[mineenvironment][environment]")
        #expect(try environment.getTemplate("main").render() == "[environment][environment]")
    }
}
