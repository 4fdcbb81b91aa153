import DewarTemplates
import Testing

/// range, dict, cycler, joiner, namespace and lipsum.
@Suite struct GlobalTests {
    @Test(arguments: [
        ("range(3)|list", "[0, 1, 2]"),
        ("range(5, 0, -2)|list", "[5, 3, 1]"),
        ("range()", "TypeError: range expected at least 1 argument, got 0"),
        ("range(1, 2, 0)", "ValueError: range() arg 3 must not be zero"),
        ("range('a')", "TypeError: 'str' object cannot be interpreted as an integer"),
        ("range(3)[-1]", "2"),
        ("range(3).start", "0"),
        ("range(2, 9, 3).index(5)", "1"),
        ("dict(a=1, **{'b': 2})", "{'a': 1, 'b': 2}"),
        (
            "{% set c = cycler('a', 'b') %}{{ c.next() }}{{ c.next() }}{{ c.next() }}{{ c.current }}{{ c.reset() }}{{ c.current }}",
            "ababNonea"
        ),
        ("cycler()", "RuntimeError: at least one item has to be provided"),
        ("{% set j = joiner('|') %}{{ j() }}{{ j() }}{{ j() }}", "||"),
        (
            "{% set ns = namespace({'a': 1}, b=2) %}{% set ns.c = 3 %}{{ ns }}{{ ns.a }}{{ ns['b'] }}{{ ns.nope }}",
            "<Namespace {'a': 1, 'b': 2, 'c': 3}>12"
        ),
        ("lipsum(2, false, 1, 2)|wordcount", "2"),
        ("lipsum(0)", ""),
        ("lipsum(1, min=3, max=4)|striptags|wordcount", "3"),
        ("range(3) == range(0, 3)", "True"),
    ])
    func globalsFollowJinja(template: String, expected: String) {
        #expect(rendered(template) == expected)
    }
}
