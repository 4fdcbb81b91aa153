import DewarTemplates
import Testing

/// The operator % formats as CPython does.
@Suite struct PercentFormatTests {
    @Test(arguments: [
        ("'%s %r %a' % ('é', 'é', 'é')", #"é 'é' '\xe9'"#),
        ("'%5d|%-5d|%05d|%+d|% d' % (42, 42, 42, 42, 42)", "   42|42   |00042|+42| 42"),
        ("'%x %X %#x %o %#o' % (255, 255, 255, 8, 8)", "ff FF 0xff 10 0o10"),
        ("'%.2f %10.3f %-8.1f| %+.0f' % (1.005, 2.5, 3.25, 0.5)", "1.00      2.500 3.2     | +0"),
        (
            "'%e %.0e %G %g %g' % (12345.678, 0.00012, 1e20, 1e-5, 123456789)",
            "1.234568e+04 1e-04 1E+20 1e-05 1.23457e+08"
        ),
        ("'%c%c' % (65, '日')", "A日"),
        ("'%(a)s-%(b)05.1f' % {'a': 1, 'b': 2.25}", "1-002.2"),
        ("'%%' % ()", "%"),
        ("'%*d %.*f' % (6, 42, 2, 3.14159)", "    42 3.14"),
        ("'%d' % 3.99", "3"),
        ("'%.3s' % 'abcdef'", "abc"),
        ("'%5s|%-5s|' % ('é', 'é')", "    é|é    |"),
        ("'%s' % [1, 2]", "[1, 2]"),
        ("'%s' % missing", ""),
        ("'%#.3g' % 1.0", "1.00"),
        ("'%08.3f' % -3.14159", "-003.142"),
        ("'%d' % 2**70", "1180591620717411303424"),
    ])
    func conversionsFollowPython(template: String, expected: String) {
        #expect(rendered(template) == expected)
    }

    @Test(arguments: [
        ("'%d' % 'a'", "TypeError: %d format: a real number is required, not str"),
        ("'%x' % 1.5", "TypeError: %x format: an integer is required, not float"),
        ("'%s' % ()", "TypeError: not enough arguments for format string"),
        ("'%s' % (1, 2)", "TypeError: not all arguments converted during string formatting"),
        ("'a' % 1", "TypeError: not all arguments converted during string formatting"),
        ("'%z' % 1", "ValueError: unsupported format character 'z' (0x7a) at index 1"),
        ("'%' % 1", "ValueError: incomplete format"),
        ("'%(a)s' % 1", "TypeError: format requires a mapping"),
        ("'%(a)s' % {}", "KeyError: 'a'"),
        ("'%c' % 'ab'", "TypeError: %c requires int or char"),
        ("'%(a' % {}", "ValueError: incomplete format key"),
        ("'%.2f' % 'x'", "TypeError: must be real number, not str"),
    ])
    func errorsFollowPython(template: String, expected: String) {
        #expect(rendered(template) == expected)
    }

    @Test(arguments: [
        ("'<b>%s</b>'|safe % '<i>'", "<b>&lt;i&gt;</b>"),
        ("'%s|%r'|safe % ('<', '<')", "&lt;|&#39;&lt;&#39;"),
        ("'%(a)s'|safe % {'a': '<'}", "&lt;"),
        ("'%s'|safe % ('<i>'|safe)", "<i>"),
        ("'%d'|safe % '12'", "12"),
        ("'%s'|safe % ['<']", "[&#39;&lt;&#39;]"),
    ])
    func markupEscapesWhatComesIn(template: String, expected: String) {
        #expect(rendered(template) == expected)
    }
}
