import DewarTemplates
import Testing

/// What a rendering makes and keeps is bounded, in whatever it keeps it.
@Suite struct MemoryLimitTests {
    private static let limit = 2 << 20

    /// The output, or the message of the error.
    private func outcome(_ source: String) -> String {
        let environment = TemplateEnvironment {
            $0.limits = .standard
            $0.limits?.memoryBytes = Self.limit
            $0.limits?.steps = 1_000_000
        }
        do {
            return try environment.fromString(source).render(["given": .string("x")])
        } catch let error as TemplateError {
            return error.message
        } catch {
            return "\(error)"
        }
    }

    /// A template that does something again and again with a list, a dictionary, a namespace and
    /// the number of the iteration.
    private func again(_ statement: String) -> String {
        "{% set l, d, ns = [], {}, namespace(x=none) %}"
            + "{% macro m() %}{% macro inner() %}{% endmacro %}{{ inner() }}{% endmacro %}"
            + "{% for i in range(100000) %}\(statement)\(reset){% endfor %}done"
    }

    private let reset = "{% set x = i %}"

    @Test(arguments: [
        "{% if l.append('x' * 100 ~ i) %}{% endif %}",
        "{% if l.append([i]) %}{% endif %}",
        "{% if l.append({'a': i}) %}{% endif %}",
        "{% if l.append((i, i)) %}{% endif %}",
        "{% if l.append(2 ** 1000 + i) %}{% endif %}",
        "{% if l.append(namespace(a=i)) %}{% endif %}",
        "{% if l.append(cycler(1, 2)) %}{% endif %}",
        "{% if l.append(given.upper) %}{% endif %}",
        "{% if l.append([i]|map('string')) %}{% endif %}",
        "{% if l.append(nope) %}{% endif %}",
        "{% if l.append([][(i, 'x' * 1000)]) %}{% endif %}",
        "{% if l.append(i) %}{% endif %}",
        "{% if l.insert(0, i ~ 'x' * 500) %}{% endif %}",
        "{% if l.extend(['x' * 200 ~ i]) %}{% endif %}",
        "{% if d.update({i: 1}) %}{% endif %}",
        "{% if d.setdefault(i, 1) %}{% endif %}",
        "{% set ns.x = [ns.x, i] %}",
        "{% set ns.x = (ns.x,) %}",
        "{% set ns.x = {'a': ns.x} %}",
        "{% set ns.x = (ns.x or '') ~ 'x' * 10000 %}",
        "{% set t %}{{ 'x' * 100 }}{% endset %}{% if l.append(t) %}{% endif %}",
        "{{ m() }}",
    ])
    func whatIsKeptIsCounted(statement: String) {
        #expect(outcome(again(statement)) == "memoryBytes is limited to \(Self.limit)")
    }

    @Test(arguments: [
        "{% set x = range(10 ** 7)|map('string')|list %}",
        "{% set x = range(10 ** 7)|map('string')|join %}",
        "{% set x = range(10 ** 7)|list %}",
        "{% set x = range(10 ** 7)|batch(2)|list %}",
        "{% set x = [given] * 10 ** 6 %}",
        "{% set x = given * 3000000 %}",
        "{% set x = [" + String(repeating: "given * 100000, ", count: 40) + "] %}",
        "{{ ([given * 100000] * 40)|map('upper')|list|length }}",
        "{{ (given ~ ' ') .replace('x', 'ab ' * 100000).split()|length }}",
        "{{ (given * 200000)|list|length }}",
        "{{ (given * 100000).replace('x', 'x,').split(',')|length }}",
        "{{ (given * 100000).replace('x', 'x\\n').splitlines()|length }}",
        // Constants that the compiler leaves alone, because they would take too much.
        "{% set x = 'a' * 3000000 %}",
        "{% set x = [" + String(repeating: "'a' * 100000, ", count: 80) + "] %}",
    ])
    func oneExpressionIsCountedToo(source: String) {
        #expect(outcome(source) == "memoryBytes is limited to \(Self.limit)")
    }

    @Test(arguments: [
        "{% set x = 'x' * 1000 ~ i %}",
        "{% set x = [i, [i, 'x' * 300 ~ i]] %}",
        "{% set x = {'a': {'b': 'x' * 300 ~ i}} %}",
        "{% set ns.x = 'x' * 1000 ~ i %}",
        "{% if d.update({1: 'x' * 1000 ~ i}) %}{% endif %}",
        "{% if l.append('x' * 1000 ~ i) or l.pop() %}{% endif %}",
        "{% if l.append('x' * 1000 ~ i) or l|length > 100 and l.clear() %}{% endif %}",
        "{% set x = range(20)|map('string')|map('center', 50)|list %}",
        "{% set x = 2 ** 5000 + i %}",
        "{% set t %}{{ 'x' * 500 }}{% endset %}",
    ])
    func whatEndsIsNot(statement: String) {
        let source = again(statement).replacing("100000", with: "5000")
        #expect(outcome(source) == "done")
    }

    @Test func sandboxesAreStrict() throws {
        let environment = TemplateEnvironment { $0.sandbox = TemplateSandbox() }
        let source =
            "{% set l = [] %}{% for i in range(100000) %}"
            + "{% if l.append('x' * 10000 ~ i) %}{% endif %}{% endfor %}"
        let template = try environment.fromString(source)
        let error = #expect(throws: TemplateError.self) { try template.render() }
        #expect(error?.kind == .limitError)
        #expect(error?.message == "memoryBytes is limited to \(TemplateLimits.strict.memoryBytes)")
    }

    /// A rendering within another counts for itself.
    @Test func renderingsCountApart() throws {
        var limits = TemplateLimits.standard
        limits.memoryBytes = Self.limit
        let inner = try TemplateEnvironment { $0.limits = limits }
            .fromString("{% set x = 'x' * 1500000 %}{{ x|length }}")
        let outer = TemplateEnvironment {
            $0.limits = limits
            $0.addFunction("page") { try inner.render() }
        }
        let source = "{% set x = 'x' * 1500000 %}{{ page() }}{{ page() }}{{ x|length }}"
        #expect(try outer.fromString(source).render() == "150000015000001500000")
    }
}
