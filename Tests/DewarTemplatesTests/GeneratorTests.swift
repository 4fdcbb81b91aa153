import Testing

/// Generators are asked for elements one by one, and by one at a time.
@Suite struct GeneratorTests {
    /// Each is a generator that asks the loop for its next element, whose condition asks it.
    @Test(arguments: [
        "loop", "loop|batch(2)", "loop|map('string')", "loop|unique", "loop|slice(2)",
        "loop|select", "loop|selectattr('x', 'undefined')",
    ])
    func nobodyAsksAGeneratorThatIsExecuting(generator: String) {
        let source =
            "{% set ns = namespace(g=[]) %}{% for a in [1, 2, 3, 4] if (ns.g|list) or true %}"
            + "{% if loop.first %}{% set ns.g = \(generator) %}{% endif %}{{ a }}{% endfor %}"
        #expect(rendered(source) == "ValueError: generator already executing")
    }

    @Test(arguments: ["length", "nextitem", "last", "revindex"])
    func norDoesItsLoop(attribute: String) {
        let source =
            "{% set ns = namespace(g=[]) %}"
            + "{% for a in [1, 2, 3, 4] if (ns.g.\(attribute) if ns.g else 1) %}"
            + "{% if loop.first %}{% set ns.g = loop %}{% endif %}{{ a }}{% endfor %}"
        #expect(rendered(source) == "ValueError: generator already executing")
    }

    @Test(arguments: [
        ("[1, 2]|map('nope')", "TemplateRuntimeError: No filter named 'nope'."),
        ("[]|map('nope')", "[]"),
        ("[1, 2]|map('float')", "[1.0, 2.0]"),
        ("[{'a': 1}, {}]|map(attribute='a', default=7)", "[1, 7]"),
        (
            "[{'a': 1}]|map(attribute='a', x=7)",
            "FilterArgumentError: Unexpected keyword argument 'x'"
        ),
        ("[1]|map", "FilterArgumentError: map requires a filter argument"),
        ("[[1, 2], [3]]|map(attribute=0)", "[1, 3]"),
        ("[1]|map(attribute='²')", "ValueError: invalid literal for int() with base 10: '²'"),
        ("[1]|selectattr", "FilterArgumentError: Missing parameter for attribute name"),
        ("[1]|select('nope')", "TemplateRuntimeError: No test named 'nope'."),
        ("[]|select('nope')", "[]"),
    ])
    func argumentsAreLookedAtWithTheFirstElement(expression: String, expected: String) {
        #expect(rendered("{% set x = \(expression) %}{{ x|list }}") == expected)
    }

    @Test(arguments: [
        // What was appended after its end, or after it threw, is not seen.
        (
            "{% set l = [1] %}{% set g = l|map('string') %}{{ g|list }}{% set _ = l.append(2) %}{{ g|list }}",
            "['1'][]"
        ),
        ("{% set g = ['b', 'a', 'B', 'c']|unique %}{{ g|first }}{{ g|list }}", "b['a', 'c']"),
    ])
    func whatIsAtItsEndStaysThere(source: String, expected: String) {
        #expect(rendered(source) == expected)
    }
}
