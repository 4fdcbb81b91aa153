import DewarTemplates
import Testing

/// str.format and the format specification.
@Suite struct FieldFormatTests {
    @Test(arguments: [
        ("'{:>5}|{:<5}|{:^5}|{:*^7}'.format('é', 'b', 'c', 'd')", "    é|b    |  c  |***d***"),
        (
            "'{:05d} {:+} {: } {:,} {:_}'.format(42, 42, 42, 1234567, 1234567)",
            "00042 +42  42 1,234,567 1_234_567"
        ),
        ("'{:x} {:#X} {:b} {:#o} {:c}'.format(255, 255, 5, 8, 65)", "ff 0XFF 101 0o10 A"),
        (
            "'{:.2f} {:e} {:g} {:%} {:.1%}'.format(2.675, 12345.0, 1e-7, 0.25, 0.125)",
            "2.67 1.234500e+04 1e-07 25.000000% 12.5%"
        ),
        (
            "'{:010.3f}|{:<10.3f}|{:=+10.2f}'.format(3.14159, 3.14159, -2.5)",
            "000003.142|3.142     |-     2.50"
        ),
        (
            "'{:,.2f} {:012,d} {:_x}'.format(1234567.891, 12345, 123456789)",
            "1,234,567.89 0,000,012,345 75b_cd15"
        ),
        ("'{:.3} {:.10} {}'.format(123.456, 1e20, 1e20)", "1.23e+02 1e+20 1e+20"),
        ("'{:>{w}.{p}f}'.format(3.14159, w=10, p=2)", "      3.14"),
        (
            "'{0}{1}{0} {a} {b[k]} {c[1]} {d.real}'.format(1, 2, a='x', b={'k': 3}, c=[4, 5], d=6)",
            "121 x 3 5 6"
        ),
        ("'{!r:>8} {!s} {!a}'.format('a', 'é', 'é')", #"     'a' é '\xe9'"#),
        (
            "'{{}} {}'.format(1)",
            "TemplateSyntaxError: Expected an expression, got 'end of print statement'"
        ),
        (
            "'{:5}|{:5}|{:<5}|'.format(true, 1, none)",
            "TypeError: unsupported format string passed to NoneType.__format__"
        ),
        ("'{:z.1f} {:.0f}'.format(-0.01, -0.4)", "0.0 -0"),
        ("'{:n} {:d}'.format(10**20, true)", "100000000000000000000 1"),
        ("'{:#} {:#} {:#.0f}'.format(1e-5, 1.5, 2.0)", "1.e-05 1.5 2."),
        ("'{a}'.format_map({'a': 1})", "1"),
    ])
    func specificationsFollowPython(template: String, expected: String) {
        #expect(rendered(template) == expected)
    }

    @Test(arguments: [
        (
            "'{}'.format()",
            "IndexError: Replacement index 0 out of range for positional args tuple"
        ),
        ("'{a}'.format()", "KeyError: 'a'"),
        (
            "'{0}{}'.format(1, 2)",
            "ValueError: cannot switch from manual field specification to automatic field numbering"
        ),
        ("'{'.format()", "ValueError: Single '{' encountered in format string"),
        ("'}'.format()", "ValueError: Single '}' encountered in format string"),
        ("'{!x}'.format(1)", "ValueError: Unknown conversion specifier x"),
        ("'{:d}'.format('a')", "ValueError: Unknown format code 'd' for object of type 'str'"),
        ("'{:s}'.format(1)", "ValueError: Unknown format code 's' for object of type 'int'"),
        ("'{:5}'.format([])", "TypeError: unsupported format string passed to list.__format__"),
        ("'{:,s}'.format('a')", "ValueError: Cannot specify ',' with 's'."),
        ("'{:.2d}'.format(1)", "ValueError: Precision not allowed in integer format specifier"),
        ("'{.x}'.format(1)", "AttributeError: 'int' object has no attribute 'x'"),
        (
            "'{:=5}'.format('a')",
            "ValueError: '=' alignment not allowed in string format specifier"
        ),
        ("'{a[}'.format(a=1)", "ValueError: expected '}' before end of string"),
        ("'{:{:{}}}'.format(1, 2, 3)", "ValueError: Max string recursion exceeded"),
    ])
    func errorsFollowPython(template: String, expected: String) {
        #expect(rendered(template) == expected)
    }

    @Test(arguments: [
        (
            "'<b>{}</b>'|safe|string ~ ('<b>{}</b>'|safe).format('<i>')",
            "<b>{}</b><b>&lt;i&gt;</b>"
        ),
        ("('{}{:>5}'|safe).format('<i>'|safe, '<')", "<i>    &lt;"),
        (
            "('{:5}'|safe).format('<'|safe)",
            "ValueError: Unsupported format specification for Markup."
        ),
        ("('{!r}'|safe).format('<')", "&#39;&lt;&#39;"),
    ])
    func markupEscapesWhatComesIn(template: String, expected: String) {
        #expect(rendered(template) == expected)
    }
}
