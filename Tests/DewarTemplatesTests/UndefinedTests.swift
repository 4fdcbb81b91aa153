import DewarTemplates
import Testing

/// What is done with a name that does not exist, by the four behaviours.
@Suite struct UndefinedTests {
    @Test(arguments: [
        ("{{ nope }}|", "|"),
        ("{{ nope.x }}|", "UndefinedError: 'nope' is undefined"),
        ("{{ nope['x'] }}|", "UndefinedError: 'nope' is undefined"),
        ("{{ nope() }}", "UndefinedError: 'nope' is undefined"),
        ("{{ nope + 1 }}", "UndefinedError: 'nope' is undefined"),
        ("{{ nope|upper }}", ""),
        ("{% if nope %}a{% else %}b{% endif %}", "b"),
        ("{% for x in nope %}{% endfor %}|", "|"),
        ("{{ nope == nope }}", "True"),
        ("{{ nope is defined }}{{ nope|default(1) }}", "False1"),
        ("{{ d.nope }}|", "|"),
        ("{{ d.nope.x }}", "UndefinedError: 'dict object' has no attribute 'nope'"),
        ("{{ xs[9] }}|", "|"),
        ("{{ nope ~ 1 }}", "1"),
        ("{{ nope|length }}", "0"),
        ("{{ nope in xs }}", "False"),
        ("{{ xs in nope }}", "False"),
        ("{{ 1 if nope }}", ""),
        ("{{ [nope] }}", "[Undefined]"),
        ("{{ nope|list }}", "[]"),
    ])
    func standardBehaviour(source: String, expected: String) {
        #expect(outcome(of: source) { $0.undefined = .standard } == expected)
    }

    @Test(arguments: [
        ("{{ nope }}|", "UndefinedError: 'nope' is undefined"),
        ("{{ nope.x }}|", "UndefinedError: 'nope' is undefined"),
        ("{{ nope['x'] }}|", "UndefinedError: 'nope' is undefined"),
        ("{{ nope() }}", "UndefinedError: 'nope' is undefined"),
        ("{{ nope + 1 }}", "UndefinedError: 'nope' is undefined"),
        ("{{ nope|upper }}", "UndefinedError: 'nope' is undefined"),
        ("{% if nope %}a{% else %}b{% endif %}", "UndefinedError: 'nope' is undefined"),
        ("{% for x in nope %}{% endfor %}|", "UndefinedError: 'nope' is undefined"),
        ("{{ nope == nope }}", "UndefinedError: 'nope' is undefined"),
        ("{{ nope is defined }}{{ nope|default(1) }}", "False1"),
        ("{{ d.nope }}|", "UndefinedError: 'dict object' has no attribute 'nope'"),
        ("{{ d.nope.x }}", "UndefinedError: 'dict object' has no attribute 'nope'"),
        ("{{ xs[9] }}|", "UndefinedError: list object has no element 9"),
        ("{{ nope ~ 1 }}", "UndefinedError: 'nope' is undefined"),
        ("{{ nope|length }}", "UndefinedError: 'nope' is undefined"),
        ("{{ nope in xs }}", "UndefinedError: 'nope' is undefined"),
        ("{{ xs in nope }}", "UndefinedError: 'nope' is undefined"),
        ("{{ 1 if nope }}", "UndefinedError: 'nope' is undefined"),
        ("{{ [nope] }}", "[Undefined]"),
        ("{{ nope|list }}", "UndefinedError: 'nope' is undefined"),
    ])
    func strictBehaviour(source: String, expected: String) {
        #expect(outcome(of: source) { $0.undefined = .strict } == expected)
    }

    @Test(arguments: [
        ("{{ nope }}|", "|"),
        ("{{ nope.x }}|", "|"),
        ("{{ nope['x'] }}|", "|"),
        ("{{ nope() }}", "UndefinedError: 'nope' is undefined"),
        ("{{ nope + 1 }}", "UndefinedError: 'nope' is undefined"),
        ("{{ nope|upper }}", ""),
        ("{% if nope %}a{% else %}b{% endif %}", "b"),
        ("{% for x in nope %}{% endfor %}|", "|"),
        ("{{ nope == nope }}", "True"),
        ("{{ nope is defined }}{{ nope|default(1) }}", "False1"),
        ("{{ d.nope }}|", "|"),
        ("{{ d.nope.x }}", ""),
        ("{{ xs[9] }}|", "|"),
        ("{{ nope ~ 1 }}", "1"),
        ("{{ nope|length }}", "0"),
        ("{{ nope in xs }}", "False"),
        ("{{ xs in nope }}", "False"),
        ("{{ 1 if nope }}", ""),
        ("{{ [nope] }}", "[Undefined]"),
        ("{{ nope|list }}", "[]"),
    ])
    func chainableBehaviour(source: String, expected: String) {
        #expect(outcome(of: source) { $0.undefined = .chainable } == expected)
    }

    @Test(arguments: [
        ("{{ nope }}|", "{{ nope }}|"),
        ("{{ nope.x }}|", "UndefinedError: 'nope' is undefined"),
        ("{{ nope['x'] }}|", "UndefinedError: 'nope' is undefined"),
        ("{{ nope() }}", "UndefinedError: 'nope' is undefined"),
        ("{{ nope + 1 }}", "UndefinedError: 'nope' is undefined"),
        ("{{ nope|upper }}", "{{ NOPE }}"),
        ("{% if nope %}a{% else %}b{% endif %}", "b"),
        ("{% for x in nope %}{% endfor %}|", "|"),
        ("{{ nope == nope }}", "True"),
        ("{{ nope is defined }}{{ nope|default(1) }}", "False1"),
        ("{{ d.nope }}|", "{{ no such element: dict object['nope'] }}|"),
        ("{{ d.nope.x }}", "UndefinedError: 'dict object' has no attribute 'nope'"),
        ("{{ xs[9] }}|", "{{ no such element: list object[9] }}|"),
        ("{{ nope ~ 1 }}", "{{ nope }}1"),
        ("{{ nope|length }}", "0"),
        ("{{ nope in xs }}", "False"),
        ("{{ xs in nope }}", "False"),
        ("{{ 1 if nope }}", ""),
        ("{{ [nope] }}", "[Undefined]"),
        ("{{ nope|list }}", "[]"),
    ])
    func debugBehaviour(source: String, expected: String) {
        #expect(outcome(of: source) { $0.undefined = .debug } == expected)
    }
}
