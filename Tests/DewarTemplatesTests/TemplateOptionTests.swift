import DewarTemplates
import Testing

/// Policies and options, each with what it changes.
@Suite struct TemplateOptionTests {
    @Test func policiesChangeFilters() {
        func expect(
            _ source: String, _ expected: String, _ change: (inout TemplatePolicies) -> Void
        ) {
            let result = outcome(of: source) {
                change(&$0.policies)
                $0.translations = TemplateTranslations.none()
            }
            #expect(result == expected)
        }
        expect(
            "{{ 'http://a.org'|urlize }}", "<a href=\"http://a.org\">http://a.org</a>"
        ) { $0.urlizeRel = nil }
        expect(
            "{{ 'http://a.org'|urlize }}",
            "<a href=\"http://a.org\" rel=\"me noopener\">http://a.org</a>"
        ) { $0.urlizeRel = "me noopener" }
        expect(
            "{{ 'http://a.org'|urlize }}",
            "<a href=\"http://a.org\" rel=\"noopener\" target=\"_blank\">http://a.org</a>"
        ) { $0.urlizeTarget = "_blank" }
        expect(
            "{{ 'tel:1'|urlize }}", "<a href=\"tel:1\" rel=\"noopener\">tel:1</a>"
        ) { $0.urlizeExtraSchemes = ["tel:"] }
        expect(
            "{{ 'tel:1'|urlize }}",
            "FilterArgumentError: 'bad scheme' is not a valid URI scheme prefix."
        ) { $0.urlizeExtraSchemes = ["bad scheme"] }
        expect(
            "{{ 'abcdefgh ij'|truncate(9) }}", "abcdef..."
        ) { $0.truncateLeeway = 0 }
        expect(
            "{{ {'b': 1, 'a': 'é'}|tojson }}", "{\"b\": 1, \"a\": \"\\u00e9\"}"
        ) { $0.sortsJSONKeys = false }
        expect(
            "{{ {'b': 1, 'a': 'é'}|tojson }}", "{\"a\": \"é\", \"b\": 1}"
        ) { $0.escapesJSONNonASCII = false }
        expect(
            "{{ {'b': [1, 2]}|tojson }}", "{\n  \"b\": [\n    1,\n    2\n  ]\n}"
        ) { $0.jsonIndentation = "  " }
        expect(
            "{{ {'b': [1, 2]}|tojson }}", "{\"b\":[1,2]}"
        ) { $0.jsonSeparators = (",", ":") }
        expect(
            "{% trans %}  a\n  b {% endtrans %}", "a b"
        ) { $0.trimsTranslations = true }
        expect(
            "{% trans notrimmed %}  a\n  b {% endtrans %}", "  a\n  b "
        ) { $0.trimsTranslations = true }
    }

    @Test(arguments: [
        ("a.html", true), ("a.htm", true), ("a.xml", true), ("a.xhtml", true), ("a.svg", true),
        ("a.txt", false), ("a.HTML", false), ("html", false), ("a.html.txt", false),
    ])
    func outputIsEscapedByTheName(name: String, isEscaped: Bool) throws {
        let environment = TemplateEnvironment {
            $0.loader = DictionaryLoader([(name: name, source: "{{ '<' }}")])
            $0.autoescape = .byExtension
        }
        #expect(try environment.getTemplate(name).render() == (isEscaped ? "&lt;" : "<"))
        #expect(try environment.fromString("{{ '<' }}").render() == "&lt;")
    }

    @Test func namesAreJoinedByTheApplication() throws {
        let environment = TemplateEnvironment {
            $0.loader = DictionaryLoader(["a/b": "{% include 'c' %}", "a/c": "in a"])
            $0.joinPath = { name, parent in
                parent.split(separator: "/").dropLast().joined(separator: "/") + "/" + name
            }
        }
        #expect(try environment.getTemplate("a/b").render() == "in a")
    }

    @Test(arguments: [(0, 2), (1, 1), (-1, 1)])
    func compiledTemplatesAreKept(size: Int, loads: Int) throws {
        let counter = Counter()
        let environment = TemplateEnvironment {
            $0.cacheSize = size
            $0.loader = FunctionLoader { _ in
                counter.value += 1
                return LoadedSource(text: "x")
            }
        }
        for _ in 0..<2 { #expect(try environment.getTemplate("a").render() == "x") }
        #expect(counter.value == loads)
    }

    @Test func globalsAreVariablesOfAllTemplates() throws {
        let environment = TemplateEnvironment {
            $0.globals = [("site", "News"), ("site", "Board")]
        }
        #expect(try environment.fromString("{{ site }}").render() == "Board")
        #expect(try environment.fromString("{{ site }}").render(["site": "own"]) == "own")
        let template = try environment.fromString("{{ site }}{{ page }}", globals: [("page", 2)])
        #expect(try template.render() == "Board2")
    }

    @Test func theExtensionDebugShowsWhatThereIs() throws {
        let environment = TemplateEnvironment { $0.extensions = [.debug] }
        let output = try environment.fromString("{% debug %}").render(["x": 1])
        for part in ["'context': {", "'x': 1", "'filters': [", "'upper'", "'tests': [", "'odd'"] {
            #expect(output.contains(part))
        }
    }

    /// Something that is counted while a test runs.
    private final class Counter: @unchecked Sendable {
        // Read and written by one thread.
        var value = 0
    }
}
