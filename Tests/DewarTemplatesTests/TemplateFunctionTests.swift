import DewarTemplates
import DewarText
import Testing

@Suite struct TemplateFunctionTests {
    private func render(_ source: String) -> String {
        let environment = TemplateEnvironment {
            $0.autoescape = .on
            $0.addFilter("shout") { (text: String) in text.uppercased() + "!" }
            $0.addFilter("money", "currency", .optional("digits", 2)) {
                (amount: Double, currency: String, digits: Int) in "\(currency) \(amount) \(digits)"
            }
            $0.addFilter("bold") { (html: Markup) -> Markup in "<b>\(html)</b>" }
            $0.addFilter("sumup") { (numbers: [Int], start: Int?) in
                numbers.reduce(start ?? 0, +)
            }
            $0.addTest("weekend") { (day: Int) in day >= 6 }
            $0.addTest("between", "low", "high") { (value: Double, low: Double, high: Double) in
                value >= low && value <= high
            }
            $0.addFunction("url_for", "endpoint") { (endpoint: String, rest: TemplateArguments) in
                endpoint
                    + rest.named.map { " \($0.name)=\((try? $0.value.printed()) ?? "")" }.joined()
            }
            $0.addFunction("now") { "today" }
            $0.addFunction("size") { (entries: [String: Int]) in entries.values.reduce(0, +) }
        }
        do {
            return try environment.fromString("{{ \(source) }}").render()
        } catch let error as TemplateError {
            return "\(error.kind.rawValue): \(error.message)"
        } catch {
            return "\(error)"
        }
    }

    @Test(arguments: [
        ("'<a>'|shout", "&lt;A&gt;!"),
        ("3|money('EUR')", "EUR 3.0 2"),
        ("3|money(digits=0, currency='USD')", "USD 3.0 0"),
        ("'<i>'|bold", "<b>&lt;i&gt;</b>"),
        ("[1, 2]|sumup ~ [1, 2]|sumup(10) ~ (1, 2)|sumup(none)", "3133"),
        (
            "[6 is weekend, 5 is weekend, 2 is between(1, 3), 2 is between(low=3, high=4)]",
            "[True, False, True, False]"
        ),
        ("['a', 'b']|map('shout')|join", "A!B!"),
        ("[1, 7]|select('weekend')|list", "[7]"),
        ("url_for('post', id=3, page='x')", "post id=3 page=x"),
        ("now() ~ size({'a': 1, 'b': 2})", "today3"),
    ])
    func argumentsBindByPositionAndName(template: String, expected: String) {
        #expect(render(template) == expected)
    }

    @Test(arguments: [
        ("{{ show('x') }}{{ 1|shown('x') }}", "1<1"),
        ("{% set y = 2 %}{{ show('y') }}{{ 1|shown('y') }}", "2<2"),
        // As in Jinja2, what the loop sets is seen, and not its own variable.
        ("{% for i in [3, 4] %}{% set x = i %}{{ show('x') }}{% endfor %}", "34"),
        ("{% for x in [3, 4] %}{{ show('x') }}{% endfor %}", "11"),
        ("{{ show('zzz') }}{{ 1 is known('x') }}{{ 1 is known('zzz') }}", "NoneTrueFalse"),
        ("{{ show(name='x') }}", "1"),
        ("{{ show() }}", "TypeError: show() missing required argument: 'name'"),
        ("{% include 'part' %}", "part 1"),
        ("{% autoescape true %}{{ 1|shown('x') }}{% endautoescape %}", "&lt;1"),
    ])
    func functionsSeeWhereTheyAreCalled(source: String, expected: String) throws {
        let environment = TemplateEnvironment {
            $0.loader = DictionaryLoader(["part": "{{ place() }} {{ show('x') }}"])
            $0.addFunction("show", "name") { (scope: TemplateScope, name: String) in scope[name] }
            $0.addFunction("place") { (scope: TemplateScope) in scope.templateName }
            $0.addFilter("shown", "name") { (_: Int, scope: TemplateScope, name: String) in
                "<" + ((try? scope[name]?.printed()) ?? "")
            }
            $0.addTest("known", "name") { (_: Int, name: String, scope: TemplateScope) in
                scope[name] != nil && scope.environment != nil
            }
        }
        do {
            let output = try environment.fromString(source).render(["x": 1])
            #expect(output == expected)
        } catch let error as TemplateError {
            #expect("\(error.kind.rawValue): \(error.message)" == expected)
        }
    }

    @Test func whatATemplateDoesToGlobalsOthersDoNotSee() throws {
        let environment = TemplateEnvironment {
            $0.globals = [(name: "seen", value: ["a"]), (name: "config", value: ["x": [1]])]
        }
        let template = try environment.fromString(
            "{% set _ = seen.append('b') %}{% set _ = config.x.append(2) %}{{ seen }}{{ config }}")
        #expect(try template.render() == "['a', 'b']{'x': [1, 2]}")
        #expect(try template.render() == "['a', 'b']{'x': [1, 2]}")
    }

    @Test(arguments: [
        ("1|shout", "TypeError: expected str, got int"),
        ("missing|shout", "UndefinedError: 'missing' is undefined"),
        ("1|money", "TypeError: money() missing required argument: 'currency'"),
        ("1|money('a', 1, 2)", "TypeError: money() takes 3 positional arguments but 4 were given"),
        (
            "1|money('a', currency='b')",
            "TypeError: money() got multiple values for argument 'currency'"
        ),
        (
            "1|money('a', color=1)",
            "TypeError: money() got an unexpected keyword argument 'color'"
        ),
        ("now(1)", "TypeError: now() takes 0 positional arguments but 1 were given"),
        ("size({1: 2})", "TypeError: expected str, got int"),
        (
            "(2**70)|money('a', 2**70)",
            "OverflowError: Python int too large to convert to C ssize_t"
        ),
    ])
    func mistakesAreToldAsInPython(template: String, expected: String) {
        #expect(render(template) == expected)
    }
}
