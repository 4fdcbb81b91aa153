import DewarTemplates
import Testing

/// All tests of Jinja2.
@Suite struct TestTests {
    @Test(arguments: [
        (
            "[1 is integer, true is integer, 1.0 is float, 2**70 is integer, 1.5 is number, 'a' is number]",
            "[True, False, True, 2, True, False]"
        ),
        (
            "['a' is string, ('a'|safe) is string, [] is sequence, {} is mapping, 'a' is iterable, 5 is iterable]",
            "[True, True, True, True, True, False]"
        ),
        (
            "[none is none, 0 is none, true is true, 1 is true, false is false, 0 is boolean]",
            "[True, False, True, False, True, False]"
        ),
        (
            "[missing is defined, missing is undefined, range is callable, 'a'.upper is callable, 5 is callable]",
            "[False, True, True, True, False]"
        ),
        (
            "[range(3) is sequence, range(3)|map('abs') is sequence, {} is sequence, missing is sequence]",
            "[True, False, True, True]"
        ),
    ])
    func testsOfKinds(template: String, expected: String) {
        #expect(rendered(template) == expected)
    }

    @Test(arguments: [
        ("[3 is odd, 4 is even, 3.0 is odd, 9 is divisibleby 3]", "[True, True, True, True]"),
        ("['a' is odd, 1]", "TypeError: not all arguments converted during string formatting"),
        ("5 is divisibleby 0", "ZeroDivisionError: integer modulo by zero"),
        ("['AB' is upper, 'ab' is lower, 'Ab' is lower]", "[True, True, False]"),
        ("[('a'|safe) is escaped, 'a' is escaped]", "[True, False]"),
        (
            "['upper' is filter, 'nope' is filter, 'odd' is test, 'nope' is test]",
            "[True, False, True, False]"
        ),
    ])
    func testsOfProperties(template: String, expected: String) {
        #expect(rendered(template) == expected)
    }

    @Test(arguments: [
        (
            "[1 is eq 1.0, 1 is ne 2, 1 is lt 2, 2 is ge 2, 3 is gt 2, 2 is le 1]",
            "[True, True, True, True, True, False]"
        ),
        (
            "[1 is == 1, 1 is < 2, 1 is in [1], none is sameas none, 1 is sameas 1.0]",
            "TemplateSyntaxError: expected token 'name', got '=='"
        ),
        ("1 is lt 'a'", "TypeError: '<' not supported between instances of 'int' and 'str'"),
        ("1 is in 5", "TypeError: argument of type 'int' is not iterable"),
        ("1 is eq", "TypeError: eq expected 2 arguments, got 1"),
    ])
    func comparisonTests(template: String, expected: String) {
        #expect(rendered(template) == expected)
    }
}
