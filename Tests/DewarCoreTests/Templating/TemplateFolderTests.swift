import Dewar
import DewarTesting
import Logging
import Testing

/// Where templates and resources are found.
@Suite struct TemplateFolderTests {
    @Test func theApplicationsFolderComesFirstThenTheBlueprintsInOrder() async throws {
        let folder = try TestFolder([
            "templates/a.html": "app", "one/a.html": "one", "one/b.html": "one",
            "two/a.html": "two", "two/b.html": "two", "two/c.html": "two", "in/d.html": "in",
        ])
        let inner = Blueprint("inner", root: folder.path, templateFolder: "in")
        let one = Blueprint("one", root: folder.path, templateFolder: "one") { one in
            one.register(inner)
        }
        let two = Blueprint("two", templateFolder: folder.path + "/two")
        let app = Application(root: folder.path) { app in
            app.register(one)
            app.register(two)
            app.get("/<name>") { (name: String) in try render(name) }
        }
        let client = try TestClient(app)
        for (name, text) in [("a", "app"), ("b", "one"), ("c", "two"), ("d", "in")] {
            #expect(try await client.get("/\(name).html").text == text)
        }
        #expect(
            try app.templateEnvironment.listTemplates() == ["a.html", "b.html", "c.html", "d.html"])
    }

    @Test func aTemplateThatIsNotThereTellsWhereItWasLookedFor() async throws {
        let folder = try TestFolder(["templates/post.html": ""])
        let blog = Blueprint("blog", templateFolder: "/none/blog")
        let app = Application(root: folder.path) { app in
            app.config["DEBUG"] = true
            app.register(blog)
            app.get("/") { try render("pots.html") }
            app.get("/many") { try render(["x.html", "y.html"]) }
        }
        let client = try TestClient(app)
        #expect(
            try await client.get("/").text.contains(
                """
                TemplateNotFound: pots.html. Did you mean &#39;post.html&#39;?
                  looked in \(folder.path)/templates, /none/blog
                """))
        #expect(
            try await client.get("/many").text.contains("looked in \(folder.path)/templates"))
    }

    @Test(
        arguments: [
            (nil, nil, false), (nil, true, true), (false, true, false), (true, nil, true),
        ] as [(Bool?, Bool?, Bool)])
    func templatesAreLoadedAgainInDebug(
        _ reloads: Bool?, _ isDebugging: Bool?, _ isNew: Bool
    ) async throws {
        let folder = try TestFolder(["templates/a.html": "old"])
        let app = Application(root: folder.path) { app in
            app.config.reloadsTemplates = reloads
            if let isDebugging { app.config["DEBUG"] = .bool(isDebugging) }
            app.get("/") { try render("a.html") }
        }
        let client = try TestClient(app)
        #expect(try await client.get("/").text == "old")
        try folder.write("newer", to: "templates/a.html")
        #expect(try await client.get("/").text == (isNew ? "newer" : "old"))
    }

    @Test func theSearchIsExplained() async throws {
        let folder = try TestFolder(["templates/a.html": "", "blog/a.html": ""])
        let recorder = LogLines()
        let blog = Blueprint("blog", root: folder.path, templateFolder: "blog")
        let app = Application(logger: Logger(label: "t") { _ in recorder }, root: folder.path) {
            app in
            app.config.explainsTemplateLoading = true
            app.register(blog)
            app.get("/") { try render("a.html") }
        }
        _ = try await TestClient(app).get("/")
        #expect(
            recorder.all == [
                """
                info: looking for template 'a.html':
                  1. application
                     in \(folder.path)/templates
                     found: \(folder.path)/templates/a.html
                  2. blueprint 'blog'
                     in \(folder.path)/blog
                     found: \(folder.path)/blog/a.html
                  2 have it: the first one counts.
                """
            ])
    }

    /// The program of the tests lies in the build folder of the package.
    @Test func inTheBuildFolderTheSourcesCount() throws {
        let folder = try TestFolder([
            "Package.swift": "", "Sources/Shop/App.swift": "", "Sources/Shop/schema.sql": "1",
            "data.txt": "2", "instance/x.txt": "3",
        ])
        let app = Application(
            sourceFile: folder.path + "/Sources/Shop/App.swift", sourceID: "Shop/App.swift")
        #expect(try app.openResource("schema.sql").text() == "1")
        #expect(try app.openResource("data.txt").text() == "2")
        #expect(app.instancePath == folder.path + "/instance")
        #expect(try app.openInstanceResource("x.txt").text() == "3")
    }

    @Test func aResourceThatIsNotThereTellsWhereItWasLookedFor() throws {
        let folder = try TestFolder()
        let app = Application(root: folder.path)
        let error = #expect(throws: ResourceError.self) { try app.openResource("a/b.sql") }
        #expect(
            error?.description == "no resource 'a/b.sql': looked for \(folder.path)/a/b.sql.")
        #expect(app.instancePath == folder.path + "/instance")
    }

    @Test func aNameNeverLeavesTheFolder() async throws {
        let folder = try TestFolder(["templates/a.html": "", "secret.html": "secret"])
        let app = Application(root: folder.path) { app in
            app.get("/<path:name>") { (name: String) in try render(name) }
        }
        let client = try TestClient(app)
        for path in ["/../secret.html", "/x/../../secret.html", "/..%2Fsecret.html"] {
            #expect(try await client.get(path).status == .internalServerError)
        }
    }
}
