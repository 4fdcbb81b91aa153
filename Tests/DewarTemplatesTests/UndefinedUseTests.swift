import DewarTemplates
import Synchronization
import Testing

@Suite struct UndefinedUseTests {
    /// What is told of the uses of undefined values; as Jinja2's `make_logging_undefined`.
    private func uses(
        _ source: String, _ undefined: TemplateOptions.UndefinedBehavior = .standard
    ) throws -> [String] {
        let lines = Lines()
        let environment = TemplateEnvironment {
            $0.undefined = undefined
            $0.onUndefined = { lines.add("\($0.isError ? "error" : "warning"): \($0.message)") }
        }
        _ = try? environment.fromString(source).render(["d": ["x": 1]])
        return lines.all
    }

    private final class Lines: Sendable {
        private let lines = Mutex<[String]>([])
        func add(_ line: String) { lines.withLock { $0.append(line) } }
        var all: [String] { lines.withLock { $0 } }
    }

    @Test(arguments: [
        ("{{ a }}", ["warning: 'a' is undefined"]),
        ("{{ d.y }}", ["warning: 'dict object' has no attribute 'y'"]),
        ("{% for x in a %}{% endfor %}", ["warning: 'a' is undefined"]),
        ("{% if a %}{% endif %}", ["warning: 'a' is undefined"]),
        ("{{ a.b }}", ["error: 'a' is undefined"]),
        ("{{ a.b.c }}", ["error: 'a' is undefined"]),
        ("{{ a is defined }}{{ a|default(1) }}{{ d.x }}", []),
        ("{% for x in [1] %}{{ loop.nextitem }}{% endfor %}", ["warning: there is no next item"]),
    ])
    func usesAreTold(source: String, expected: [String]) throws {
        #expect(try uses(source) == expected)
    }

    @Test func otherBehavioursAreToldOfToo() throws {
        #expect(try uses("{{ a.b.c }}", .chainable) == ["warning: 'a' is undefined"])
        #expect(try uses("{{ a }}", .debug) == ["warning: 'a' is undefined"])
        #expect(try uses("{{ a }}", .strict) == ["error: 'a' is undefined"])
    }
}
