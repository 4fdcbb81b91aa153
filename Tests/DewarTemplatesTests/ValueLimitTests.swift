import DewarTemplates
import Testing

/// What a template must not make: every limit of values, crossed.
@Suite struct ValueLimitTests {
    @Test(arguments: [
        ("'a' * 2**40", "MemoryError"),
        ("'ab' * (2**62)", "MemoryError"),
        ("[1] * 2**40", "MemoryError"),
        ("'%1000000000d' % 1", "ValueError"),
        ("'{:1000000000}'.format(1)", "MemoryError"),
        ("'{:.1000000000f}'.format(1.5)", "MemoryError"),
        ("'a'|center(2**40)", "MemoryError"),
        ("'a'.zfill(2**40)", "MemoryError"),
        ("'\\t'.expandtabs(2**30)", "MemoryError"),
        ("'\\t'.expandtabs(2**40)", "OverflowError"),
        ("'a'|indent(2**40)", "MemoryError"),
        ("('a' * 10**6)|replace('a', 'b' * 10**6)", "MemoryError"),
        ("('a' * 10**6).replace('', 'b' * 10**6)", "MemoryError"),
        ("range(10**12)|list", "MemoryError"),
        ("['a' * 10**6] * 100|join", "TypeError"),
        ("(['a' * 10**6] * 100)|join", "MemoryError"),
        ("2 ** (2**30)", "OverflowError"),
        ("2 ** (2**70)", "OverflowError"),
        ("(2**900000) * (2**900000)", "OverflowError"),
        ("(10**5000)|string", "ValueError"),
        ("('9' * 5000)|int(base=10)", "0"),
        ("range(2**63 - 1, -2**63, -1)", "OverflowError"),
        ("2**70 in range(10)", "False"),
        ("(2**70)|round(-(2**70))", "0"),
        ("1.5|round(2**70)", "1.5"),
        ("'abc'[2**70:-(2**70):-(2**70)]", "c"),
        ("'abc'.find('b', -(2**70), 2**70)", "1"),
    ])
    func resultsAreBounded(template: String, expected: String) {
        let result = rendered(template)
        #expect(result == expected || result.hasPrefix(expected + ":"))
    }

    @Test(arguments: [
        ("('a' * 10**6).find('a' * 10**5 ~ 'b')", "-1"),
        ("('a' * 10**6).rfind('b' ~ 'a' * 10**5)", "-1"),
        ("('(' * 10**5 ~ 'x' ~ ')' * 10**5)|urlize|length", "200001"),
        ("('<' * 10**5)|striptags|length", "100000"),
        ("lipsum(2**40, min=0, max=1)", "MemoryError"),
    ])
    func timeGrowsWithTheText(template: String, expected: String) {
        let result = rendered(template)
        #expect(result == expected || result.hasPrefix(expected + ":"))
    }

    @Test(arguments: [
        ("x", "RecursionError"), ("x == [x]", "RecursionError"), ("x < [x]", "RecursionError"),
        ("x|tojson", "RecursionError"), ("x|pprint", "RecursionError"), ("x|length", "1"),
    ])
    func nestingIsBounded(template: String, expected: String) {
        let source =
            "{% set ns = namespace(x=[]) %}{% for _ in range(20000) %}{% set ns.x = [ns.x] %}"
            + "{% endfor %}{% set x = ns.x %}{{ \(template) }}"
        let result = rendered(source)
        #expect(result == expected || result.hasPrefix(expected + ":"))
    }

    @Test(arguments: [
        "[ns.x]", "(ns.x,)", "{'a': ns.x}", "[ns.x].append", "{'a': ns.x}.items()", "[ns.x].nope",
        "[ns.x]|reverse", "[ns.x]|batch(1)", "[ns.x]|slice(1)", "[ns.x]|unique",
        "[ns.x]|map('default')", "[1]|map('default', [ns.x])", "[ns.x]|select",
        "[1]|select('eq', [ns.x])", "[1]|batch(3, [ns.x])", "cycler(ns.x)", "cycler(ns.x).next",
        "joiner([ns.x])", "namespace(a=ns.x)", "{([ns.x]|map('abs')): 1}", "{[ns.x].nope: 1}",
    ])
    func deepValuesEndWithoutRecursion(expression: String) {
        let source =
            "{% set ns = namespace(x=[]) %}{% for _ in range(50000) %}"
            + "{% set ns.x = \(expression) %}{% endfor %}done"
        #expect(rendered(source) == "done")
    }

    @Test func loopsThatHoldLoopsEndWithoutRecursion() {
        let source =
            "{% set ns = namespace(x=[]) %}{% for i in range(50000) %}{% for a in [ns.x] %}"
            + "{% set ns.x = loop %}{% if loop.index %}{% endif %}{% endfor %}{% endfor %}done"
        #expect(rendered(source) == "done")
    }

    @Test func loopsDrawOnEachOtherToADepth() {
        let source =
            "{% set ns = namespace(x=range(10 ** 6)) %}{% for i in range(1000) %}"
            + "{% for a in ns.x %}{% if loop.index == 1 %}{% set ns.x = loop %}{% endif %}"
            + "{% if loop.index == 1 %}{% break %}{% endif %}{% endfor %}{% endfor %}"
        #expect(outcome(of: source) == "RecursionError: maximum recursion depth exceeded")
    }

    @Test(arguments: [
        "ns.x|map('abs')", "[1]|map('default', ns.x)", "[1]|select('eq', ns.x)",
        "[1]|batch(3, fill_with=ns.x)", "joiner(ns.x)",
    ])
    func generatorsHoldEachOtherToADepth(generator: String) {
        let source =
            "{% set ns = namespace(x=[1]) %}{% for _ in range(1000) %}"
            + "{% set ns.x = \(generator) %}{% endfor %}"
        #expect(rendered(source) == "RecursionError: maximum recursion depth exceeded")
    }
}
