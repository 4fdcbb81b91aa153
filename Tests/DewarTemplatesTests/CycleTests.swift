import DewarTemplates
import Synchronization
import Testing

/// Nothing that a template makes outlives its rendering, however it holds itself.
@Suite struct CycleTests {
    /// An object that counts how many of its kind there are.
    private final class Probe: TemplateObject {
        let counter: Counter

        init(_ counter: Counter) {
            self.counter = counter
            counter.change(by: 1)
        }

        deinit { counter.change(by: -1) }

        func templateMember(_ name: String) -> TemplateValue? { nil }
    }

    private final class Counter: Sendable {
        private let value = Mutex(0)
        var count: Int { value.withLock { $0 } }
        func change(by number: Int) { value.withLock { $0 += number } }
    }

    private func left(after source: String) throws -> Int {
        let counter = Counter()
        let environment = TemplateEnvironment {
            $0.extensions = [.expressionStatement, .loopControls]
            $0.loader = DictionaryLoader(["mod": "{% macro mm() %}{{ p }}{% endmacro %}"])
        }
        let template = try environment.fromString(source)
        for _ in 0..<3 {
            _ = try? template.render([
                "p": Probe(counter).templateValue, "xs": .list([1, 2, 3]), "l": .list([]),
                "d": ["p": Probe(counter).templateValue],
            ])
        }
        return counter.count
    }

    @Test(arguments: [
        "{% do l.append(l) %}{% do l.append(p) %}",
        "{% do l.append((1, (l, p))) %}",
        "{% do l.insert(0, {'a': [l, p]}) %}",
        "{% do l.extend([l, p]) %}",
        "{% do d.update(a=d) %}",
        "{% do d.update({'a': {'b': d}}) %}",
        "{% do d.setdefault('q', d) %}",
        "{% set ns = namespace(p=p) %}{% set ns.self = ns %}",
        "{% set ns = namespace(p=p) %}{% set ns.x = [ns] %}",
        "{% set a = [p] %}{% set b = [a] %}{% do a.append(b) %}",
        "{% do l.append(l.append) %}{% do l.append(p) %}",
        "{% do d.update(v=d.values()) %}",
        "{% do l.append(l|map('string')) %}{% do l.append(p) %}",
        "{% do d.update(x=d.missing) %}",
        "{% do l.append((l.missing, p)) %}",
        "{% macro m() %}{{ p }}{% endmacro %}{% do l.append(m) %}",
        "{% macro m() %}{{ p }}{% endmacro %}{% do d.update({m: 1}) %}",
        "{% import 'mod' as m with context %}{% do l.append(m) %}",
        "{% from 'mod' import mm with context %}{% do l.append(mm) %}",
        "{% block b %}{% do l.append(self) %}{% do l.append(self.b) %}{% endblock %}",
        "{% for x in xs %}{% do l.append(loop) %}{{ loop.changed(loop, p) }}{% endfor %}",
        "{% for x in xs if p %}{% do l.append(loop) %}{{ loop.index }}{% endfor %}",
        "{% for x in xs if p %}{{ loop.index }}{{ 1 / 0 }}{% endfor %}",
        "{% for x in xs if p %}{% set y = loop %}{{ 1 / 0 }}{% endfor %}",
        "{% for x in xs recursive %}{% set y = loop %}{{ loop([1]) if x > 1 }}{% endfor %}",
        "{% macro m(a) %}{% set n = m %}{{ 1 / 0 }}{% endmacro %}{{ m(p) }}",
        "{% call(x) undefined(p) %}{% endcall %}",
    ])
    func nothingIsLeftBehind(source: String) throws {
        #expect(try left(after: source) == 0)
    }

    @Test func whatHoldsItselfIsCutAfterTheRendering() throws {
        let list = TemplateValue.list([1])
        let environment = TemplateEnvironment()
        let template = try environment.fromString("{{ x.append(x) or x }}{{ x.append([2]) or x }}")
        #expect(try template.render(["x": list]) == "[1, [...]][1, [...], [2]]")
        #expect(try environment.fromString("{{ x }}").render(["x": list]) == "[1, None, [2]]")
    }

    @Test func manyChangedListsAreForgottenWhenNobodyHoldsThem() throws {
        let counter = Counter()
        let template = try TemplateEnvironment().fromString(
            """
            {% for x in range(5000) %}{% set l = [] %}{{ l.append([make()]) or '' }}{% endfor %}\
            {{ count() }}
            """)
        let output = try template.render([
            "make": .function { Probe(counter).templateValue },
            "count": .function { counter.count },
        ])
        #expect(try #require(Int(output)) < 2500)
        #expect(counter.count == 0)
    }
}
