import Dewar
import DewarTesting
import Testing

/// What templates of an application see: the request, the session, the configuration.
///
/// Expected values are Flask's; `flask_templates.py` writes them.
@Suite struct TemplateGlobalTests {
    @Test(arguments: FlaskTemplates.all.indices)
    func templatesSeeWhatTheySeeInFlask(_ index: Int) async throws {
        let (source, result) = FlaskTemplates.all[index]
        let answer = try await Self.client().get(
            "/blog/7?q=1&tag=a&tag=b",
            headers: [
                "X-Template": "\(index)", "X-Thing": "a", "User-Agent": "Browser",
                "Accept-Language": "ko,en;q=0.8", "Cookie": "theme=dark",
            ])
        #expect(answer.text == result, "\(source)")
    }

    private static func client() throws -> TestClient {
        try TestClient(application())
    }

    private static func application() -> Application {
        Application { app in
            app.config.secretKey = "secret"
            app.config.update(["PAGE_SIZE": 20, "PAGE_KIND": "x", "TITLE": "Shop & Co"])
            app.config.update(["NESTED": ["a": ["b": 1]]])
            app.templates.loader = DictionaryLoader(files)

            app.contextProcessor { ["who": "app", "both": "app", "own": "app"] }
            app.templateFilter("shout") { (text: String) in text.uppercased() + "!" }
            app.templateTest("odd_one") { (number: Int) in number % 2 == 1 }
            app.templateGlobal("twice") { (number: Int) in 2 * number }
            try app.templateGlobal("version", "1.4")

            app.get("/", name: "index") { "" }
            app.get("/user/<name>", name: "user") { name in "\(name)" }
            app.addRule(Rule("/get", endpoint: "methods")) { _ in "" }
            app.addRule(Rule("/post", endpoint: "methods", methods: ["POST"]))
            app.register(blog)
        }
    }

    private static let blog = Blueprint("blog", prefix: "/blog") { blog in
        blog.contextProcessor { ["both": "blog", "blog_only": "blog <b>"] }
        blog.appContextProcessor { ["all": "all", "who": "all"] }
        blog.appTemplateFilter("blog_filter") { (text: String) in String(text.reversed()) }
        blog.appTemplateTest("blog_test") { (number: Int) in number == 1 }
        blog.appTemplateGlobal("blog_global") { () in Markup(html: "<hr>") }

        blog.get("/<int:id>", name: "show") { (_: Int) -> Response in
            g.user = "Kim <k>"
            session.update([
                "user": "ada", "count": 2, "tags": ["a", "b"], "deep": ["a": [1, 2]],
                "markup": .markup("<i>"), "text": "<i>", "tuple": .tuple([1, "x"]),
            ])
            flash("one")
            flash("two <2>", category: "error")
            flash("<b>3</b>" as Markup, category: "info")
            let index = request.headers.get("X-Template", as: Int.self) ?? 0
            return try renderString(
                FlaskTemplates.all[index].source,
                ["own": "own", "name": "world", "markup": "<br>" as Markup])
        }
        blog.get("/list", name: "list") { "" }
    }

    private static let files = [
        "macros.html": """
        {% macro show() %}{{ request.path }} {{ g.user }} {{ who }}|{{ own }}|\
        {{ config.TITLE }} {{ version }}{% endmacro %}\
        {% macro here() %}{{ url_for('.list') }} {{ session.user }}{% endmacro %}
        """,
        "part.html": "<{{ who }} {{ own }} {{ request.endpoint }} {{ '<' }}>",
        "part.txt": "text {{ '<' }} {{ who }}",
        "base.html": "base {% block body %}{{ request.endpoint }}{% endblock %} {{ who }}",
    ]
}

extension Globals {
    fileprivate var user: String? {
        get { self[UserKey.self] }
        set { self[UserKey.self] = newValue }
    }
    private enum UserKey: GlobalsKey { typealias Value = String }
}
