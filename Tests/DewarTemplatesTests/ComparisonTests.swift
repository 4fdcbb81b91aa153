import DewarTemplates
import Testing

/// Comparison, hashing and membership follow Python.
@Suite struct ComparisonTests {
    @Test(arguments: [
        ("1 == 1.0 == true", "True"),
        ("2**53 + 1 == 2.0**53", "False"),
        ("2**64 == 2.0**64", "True"),
        ("10**400 > 1e308", "True"),
        ("10**400 < 1e999", "True"),
        ("-10**400 < 1.5", "False"),
        ("0.5 > 0", "True"),
        ("1 < true", "False"),
        ("'a' < 'b' < 'é'", "True"),
        ("[1, 2] < [1, 3]", "True"),
        ("[1] < [1, 0]", "True"),
        ("(1, 'a') <= (1, 'a')", "True"),
        ("{'a': 1} == {'a': 1.0}", "True"),
        ("[1] == (1,)", "False"),
        ("none == none", "True"),
        (#"'é' == 'e\u0301'"#, "False"),
    ])
    func numbersCompareAcrossTypes(template: String, expected: String) {
        #expect(rendered(template) == expected)
    }

    @Test(arguments: [
        ("1 < 'a'", "TypeError: '<' not supported between instances of 'int' and 'str'"),
        (
            "none < none",
            "TypeError: '<' not supported between instances of 'NoneType' and 'NoneType'"
        ),
        ("[1] < ['a']", "TypeError: '<' not supported between instances of 'int' and 'str'"),
        ("{} < {}", "TypeError: '<' not supported between instances of 'dict' and 'dict'"),
        ("(1,) < [1]", "TypeError: '<' not supported between instances of 'tuple' and 'list'"),
        ("[none, 1] < [none, 2]", "True"),
        ("missing < 1", "UndefinedError: 'missing' is undefined"),
        ("missing == missing", "True"),
        ("missing == none", "False"),
    ])
    func valuesWithoutAnOrderSaySo(template: String, expected: String) {
        #expect(rendered(template) == expected)
    }

    @Test(arguments: [
        ("{1: 'a', 1.0: 'b', true: 'c'}", "{1: 'c'}"),
        ("{2**70: 'a'}[2.0**70]", "a"),
        ("{(1, 2): 'x'}[(1.0, 2)]", "x"),
        ("{'a': 1}['a'|safe]", "1"),
        ("{none: 1, missing: 2}", "{None: 1, Undefined: 2}"),
        ("{[]: 1}", "TypeError: unhashable type: 'list'"),
        ("{{}: 1}", "TemplateSyntaxError: unexpected '}'"),
        ("{(1, []): 1}", "TypeError: unhashable type: 'list'"),
    ])
    func equalKeysAreOne(template: String, expected: String) {
        #expect(rendered(template) == expected)
    }

    @Test(arguments: [
        ("'b' in 'abc'", "True"),
        ("'' in ''", "True"),
        ("1 in [true]", "True"),
        ("'k' in {'k': 1}", "True"),
        ("(1, 2) in {1: 2}.items()", "True"),
        ("3 in range(0, 9, 3)", "True"),
        ("3.0 in range(5)", "True"),
        ("1 in 'a'", "TypeError: 'in <string>' requires string as left operand, not int"),
        ("1 in 5", "TypeError: argument of type 'int' is not iterable"),
        ("1 in missing", "False"),
        ("[] in {}", "TypeError: unhashable type: 'list'"),
        ("missing in [missing]", "True"),
        ("2 in [1, 2]|map('abs')", "True"),
    ])
    func membershipKnowsEveryContainer(template: String, expected: String) {
        #expect(rendered(template) == expected)
    }
}
