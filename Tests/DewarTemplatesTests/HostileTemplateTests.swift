import DewarTemplates
import Testing

/// Templates of strangers, made to trap, to hang or to fill the memory: each is refused by name.
@Suite struct HostileTemplateTests {
    /// The class of the error, or the output.
    private func outcome(_ source: String) -> String {
        let environment = TemplateEnvironment {
            $0.sandbox = TemplateSandbox()
            $0.limits = .strict
            // What `range` gives is not what is bounded here.
            $0.limits?.rangeSize = .max
            $0.limits?.steps = 100_000
            $0.extensions = Set(TemplateExtension.allCases)
        }
        do {
            return try environment.fromString(source).render()
        } catch let error as TemplateError {
            return error.kind.rawValue
        } catch {
            return "\(error)"
        }
    }

    @Test(arguments: [
        ("{{ []*10**12 }}{{ ''*10**12 }}{{ (10**12)*() }}", "[]()"),
        ("{{ [1]*10**12 }}", "MemoryError"),
        ("{{ range(10**18)|sum }}", "TemplateLimitError"),
        ("{{ range(10**18)|max }}{{ range(10**18)|min }}", "TemplateLimitError"),
        ("{{ range(10**18)|select('none')|first }}", "TemplateLimitError"),
        ("{{ range(10**18)|rejectattr('x', 'undefined')|first }}", "TemplateLimitError"),
        ("{{ range(10**18)|batch(10**12)|first }}", "TemplateLimitError"),
        ("{{ range(10**18)|unique|list }}", "TemplateLimitError"),
        ("{{ -1 in range(10**18)|map('abs') }}", "TemplateLimitError"),
        ("{{ -1 in range(10**18)|map(attribute='real') }}", "TemplateLimitError"),
        ("{{ -1 in range(10**18)|reverse }}", "TemplateLimitError"),
        ("{{ nope in range(10**18) }}{{ 'a' in range(10**18) }}", "FalseFalse"),
        ("{{ range(10**18)|length }}", "1000000000000000000"),
        ("{{ 'ab'|slice(10**12)|list }}", "TemplateLimitError"),
        ("{{ dict(*range(10**18)) }}", "TemplateLimitError"),
        ("{{ cycler(*range(10**9)) }}", "TemplateLimitError"),
        ("{% for i in range(10**18) %}{% endfor %}", "TemplateLimitError"),
        ("{% for i in range(10**18) if false %}{% endfor %}", "TemplateLimitError"),
        ("{{ (['a'*10**6]*1000)|string|length }}", "MemoryError"),
        ("{{ lipsum(10**12) }}", "MemoryError"),
        ("{{ lipsum(n=1, min=10**9, max=10**9+1) }}", "MemoryError"),
        ("{{ 9**(9**9) }}", "OverflowError"),
        ("{{ 'a'|center(10**12) }}", "MemoryError"),
        ("{{ 'a'|wordwrap(0) }}", "ValueError"),
        ("{{ 'abc'|wordwrap(1.5) }}", "TypeError"),
        ("{{ 'a b'|wordwrap(1.5) }}", "a\nb"),
        ("{{ 'abc'[::-(2**70)] }}{{ range(10)[::-(2**63)]|list }}", "c[9]"),
        ("{{ 5|round(-10**9) }}", "0"),
        ("{{ '{0.__class__.__mro__}'.format(1) }}", "SecurityError"),
        ("{{ ''|attr('__class__') ~ ''.__class__.__mro__ }}", "SecurityError"),
    ])
    func limitsAreCrossed(source: String, expected: String) {
        #expect(outcome(source) == expected)
    }

    /// A value of a few lists that stands for two to the power of sixty elements.
    @Test(arguments: [
        ("[1]", "[ns.x, ns.x]", "ns.x", "TemplateLimitError"),
        ("(1,)", "(ns.x, ns.x)", "{ns.x: 1}", "TemplateLimitError"),
        ("[1]", "[ns.x, ns.x]", "ns.x == ns.y", "TemplateLimitError"),
        ("'a'", "ns.x ~ ns.x", "ns.x", "TemplateLimitError"),
        ("[1]", "ns.x + ns.x", "ns.x", "TemplateLimitError"),
        ("2", "ns.x * ns.x", "ns.x", "OverflowError"),
    ])
    func doublingIsBounded(start: String, step: String, use: String, expected: String) {
        let other = step.replacing("ns.x", with: "ns.y")
        let source =
            "{% set ns = namespace(x=\(start), y=\(start)) %}{% for _ in range(60) %}"
            + "{% set ns.x = \(step) %}{% set ns.y = \(other) %}{% endfor %}{{ \(use) }}"
        #expect(outcome(source) == expected)
    }

    /// A call whose arguments are many takes time that grows with their number.
    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            ("{{ dict(ARGUMENTS)|length }}", "20000"),
            ("{{ dict(**dict(ARGUMENTS))|length }}", "20000"),
            ("{% macro m() %}{{ kwargs|length }}{% endmacro %}{{ m(ARGUMENTS) }}", "20000"),
            ("{% macro m(PARAMETERS) %}{{ k19999 }}{% endmacro %}{{ m(ARGUMENTS) }}", "19999"),
            (
                "{% macro m(PARAMETERS) %}{{ k7 }}{{ kwargs|length }}{% endmacro %}"
                    + "{{ m(ARGUMENTS, more=1) }}", "71"
            ),
            ("{% macro m(PARAMETERS) %}{% endmacro %}{{ m(ARGUMENTS, more=1) }}", "TypeError"),
            ("{{ 'a'|replace(ARGUMENTS) }}", "TypeError"),
            ("{{ dict(ARGUMENTS, **dict(ARGUMENTS)) }}", "TypeError"),
        ])
    func keywordsMayBeMany(source: String, expected: String) {
        let names = (0..<20_000).map { "k\($0)" }
        let filled =
            source
            .replacing(
                "ARGUMENTS", with: names.map { "\($0)=\($0.dropFirst())" }.joined(separator: ", ")
            )
            .replacing("PARAMETERS", with: names.joined(separator: ", "))
        #expect(outcome(filled) == expected)
    }

    @Test(arguments: [
        "{% if x %}", "{% for a in b %}", "{% with %}", "{% filter upper %}", "{% set a %}",
        "{% macro m() %}", "{% call m() %}", "{% autoescape x %}", "{% trans %}", "{{ (", "{{ [",
        "{{ {1:", "{{ f(", "{{ x[", "{{ - ", "{{ not ", "{{ x if ", "{% raw %}", "{#", "{{ ''",
    ])
    func nothingNestsWithoutEnd(piece: String) {
        let name = piece.dropFirst(2)
        #expect(outcome(String(repeating: piece, count: 3000)) == "TemplateSyntaxError")
        // An opening delimiter of a comment with nothing after it is nothing, as in Jinja2.
        guard !name.isEmpty else { return }
        #expect(
            outcome(piece + String(repeating: String(name), count: 3000)) == "TemplateSyntaxError")
    }
}
