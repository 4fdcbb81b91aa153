import Dewar
import DewarTesting
import Glibc
import Testing

/// Flask's quickstart page, "Static Files" and "Rendering Templates".
@Suite(.serialized) struct QuickstartTemplateTests {
    /// The folder of an application: `static/style.css`, `templates/hello.html` and what it extends.
    private final class Folder: Sendable {
        let path: String

        private static let files = [
            "static/style.css": "p { color: red }",
            "templates/layout.html":
                "<title>{% block title %}Site{% endblock %}</title>{% block body %}{% endblock %}",
            "templates/hello.html": """
            {% extends "layout.html" %}
            {% block title %}Hello from Dewar{% endblock %}
            {% block body %}
            <link href="{{ url_for('static', filename='style.css') }}">
            {% if person %}<h1>Hello {{ person }}!</h1>{% else %}<h1>Hello, World!</h1>{% endif %}
            {% for message in get_flashed_messages() %}<p>{{ message }}</p>{% endfor %}
            <a href="{{ url_for('hello', name='Kim') }}">{{ request.path }}</a>
            <i>{{ session.user }} {{ g.guest }} {{ config.GREETING }}</i>
            {% endblock %}
            """,
        ]

        init() throws {
            var template = Array("/tmp/dewar-XXXXXX".utf8CString)
            try #require(mkdtemp(&template) != nil)
            path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
            for folder in ["static", "templates"] { mkdir(path + "/" + folder, 0o700) }
            for (name, text) in Self.files {
                let file = try #require(fopen(path + "/" + name, "w"))
                fputs(text, file)
                fclose(file)
            }
        }

        deinit {
            for name in Self.files.keys { unlink(path + "/" + name) }
            for folder in ["static", "templates", ""] { rmdir(path + "/" + folder) }
        }
    }

    @Test(arguments: TestTransport.allCases)
    func staticFiles(over transport: TestTransport) async throws {
        let folder = try Folder()
        let app = Application(root: folder.path) { app in
            app.get("/") { try urlFor("static", ["filename": "style.css"]) }
        }
        let client = try TestClient(app, over: transport)
        let url = try await client.get("/").text
        #expect(url.hasPrefix("/static/style.css"))
        for target in [url, "/static/style.css"] {
            let style = try await client.get(target)
            #expect(style.text == "p { color: red }")
            #expect(style.headers[.contentType] == "text/css; charset=utf-8")
            let again = try await client.get(
                target, headers: ["If-None-Match": try #require(style.headers["ETag"])])
            #expect(again.status == .notModified)
        }
        for name in ["missing.css", "../templates/hello.html", "..%2ftemplates%2fhello.html"] {
            #expect(try await client.get("/static/\(name)").status == .notFound, "\(name)")
        }
    }

    @Test(arguments: TestTransport.allCases)
    func renderingTemplates(over transport: TestTransport) async throws {
        let folder = try Folder()
        let app = Application(root: folder.path) { app in
            app.config.secretKey = "dev"
            app.config["GREETING"] = "Hi & welcome"
            app.get(
                "/hello/<name>", name: "hello",
                options: [.also("/hello/", .defaults(["name": ""]))]
            ) { (name: String) in
                session["user"] = "kim"
                flash("<flashed>")
                return try render("hello.html", ["person": name])
            }
        }
        let client = try TestClient(app, over: transport)
        let world = try await client.get("/hello/")
        #expect(world.headers[.contentType] == "text/html; charset=utf-8")
        #expect(world.text.contains("<title>Hello from Dewar</title>"))
        #expect(world.text.contains("<h1>Hello, World!</h1>"))
        #expect(world.text.contains("<p>&lt;flashed&gt;</p>"))
        #expect(world.text.contains("<a href=\"/hello/Kim\">/hello/</a>"))
        #expect(world.text.contains("<link href=\"/static/style.css"))
        #expect(world.text.contains("<i>kim  Hi &amp; welcome</i>"))
        let name = try await client.get("/hello/<b>")
        #expect(name.text.contains("<h1>Hello &lt;b&gt;!</h1>"))
    }

    /// What is HTML already is marked so, and what is put into it escaped.
    @Test(arguments: TestTransport.allCases)
    func markup(over transport: TestTransport) async throws {
        let app = Application { app in
            app.get("/") { () -> Markup in
                let name = "<blink>hacker</blink>"
                return "<strong>Hello \(name)!</strong>"
            }
            app.get("/string") {
                try renderString(
                    "{{ a }} {{ b }} {{ b|striptags }}",
                    [
                        "a": "<i>", "b": "<em>Marked up</em> &raquo; HTML" as Markup,
                    ])
            }
        }
        let client = try TestClient(app, over: transport)
        #expect(
            try await client.get("/").text
                == "<strong>Hello &lt;blink&gt;hacker&lt;/blink&gt;!</strong>")
        #expect(
            try await client.get("/string").text
                == "&lt;i&gt; <em>Marked up</em> &raquo; HTML Marked up » HTML")
    }
}
