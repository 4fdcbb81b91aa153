import DewarTemplates
import Testing

@Suite struct TemplateTagTests {
    /// `{% repeat 3 as i %}` … `{% between %}` … `{% endrepeat %}`.
    private struct RepeatTag: TemplateTag {
        let names = ["repeat"]

        func parse(_ parser: inout TemplateTagParser) throws -> [TemplateNode] {
            let count = try parser.expression()
            let name = try parser.skip(name: "as") ? try parser.expectName() : "index"
            let (body, end) = try parser.body(untilOneOf: ["between", "endrepeat"])
            let between = end == "between" ? try parser.body(until: "endrepeat") : nil
            let line = parser.line
            return [
                .call([count], body: body, parameters: [name]) { call in
                    guard let count = call.arguments[0].int, count < 100 else {
                        throw TemplateError(.valueError, "repeat takes a small number")
                    }
                    var pieces = ""
                    for number in 0..<count { pieces += try call.body(.int(number)).printed() }
                    return .markup(pieces)
                },
                between.map { .body($0) } ?? .text(""),
                .set("last", .constant(.string("line \(line)"), line: line)),
            ]
        }
    }

    /// `{% visitor %}`, `{% unless x %}` … `{% endunless %}`, `{% show x %}`.
    private struct SmallTags: TemplateTag {
        let names = ["visitor", "unless", "show", "if"]

        func parse(_ parser: inout TemplateTagParser) throws -> [TemplateNode] {
            switch parser.tag {
            case "visitor":
                return [.call { call in call["user"] ?? "<nobody>" }]
            case "unless":
                let test = try parser.expression()
                let body = try parser.body(until: "endunless")
                return [.condition(test, then: .empty, otherwise: body)]
            default:
                guard !parser.isAtEnd else { throw parser.failure("show what?") }
                let value = try parser.expression()
                return [.print(value), .text("<br>"), .evaluate(value)]
            }
        }
    }

    /// `$name$` for `{{ name }}`, and no comments' leftovers: sources and tokens changed.
    private struct DollarTag: TemplateTag {
        let names: [String] = []

        func preprocess(_ source: String, name: String?) -> String {
            source.split(separator: "$", omittingEmptySubsequences: false).enumerated().map {
                $0 % 2 == 1 ? "{{ \($1) }}" : String($1)
            }.joined()
        }

        func filter(_ tokens: [TemplateToken]) -> [TemplateToken] {
            tokens.map { token in
                var token = token
                if token.kind == .name, token.text == "shout" { token.text = "upper" }
                return token
            }
        }

        func parse(_ parser: inout TemplateTagParser) throws -> [TemplateNode] { [] }
    }

    private func render(_ source: String, _ context: TemplateValue = [:]) -> String {
        let environment = TemplateEnvironment {
            $0.autoescape = .on
            $0.tags = [RepeatTag(), SmallTags(), DollarTag()]
        }
        do {
            return try environment.fromString(source).render(context)
        } catch {
            return "\(error)"
        }
    }

    @Test(arguments: [
        ("{% repeat 3 %}<{{ index }}>{% endrepeat %}", "<0><1><2>"),
        ("{% repeat 2 as i %}{{ i }}{{ x }}{% between %}|{% endrepeat %}!", "0&lt;1&lt;|!"),
        ("a\n{% repeat 0 %}{% endrepeat %}{{ last }}", "a\nline 2"),
        (
            "{% repeat 2 %}{% repeat 2 as j %}{{ index }}{{ j }} {% endrepeat %}{% endrepeat %}",
            "00 01 10 11 "
        ),
        ("{% visitor %}", "&lt;nobody&gt;"),
        ("{% set user = 'Ada' %}{% visitor %}", "Ada"),
        ("{% unless x %}a{% endunless %}{% unless y %}b{% endunless %}", "b"),
        ("{% show x %}", "&lt;<br>"),
        ("$x$ $'a'|shout$", "&lt; A"),
        ("{% if x %}1{% endif %}", "1"),
        (
            "{% for n in [1, 2] %}{% repeat n %}{{ n }}{{ loop.index }}{% endrepeat %}{% endfor %}",
            "112222"
        ),
    ])
    func tagsDoWhatTheySay(source: String, expected: String) {
        #expect(render(source, ["x": "<"]) == expected)
    }

    @Test(arguments: [
        ("{% show %}", "TemplateSyntaxError: show what? (in <string>:1)"),
        (
            "{% repeat %}",
            "TemplateSyntaxError: unexpected 'end of statement block' (in <string>:1)"
        ),
        (
            "{% repeat 2 %}",
            "TemplateSyntaxError: Unexpected end of template. Jinja was looking for the following"
                + " tags: 'between' or 'endrepeat'. The innermost block that needs to be closed is"
                + " 'repeat'."
        ),
        ("\n{% repeat 2 %}{{ 1 / 0 }}{% endrepeat %}", "ZeroDivisionError: division by zero"),
        (
            "\n{% repeat 100 %}{% endrepeat %}",
            "ValueError: repeat takes a small number (in <string>:2)"
        ),
        (
            "{% visitr %}",
            "TemplateSyntaxError: Encountered unknown tag 'visitr'. (in <string>:1). Did you mean"
                + " 'visitor'?"
        ),
        ("{% repeat 2 %}{% break %}{% endrepeat %}", "TemplateSyntaxError: Encountered unknown"),
    ])
    func whatIsWrongIsSaid(source: String, message: String) {
        #expect(render(source).hasPrefix(message))
    }
}
