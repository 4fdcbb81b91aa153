import DewarTemplates
import Testing

/// What a sandbox keeps back of values.
@Suite struct SandboxValueTests {
    @Test(arguments: [
        ("''.__class__", ""),
        (
            "''.__class__.__mro__",
            "SecurityError: access to attribute '__class__' of 'str' object is unsafe."
        ),
        (
            "[].__class__.x",
            "SecurityError: access to attribute '__class__' of 'list' object is unsafe."
        ),
        ("'{0.__class__}'.format(1)", ""),
        (
            "'{0.__class__.x}'.format(1)",
            "SecurityError: access to attribute '__class__' of 'int' object is unsafe."
        ),
        ("'{a.real}'.format(a=5)", "5"),
        ("'{0[x]}'.format({'x': 1})", "1"),
        ("'{x.__class__}b'.format_map({'x': 1})", "b"),
        ("{'_a': 1}._a", "1"),
        ("{'_a': 1}['_a']", "1"),
        ("range(100000)|length", "100000"),
        (
            "range(100001)",
            "OverflowError: Range too big. The sandbox blocks ranges larger than MAX_RANGE (100000)."
        ),
        ("dict.mro()", "SecurityError: access to attribute 'mro' of 'type' object is unsafe."),
    ])
    func privateAttributesAreKeptBack(template: String, expected: String) {
        #expect(rendered(template, sandbox: .init()) == expected)
    }
}
