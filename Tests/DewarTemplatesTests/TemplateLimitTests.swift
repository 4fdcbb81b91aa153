import DewarTemplates
import Testing

/// Limits are crossed, and say so.
@Suite struct TemplateLimitTests {
    private func error(
        _ source: String, _ configure: (inout TemplateLimits) -> Void = { _ in }
    ) throws -> TemplateError {
        var limits = TemplateLimits.strict
        configure(&limits)
        let environment = TemplateEnvironment { $0.limits = limits }
        return try #require(throws: TemplateError.self) {
            try environment.fromString(source).render()
        }
    }

    @Test(arguments: [
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% block b %}{{ self.b() }}{% endblock %}",
        "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}",
    ])
    func endlessRecursionStops(source: String) throws {
        #expect(try error(source).kind == .recursionError)
    }

    @Test func templatesThatIncludeThemselvesStop() {
        let environment = TemplateEnvironment {
            $0.loader = DictionaryLoader([
                "a": "{% include 'a' %}", "b": "{% extends 'b' %}", "c": "{% import 'c' as c %}",
            ])
        }
        for name in ["a", "b", "c"] {
            let error = #expect(throws: TemplateError.self) {
                try environment.getTemplate(name).render()
            }
            #expect(error?.kind == .recursionError)
        }
    }

    @Test func stepsAreCounted() throws {
        let source = "{% for x in range(100) %}{% for y in range(100) %}{% endfor %}{% endfor %}"
        let error = try error(source) { $0.steps = 5000 }
        #expect(error.kind == .limitError)
        #expect(error.message == "steps is limited to 5000")
    }

    @Test func outputIsMeasured() throws {
        let source = "{% for x in range(1000) %}0123456789{% endfor %}"
        #expect(
            try error(source) { $0.outputBytes = 999 }.message == "outputBytes is limited to 999")
        let captured = "{% set x %}{{ 'a' * 2000 }}{% endset %}"
        #expect(try error(captured) { $0.outputBytes = 999 }.kind == .limitError)
    }

    @Test func variablesThatIncludesSeeAreCounted() throws {
        let sets = (0..<1100).map { "{% set v\($0) = \($0) %}" }.joined()
        let environment = TemplateEnvironment {
            $0.loader = DictionaryLoader(["part": "{{ v7 }}"])
        }
        // Statements of one scope share what they see.
        let shared = String(repeating: "{% include 'part' %}", count: 2000)
        #expect(
            try environment.fromString(sets + shared).render()
                == String(repeating: "7", count: 2000))
        let apart = String(
            repeating: "{% for x in [1] %}{% include 'part' %}{% endfor %}", count: 1000)
        let error = try #require(throws: TemplateError.self) {
            try environment.fromString(sets + apart)
        }
        #expect(error.kind == .limitError)
        #expect(error.message == "the number of variables that includes see is limited to 1048576")
    }

    @Test func sandboxesAreStrict() throws {
        let environment = TemplateEnvironment { $0.sandbox = TemplateSandbox() }
        let template = try environment.fromString("{{ range(100001) }}")
        let error = #expect(throws: TemplateError.self) { try template.render() }
        #expect(error?.kind == .overflowError)
    }

    @Test(arguments: [
        "{{ " + String(repeating: "(", count: 5000) + " }}",
        "{{ 1" + String(repeating: " + 1", count: 100_000) + " }}",
        "{{ x" + String(repeating: "|upper", count: 100_000) + " }}",
        "{{ " + String(repeating: "-", count: 100_000) + "1 }}",
        "{{ " + String(repeating: "not ", count: 100_000) + "1 }}",
        String(repeating: "{% if x %}", count: 5000),
        "{{ " + String(repeating: "[", count: 5000),
        "{{ x" + String(repeating: " if x else x", count: 5000) + " }}",
    ])
    func deepNestingIsAnErrorOfSyntax(source: String) throws {
        #expect(try error(source).kind == .templateSyntaxError)
    }
}
