import Dewar
import DewarTesting
import Logging
import Synchronization
import Testing

/// Rendering in views.
@Suite struct RenderTests {
    private static let files = [
        "page.html": "<h1>{{ title }}</h1>{% block list %}<li>{{ title }}</li>{% endblock %}",
        "page.txt": "{{ title }}", "page.xml": "{{ title }}", "page.svg": "{{ title }}",
        "page.xhtml": "{{ title }}", "page.htm": "{{ title }}", "page.js": "{{ title }}",
        "page.html.j2": "{{ title }}", "PAGE.HTML": "{{ title }}",
        "broken.html": "one\n{{ 1 / 0 }}", "syntax.html": "{% if %}",
        "macros.html": "{% macro hello(name) %}Hello {{ name }}!{% endmacro %}{% set n = 3 %}"
            + "{% macro here() %}{{ request.path }} {{ who }}{% endmacro %}",
    ]

    private struct Failure: Error {}

    private static func get(
        isDebug: Bool = false, logger: Logger? = nil,
        setUp: (Application) throws -> Void = { _ in },
        view: @escaping @Sendable () async throws -> Response
    ) async throws -> TestAnswer {
        let app = Application(logger: logger ?? Logger(label: "test")) { app in
            app.config["DEBUG"] = .bool(isDebug)
            app.config.secretKey = "secret"
            app.templates.loader = DictionaryLoader(files)
            try setUp(app)
            app.get("/") { () -> Response in try await view() }
        }
        return try await TestClient(app).get("/")
    }

    @Test func aTemplateIsAPage() async throws {
        let answer = try await Self.get { try render("page.html", ["title": "a & b"]) }
        #expect(answer.text == "<h1>a &amp; b</h1><li>a &amp; b</li>")
        #expect(answer.headers[.contentType] == "text/html; charset=utf-8")
        #expect(answer.status == .ok)
    }

    /// As Flask's `select_jinja_autoescape`: what ends so, in small letters.
    @Test(arguments: [
        ("page.html", true), ("page.htm", true), ("page.xml", true), ("page.xhtml", true),
        ("page.svg", true), ("page.txt", false), ("page.js", false), ("page.html.j2", false),
        ("PAGE.HTML", false),
    ])
    func theExtensionTellsWhatIsEscaped(_ name: String, _ isEscaped: Bool) async throws {
        let answer = try await Self.get { try render(name, ["title": "<"]) }
        #expect(answer.text.contains("&lt;") == isEscaped)
        #expect(answer.headers[.contentType] == "text/html; charset=utf-8")
    }

    @Test func theFirstTemplateThatExistsIsRendered() async throws {
        let answer = try await Self.get { try render(["a.html", "page.txt"], ["title": "x"]) }
        #expect(answer.text == "x")
        let missing = try await Self.get(isDebug: true) { try render(["a.html", "b.html"]) }
        #expect(missing.status == .internalServerError)
        #expect(missing.text.contains("none of the templates given were found: a.html, b.html"))
    }

    @Test func aBlockAloneIsRendered() async throws {
        let answer = try await Self.get { try render("page.html", block: "list", ["title": "x"]) }
        #expect(answer.text == "<li>x</li>")
    }

    private struct Page: TemplatePage, Encodable {
        static let template = "page.html"
        var title: String
    }

