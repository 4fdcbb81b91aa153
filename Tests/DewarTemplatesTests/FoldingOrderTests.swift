import DewarTemplates
import Testing

/// What Jinja2 notices first where several things are wrong.
@Suite struct FoldingOrderTests {
    @Test(arguments: [
        "{{ (1 if 'a'.x else n)|nosuch }}", "{{ n|nosuch(1 if 'a'.x else 2) }}",
        "{{ (1 if 'a'.x else n) is nosuch }}", "{{ n is nosuch(1 if 'a'.x else 2) }}",
    ])
    func whatIsInsideOfAnUnknownFilterOrTestIsFoldedFirst(source: String) {
        #expect(outcome(of: source).hasPrefix("TemplateAssertionError: No "))
        #expect(
            outcome(of: source) { $0.undefined = .strict }
                == "UndefinedError: 'str object' has no attribute 'x'")
    }

    @Test(arguments: [
        ("{{ 1|tojson(nosuch) }}", "UndefinedError: 'nosuch' is undefined"),
        (
            "{{ [1]|tojson(2.0) }}",
            "TypeError: can't multiply sequence by non-int of type 'float'"
        ),
        ("{{ 'a'|tojson(nosuch) }}", "\"a\""), ("{{ [1]|tojson(none) }}", "[1]"),
        ("{{ [1]|tojson(-1) }}", "[\n1\n]"), ("{{ [1]|tojson(true) }}", "[\n 1\n]"),
    ])
    func theIndentationOfJSONIsMadeAsPythonMakesIt(source: String, expected: String) {
        #expect(outcome(of: source) == expected)
    }
}
