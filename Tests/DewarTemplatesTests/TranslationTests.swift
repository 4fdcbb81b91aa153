import DewarTemplates
import Testing

/// `trans`, and the functions that translate.
@Suite struct TranslationTests {
    private static let messages = [
        "Hello": "Hallo",
        "Hello %(name)s!": "Hallo %(name)s!",
        "%(n)s things": "%(n)s Dinge",
        "One thing": "Ein Ding",
        "menu|Open": "Öffnen",
        "100%%": "hundert%%",
    ]

    private func translated(_ source: String, isNewStyle: Bool) -> String {
        @Sendable func message(_ key: String, else text: String) -> String {
            Self.messages[key] ?? text
        }
        @Sendable func choice(_ one: String, _ many: String, _ number: TemplateValue) -> String {
            number.int == 1 ? one : many
        }
        return outcome(of: source) {
            $0.autoescape = .on
            $0.translations = TemplateTranslations(
                isNewStyle: isNewStyle,
                gettext: { message($0, else: $0) },
                ngettext: { one, many, number in
                    let text = choice(one, many, number)
                    return message(text, else: text)
                },
                pgettext: { context, text in message("\(context)|\(text)", else: text) },
                npgettext: { context, one, many, number in
                    let text = choice(one, many, number)
                    return message("\(context)|\(text)", else: text)
                })
        }
    }

    @Test(arguments: [
        ("{% trans %}Hello{% endtrans %}", "Hallo"),
        ("{% trans %}Hello {{ name }}!{% endtrans %}", "Hallo &lt;Ada&gt;!"),
        ("{% trans who=name %}Hello {{ who }}!{% endtrans %}", "Hello &lt;Ada&gt;!"),
        ("{% trans n=1 %}One thing{% pluralize %}{{ n }} things{% endtrans %}", "Ein Ding"),
        (
            "{% trans n=xs|length, m=5 %}{{ m }}{% pluralize n %}{{ n }} things{% endtrans %}",
            "3 Dinge"
        ),
        ("{% trans 'menu' %}Open{% endtrans %}", "Öffnen"),
        ("{% trans trimmed %}\n  Hello\n  {% endtrans %}", "Hallo"),
        ("{{ _('Hello') }}{{ gettext('Hello') }}", "HalloHallo"),
        ("{{ ngettext('One thing', '%(n)s things', 2) }}", "%(n)s Dinge"),
        ("{{ gettext('100%%') }}", "hundert%%"),
        ("{{ pgettext('menu', 'Open') }}", "Öffnen"),
        ("{% trans %}100%{% endtrans %}", "100%"),
        (
            "{% trans %}{{ xs.0 }}{% endtrans %}",
            "TemplateSyntaxError: expected token 'end of print statement', got '.'"
        ),
        ("{% trans a %}{% endtrans %}", ""),
        (
            "{% trans %}{% if %}{% endtrans %}",
            "TemplateSyntaxError: control structures in translatable sections are not "
                + "allowed; saw `if`"
        ),
        (
            "{% trans count=2 %}x{% pluralize nope %}y{% endtrans %}",
            "TemplateAssertionError: unknown variable 'nope' for pluralization"
        ),
        (
            "{% trans a=1, a=2 %}{% endtrans %}",
            "TemplateAssertionError: translatable variable 'a' defined twice."
        ),
        ("{% trans nope %}{{ nope }}{% endtrans %}", ""),
    ])
    func oldStyleFunctionsLeaveItToTheOperator(source: String, expected: String) {
        #expect(translated(source, isNewStyle: false) == expected)
    }

    @Test(arguments: [
        ("{% trans %}Hello{% endtrans %}", "Hallo"),
        ("{% trans %}Hello {{ name }}!{% endtrans %}", "Hallo &lt;Ada&gt;!"),
        ("{% trans who=name %}Hello {{ who }}!{% endtrans %}", "Hello &lt;Ada&gt;!"),
        ("{% trans n=1 %}One thing{% pluralize %}{{ n }} things{% endtrans %}", "Ein Ding"),
        ("{% trans n=2 %}One thing{% pluralize %}{{ n }} things{% endtrans %}", "2 Dinge"),
        (
            "{% trans n=xs|length, m=5 %}{{ m }}{% pluralize n %}{{ n }} things{% endtrans %}",
            "3 Dinge"
        ),
        ("{% trans 'menu' %}Open{% endtrans %}", "Öffnen"),
        ("{% trans trimmed %}\n  Hello\n  {% endtrans %}", "Hallo"),
        ("{{ _('Hello') }}{{ gettext('Hello') }}", "HalloHallo"),
        ("{{ ngettext('One thing', '%(n)s things', 2) }}", "KeyError: 'n'"),
        ("{{ ngettext('One thing', '%(n)s things', 2, n=2) }}", "2 Dinge"),
        ("{{ gettext('Hello %(name)s!', name=name) }}", "Hallo &lt;Ada&gt;!"),
        ("{{ gettext('100%%') }}", "hundert%"),
        ("{{ pgettext('menu', 'Open') }}", "Öffnen"),
        ("{% trans %}100%{% endtrans %}", "hundert%"),
        (
            "{% trans %}{{ xs.0 }}{% endtrans %}",
            "TemplateSyntaxError: expected token 'end of print statement', got '.'"
        ),
        ("{% trans a %}{% endtrans %}", ""),
        (
            "{% trans %}{% if %}{% endtrans %}",
            "TemplateSyntaxError: control structures in translatable sections are not "
                + "allowed; saw `if`"
        ),
        (
            "{% trans count=2 %}x{% pluralize nope %}y{% endtrans %}",
            "TemplateAssertionError: unknown variable 'nope' for pluralization"
        ),
        (
            "{% trans a=1, a=2 %}{% endtrans %}",
            "TemplateAssertionError: translatable variable 'a' defined twice."
        ),
        ("{% trans nope %}{{ nope }}{% endtrans %}", ""),
    ])
    func newStyleFunctionsFillIn(source: String, expected: String) {
        #expect(translated(source, isNewStyle: true) == expected)
    }
}