    @Test func aPageIsAValue() async throws {
        #expect(
            try await Self.get { try render(Page(title: "<")) }.text
                == "<h1>&lt;</h1><li>&lt;</li>")
        #expect(
            try await Self.get { try render(Page(title: "x"), block: "list") }.text
                == "<li>x</li>")
        #expect(try await Self.get { try render("page.txt", Page(title: "<")) }.text == "<")
    }

    @Test func stringsAreEscaped() async throws {
        #expect(
            try await Self.get { try renderString("{{ a }}{{ b }}", ["a": "<", "b": 1]) }.text
                == "&lt;1")
    }

    @Test func textIsText() async throws {
        let answer = try await Self.get {
            let mail = try renderText("page.txt", ["title": "<"])
            let part = try renderText("page.html", block: "list", ["title": "<"])
            let first = try renderText(["none", "page.txt"], ["title": "1"])
            let source = try renderText(source: "{{ t }}", ["t": "<"])
            return Response(body: .text("\(mail) \(part) \(first) \(source)"))
        }
        #expect(answer.text == "< <li>&lt;</li> 1 &lt;")
    }

    @Test func templatesAreThereWithoutARequest() async throws {
        let app = Application { app in
            app.config["TITLE"] = "Shop"
            app.contextProcessor { ["who": "app"] }
        }
        let text = try await app.withContext {
            try renderText(
                source: "{{ config.TITLE }} {{ who }} {% if request or session %}x{% endif %}")
        }
        #expect(text == "Shop app ")
        await #expect(throws: TemplateError.self) {
            try await app.withContext { try renderText(source: "{{ request.path }}") }
        }
    }

    @Test func aTemplateThatDoesNotNameTheSessionLeavesItAlone() async throws {
        let untouched = try await Self.get { try renderString("{{ request.path }}") }
        #expect(untouched.headers[.vary] == nil)
        let named = try await Self.get { try renderString("{{ session.x }}") }
        #expect(named.headers[.vary] == "Cookie")
    }

    /// As Flask's `get_template_attribute`.
    @Test func macrosAreCalledFromViews() async throws {
        let app = Application { app in
            app.templates.loader = DictionaryLoader(Self.files)
            app.contextProcessor { ["who": "app"] }
            app.get("/hello") { try templateModule("macros.html").call("hello", "<World>") }
            app.get("/n") { () -> String in
                try templateModule("macros.html")["n"]?.printed() ?? "none"
            }
            app.get("/here") { try templateModule("macros.html").call("here") }
            app.get("/none") { try templateModule("macros.html").call("none") }
        }
        let client = try TestClient(app)
        #expect(try await client.get("/hello").text == "Hello &lt;World&gt;!")
        #expect(try await client.get("/n").text == "3")
        #expect(try await client.get("/here").text == "/here ")
        #expect(try await client.get("/none").status == .internalServerError)
    }

    // MARK: What goes wrong

    @Test func anErrorIsA500AndALine() async throws {
        let recorder = LogLines()
        let answer = try await Self.get(logger: Logger(label: "t") { _ in recorder }) {
            try render("broken.html")
        }
        #expect(answer.status == .internalServerError)
        #expect(!answer.text.contains("ZeroDivisionError"))
        #expect(
            recorder.all == [
                #"error: GET /: ZeroDivisionError: division by zero (in broken.html:2)\n"#
                    + #"    2 | {{ 1 / 0 }}\n      |      ^"#
            ])
    }

    @Test func anErrorShowsTheLineInDebug() async throws {
        let answer = try await Self.get(isDebug: true) { try render("broken.html") }
        #expect(answer.status == .internalServerError)
        #expect(answer.text.contains("ZeroDivisionError: division by zero (in broken.html:2)"))
        #expect(answer.text.contains("2 | {{ 1 / 0 }}"))
    }

    @Test func errorsHaveHandlers() async throws {
        let answer = try await Self.get(
            setUp: { app in
                app.errorHandler(TemplateError.self) { error in
                    ("\(error.kind.rawValue)", .badRequest)
                }
            }, view: { try render("syntax.html") })
        #expect(answer.status == .badRequest)
        #expect(answer.text == "TemplateSyntaxError")
    }

    @Test func aValueWithoutAFormIsTold() async throws {
        let answer = try await Self.get(isDebug: true) {
            g.secret = Failure()
            return try renderString("{{ g.secret }}")
        }
        #expect(
            answer.text.contains(
                "RuntimeError: g.secret is a Failure, which templates have no form for"))
    }

    @Test func whatContextProcessorsThrowIsAnswered() async throws {
        let answer = try await Self.get(
            setUp: { app in app.contextProcessor { throw HTTPError(.forbidden) } },
            view: { try renderString("") })
        #expect(answer.status == .forbidden)
    }

    @Test func badURLsAreErrors() async throws {
        let answer = try await Self.get(
            setUp: { app in app.errorHandler(BuildError.self) { error in ("\(error)", .badRequest) }
            },
            view: { try renderString("{{ url_for('nowhere') }}") })
        #expect(answer.status == .badRequest)
    }

    @Test(
        arguments: [
            ("url_for()", "url_for() missing required argument: &#39;endpoint&#39;"),
            ("url_for(7)", "expected str, got int"),
            ("url_for('home', 7)", "url_for() takes 1 positional argument but 2 were given"),
            (
                "url_for('home', endpoint='home')",
                "url_for() got multiple values for argument &#39;endpoint&#39;"
            ),
        ])
    func wrongCallsOfURLForNameIt(_ call: String, _ message: String) async throws {
        let answer = try await Self.get(
            setUp: { app in
                app.errorHandler(TemplateError.self) { error in ("\(error)", .badRequest) }
            },
            view: { try renderString("{{ \(call) }}") })
        #expect(answer.text.contains(message), "\(answer.text)")
    }

    /// Values that templates hand to URLs and sessions may be nested, and hold themselves.
    @Test(
        arguments: [
            ("{{ url_for('home', a=LIST) }}", "limit"), ("{{ session.update(a=LIST) }}", "limit"),
            ("{% set l = [] %}{{ l.append(l) }}{{ url_for('home', a=l) }}", nil),
            ("{% set l = [] %}{{ l.append(l) }}{{ session.update(a=l) }}", nil),
            ("{% set d = {} %}{{ d.update(a=d) }}{{ session.update(a=d) }}", nil),
        ] as [(String, String?)])
    func nestingHasALimit(_ source: String, _ limit: String?) async throws {
        for depth in limit == nil ? [0] : [100, 101] {
            let list =
                String(repeating: "[", count: depth) + "1" + String(repeating: "]", count: depth)
            let answer = try await Self.get(
                isDebug: true, setUp: { app in app.get("/home", name: "home") { "" } },
                view: { try renderString(source.replacing("LIST", with: list)) })
            #expect(answer.status == (depth == 100 ? .ok : .internalServerError))
            if depth != 100 { #expect(answer.text.contains("nested deeper than 100")) }
        }
    }

    // MARK: Options

    @Test func optionsAreTheApplications() async throws {
        let answer = try await Self.get(
            setUp: { app in
                app.templates.syntax.trimsBlocks = true
                app.templates.extensions = [.loopControls]
                app.templates.undefined = .debug
            },
            view: {
                try renderString(
                    "{% for n in [1, 2] %}\n{{ n }}{% if n == 1 %}{% break %}{% endif %}\n"
                        + "{% endfor %}{{ none_such }}")
            })
        #expect(answer.text == "1{{ none_such }}")
    }

    // MARK: Signals

    @Test func signalsTellWhatIsRendered() async throws {
        let told = Mutex<[String]>([])
        _ = try await Self.get(
            setUp: { app in
                app.contextProcessor { ["who": "app"] }
                app.signals.beforeRenderTemplate.connect { rendering in
                    told.withLock { $0.append("before \(rendering.template.name ?? "-")") }
                }
                app.signals.templateRendered.connect { rendering in
                    let title = rendering.context["title"]?.string ?? "-"
                    let who = rendering.context["who"]?.string ?? "-"
                    told.withLock { $0.append("after \(title) \(who)") }
                }
            },
            view: {
                _ = try renderString("", ["title": "s"])
                _ = try? render("broken.html")
                return try render("page.html", ["title": "x"])
            })
        let all = told.withLock { $0 }
        #expect(
            all == [
                "before -", "after s app", "before broken.html", "before page.html", "after x app",
            ])
    }
}

extension Globals {
    fileprivate var secret: (any Error)? {
        get { nil }
        set { self[SecretKey.self] = newValue }
    }
    private enum SecretKey: GlobalsKey { typealias Value = any Error }
}
