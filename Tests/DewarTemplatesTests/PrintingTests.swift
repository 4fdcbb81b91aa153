import DewarTemplates
import Testing

/// Values print as Python prints them.
@Suite struct PrintingTests {
    @Test(arguments: [
        ("1", "1"),
        ("-0", "0"),
        ("1.0", "1.0"),
        ("1e16", "1e+16"),
        ("1e15", "1000000000000000.0"),
        ("123456789012345678.0", "1.2345678901234568e+17"),
        ("1e-5", "1e-05"),
        ("0.0001", "0.0001"),
        ("1.5e300", "1.5e+300"),
        ("-0.0", "-0.0"),
        ("1e400", "inf"),
        ("-1e400", "-inf"),
        ("0.1+0.2", "0.30000000000000004"),
        ("2**64", "18446744073709551616"),
        ("-2**63", "-9223372036854775808"),
        ("10**30", "1000000000000000000000000000000"),
        ("1e22", "1e+22"),
        ("5e-324", "5e-324"),
        ("1/3", "0.3333333333333333"),
        ("100.0**8", "1e+16"),
    ])
    func numbersPrintAsInPython(template: String, expected: String) {
        #expect(rendered(template) == expected)
    }

    @Test(arguments: [
        (
            #"['a', "it's", 'say "x"', 'both \' and "']"#,
            #"['a', "it's", 'say "x"', 'both \' and "']"#
        ),
        (
            #"['\n\t\r\\', '\x00\x7f', 'é', '\u200b', '\U0001F600', '\xa0']"#,
            #"['\n\t\r\\', '\x00\x7f', 'é', '\u200b', '😀', '\xa0']"#
        ),
        ("('',)", "('',)"),
        ("{'k': None, 1: True}", "{'k': None, 1: True}"),
        ("[1, [2, (3,), {}], ()]", "[1, [2, (3,), {}], ()]"),
    ])
    func textIsQuotedInContainers(template: String, expected: String) {
        #expect(rendered(template) == expected)
    }

    @Test(arguments: [
        ("{% set l = [1] %}{% set _ = l.append(l) %}{{ l }}", "[1, [...]]"),
        ("{% set d = {} %}{% set _ = d.update(d=d) %}{{ d }}", "{'d': {...}}"),
        ("{% set l = [] %}{% set _ = l.append((l, l)) %}{{ l }}", "[([...], [...])]"),
    ])
    func whatHoldsItselfIsAbbreviated(template: String, expected: String) {
        #expect(rendered(template) == expected)
    }

    @Test(arguments: [
        ("none", "None"),
        ("[true, false]", "[True, False]"),
        ("range(3)", "range(0, 3)"),
        ("range(0, 9, 2)", "range(0, 9, 2)"),
        ("{'a': 1}.items()", "dict_items([('a', 1)])"),
        ("{'a': 1}.keys()", "dict_keys(['a'])"),
        ("namespace(a=1)", "<Namespace {'a': 1}>"),
        ("[missing]", "[Undefined]"),
        ("missing", ""),
        ("dict", "<class 'dict'>"),
        ("range", "<class 'range'>"),
        ("cycler", "<class 'jinja2.utils.Cycler'>"),
        ("'ab'.encode()", "b'ab'"),
        ("'é'.encode()", #"b'\xc3\xa9'"#),
    ])
    func othersPrintTheirKind(template: String, expected: String) {
        #expect(rendered(template) == expected)
    }
}
