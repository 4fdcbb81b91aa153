extension NewPackage {
    var manifest: String {
        """
        // swift-tools-version: 6.3
        import PackageDescription

        let package = Package(
            name: "\(name)",
            dependencies: [
                \(dewar.dependency)
            ],
            targets: [
                .target(name: "\(library)", dependencies: [.product(name: "Dewar", package: "dewar")]),
                .executableTarget(
                    name: "\(server)",
                    dependencies: ["\(library)", .product(name: "Dewar", package: "dewar")]),
                .testTarget(
                    name: "\(library)Tests",
                    dependencies: ["\(library)", .product(name: "DewarTesting", package: "dewar")]),
            ]
        )

        """
    }

    var application: String {
        """
        import Dewar

        public let app = Application { app in
            app.get("/", name: "index") {
                try render("index.html", ["title": "\(library)"])
            }

            app.get("/hello/<name>", name: "hello") { name in
                "<h1>Hello \\(name)!</h1>"
            }
        }

        """
    }

    var main: String {
        """
        import Dewar
        import \(library)

        #if DEBUG
            app.run(debug: true)
        #else
            app.run()
        #endif

        """
    }

    var tests: String {
        """
        \(testImports)

        @Suite struct AppTests {
            @Test func theFirstPageHasItsTitle() async throws {
                let answer = try await TestClient(app).get("/")
                #expect(answer.status == .ok)
                #expect(answer.text.contains("<h1>\(library)</h1>"))
            }

            @Test func namesAreEscaped() async throws {
                let answer = try await TestClient(app).get("/hello/%3Cb%3E")
                #expect(answer.text.contains("Hello &lt;b&gt;!"))
            }
        }

        """
    }

    /// Sorted, as `swift format` wants them.
    private var testImports: String {
        ["DewarTesting", library, "Testing"].sorted().map { "import \($0)" }.joined(separator: "\n")
    }

    var layout: String {
        """
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <title>{% block title %}{{ title }}{% endblock %}</title>
          <link rel="stylesheet" href="{{ url_for('static', filename='site.css') }}">
        </head>
        <body>
          <main>{% block content %}{% endblock %}</main>
        </body>
        </html>

        """
    }

    var index: String {
        """
        {% extends "layout.html" %}
        {% block content %}
          <h1>{{ title }}</h1>
          <p>This page is <code>templates/index.html</code>; the view that shows it is in
            <code>Sources/\(library)/App.swift</code>. Change either, and look.</p>
          <p><a href="{{ url_for('hello', name='world') }}">Say hello</a></p>
        {% endblock %}

        """
    }

    var style: String {
        """
        :root { color-scheme: light dark; }
        body { margin: 0; font: 1.05rem/1.6 system-ui, sans-serif; }
        main { max-width: 40rem; margin: 10vh auto; padding: 0 1.25rem; }
        h1 { line-height: 1.2; }

        """
    }

    /// What `swift format` makes of the sources.
    var format: String {
        """
        {
            "version": 1,
            "indentation": { "spaces": 4 },
            "lineLength": 100
        }

        """
    }

    var readme: String {
        """
        # \(library)

        A web application, made with Dewar.

        ```sh
        \(Self.aligned([
            ("swift run \(server)", "while you write: http://127.0.0.1:5000 shows what you save"),
            ("swift run \(server) check", "what is wrong, before a user finds it"),
            ("deploy/serve", "as in production: a release build behind nginx and spawn-fcgi"),
            ("deploy/test", "the tests, and the check"),
        ]))
        ```

        - `Sources/\(library)/App.swift`: the routes and their views
        - `Sources/\(server)/main.swift`: the program
        - `templates`, `static`: pages in Jinja2's language, and files that are sent as they are
        - `nginx.conf`: in front of it on a server

        """
    }

    var serve: String {
        """
        #!/usr/bin/env bash
        # Builds for production and serves at http://127.0.0.1:5000, through nginx and spawn-fcgi.
        # Installs what is missing. --port takes another port, --help tells the rest.
        set -euo pipefail
        cd "$(dirname "${BASH_SOURCE[0]}")/.."
        \(findDewar)
        exec "$dewar/deploy/serve" --package "$PWD" --product \(server) "$@"

        """
    }

    var test: String {
        """
        #!/usr/bin/env bash
        # Builds the application and runs its tests. Installs what is missing.
        set -euo pipefail
        cd "$(dirname "${BASH_SOURCE[0]}")/.."
        \(findDewar)
        source "$dewar/deploy/packages.sh"
        install_missing pkg-config libfcgi-dev libssl-dev zlib1g-dev
        require_swift
        swift test "$@"
        swift run \(server) check

        """
    }

    private var findDewar: String {
        if !dewar.folder.hasPrefix("/") {
            return """
                dewar=\(dewar.folder)
                [[ -d $dewar ]] || swift package resolve
                """
        }
        return """
            dewar='\(dewar.folder.replacing("'", with: "'\\''"))'
            if [[ ! -d $dewar ]]; then
                echo "Dewar is not in $dewar: say in Package.swift and here where it is." >&2
                exit 1
            fi
            """
    }

    /// Commands below each other, with what they are for.
    static func aligned(_ commands: [(command: String, purpose: String)]) -> String {
        let width = commands.filter { !$0.purpose.isEmpty }.map(\.command.count).max() ?? 0
        return commands.map { command, purpose in
            let pad = String(repeating: " ", count: max(0, width - command.count))
            return purpose.isEmpty ? command : "\(command)\(pad)  # \(purpose)"
        }.joined(separator: "\n")
    }
}
