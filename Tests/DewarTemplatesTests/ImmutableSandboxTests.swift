import DewarTemplates
import Testing

/// A sandbox that forbids changes.
@Suite struct ImmutableSandboxTests {
    @Test(arguments: [
        (
            "[].append(1)",
            "SecurityError: access to attribute 'append' of 'list' object is unsafe."
        ),
        ("{}.clear()", "SecurityError: access to attribute 'clear' of 'dict' object is unsafe."),
        (
            "{}.update({})",
            "SecurityError: access to attribute 'update' of 'dict' object is unsafe."
        ),
        ("[1].index(1)", "0"),
        ("{'a': 1}.get('a')", "1"),
        ("[].sort()", "SecurityError: access to attribute 'sort' of 'list' object is unsafe."),
        ("[3].pop()", "SecurityError: access to attribute 'pop' of 'list' object is unsafe."),
        ("{'pop': 1}.pop", ""),
    ])
    func containersCannotBeChanged(template: String, expected: String) {
        #expect(rendered(template, sandbox: .init(isImmutable: true)) == expected)
    }
}
