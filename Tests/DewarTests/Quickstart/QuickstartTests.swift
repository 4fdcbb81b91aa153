import Dewar
import DewarTesting
import Testing

/// Everything on Flask's quickstart page, in Swift: a test for each of its sections, in its order.
///
/// Each goes in process, over FastCGI records and through nginx. What Flask answers there was read
/// off Flask 3.1.3.
///
/// - SeeAlso: Flask's documentation, "Quickstart".
@Suite(.serialized) struct QuickstartTests {
    @Test(arguments: TestTransport.allCases)
    func aMinimalApplication(over transport: TestTransport) async throws {
        let app = Application { app in
            app.route("/") { "<p>Hello, World!</p>" }
        }
        let answer = try await TestClient(app, over: transport).get("/")
        #expect(answer.status == .ok)
        #expect(answer.headers[.contentType] == "text/html; charset=utf-8")
        #expect(answer.text == "<p>Hello, World!</p>")
    }

    /// An error is a plain page to visitors, and at hand for the test; or thrown there.
    @Test(arguments: TestTransport.allCases)
    func debugMode(over transport: TestTransport) async throws {
        struct Mistake: Error, Equatable {}
        let app = Application { app in
            app.get("/") { () throws -> String in throw Mistake() }
        }
        let plain = try await TestClient(app, over: transport).get("/")
        #expect(plain.status == .internalServerError && !plain.text.contains("Mistake"))
        #expect(plain.error is Mistake)
        app.config["DEBUG"] = true
        let debugged = try await TestClient(app, over: transport).get("/")
        #expect(debugged.status == .internalServerError && debugged.error is Mistake)
        app.config["TESTING"] = true
        await #expect(throws: Mistake()) { try await TestClient(app, over: transport).get("/") }
    }

    @Test(arguments: TestTransport.allCases)
    func htmlEscaping(over transport: TestTransport) async throws {
        let app = Application { app in
            app.route("/hello") { "Hello, \(request.args["name"] ?? "Flask")!" }
            app.route("/<name>") { name in "Hello, \(name)!" }
        }
        let client = try TestClient(app, over: transport)
        let script = "<script>alert(\"bad\")</script>"
        let escaped = "Hello, &lt;script&gt;alert(&#34;bad&#34;)&lt;/script&gt;!"
        #expect(try await client.get("/hello", query: ["name": script]).text == escaped)
        #expect(try await client.get("/<b>").text == "Hello, &lt;b&gt;!")
    }

    @Test(arguments: TestTransport.allCases)
    func routing(over transport: TestTransport) async throws {
        let app = Application { app in
            app.route("/") { "Index Page" }
            app.route("/hello") { "Hello, World" }
        }
        let client = try TestClient(app, over: transport)
        #expect(try await client.get("/").text == "Index Page")
        #expect(try await client.get("/hello").text == "Hello, World")
        #expect(try await client.get("/else").status == .notFound)
    }

    @Test(arguments: TestTransport.allCases)
    func variableRules(over transport: TestTransport) async throws {
        let app = Application { app in
            app.route("/user/<username>") { username in "User \(username)" }
            app.route("/post/<int:post_id>") { (postID: Int) in "Post \(postID)" }
            app.route("/path/<path:subpath>") { subpath in "Subpath \(subpath)" }
            app.route("/scale/<float:factor>") { (factor: Double) in "Scale \(factor)" }
            app.route("/item/<uuid:id>") { (id: UUID) in "Item \(id.uuidString.lowercased())" }
        }
        let client = try TestClient(app, over: transport)
        let id = "12345678-1234-5678-1234-567812345678"
        let rows = [
            ("/user/John Doe", "User John Doe"), ("/post/007", "Post 7"),
            ("/path/a/b/c", "Subpath a/b/c"), ("/scale/1.50", "Scale 1.5"),
            ("/item/\(id)", "Item \(id)"),
        ]
        for (target, text) in rows { #expect(try await client.get(target).text == text) }
        for target in ["/user/a/b", "/post/-1", "/post/x", "/scale/1", "/item/12"] {
            #expect(try await client.get(target).status == .notFound, "\(target)")
        }
    }

    @Test(arguments: TestTransport.allCases)
    func uniqueURLs(over transport: TestTransport) async throws {
        let app = Application { app in
            app.route("/projects/") { "The project page" }
            app.route("/about") { "The about page" }
        }
        let client = try TestClient(app, over: transport)
        let redirected = try await client.get("/projects", followsRedirects: true)
        #expect(redirected.text == "The project page")
        #expect(redirected.history.map(\.status) == [.permanentRedirect])
        #expect(redirected.history[0].location == "http://localhost/projects/")
        #expect(try await client.get("/about").text == "The about page")
        #expect(try await client.get("/about/").status == .notFound)
    }

    @Test(arguments: TestTransport.allCases)
    func urlBuilding(over transport: TestTransport) async throws {
        let app = Application { app in
            app.route("/", name: "index") { "index" }
            app.route("/login", name: "login") { "login" }
            app.route("/user/<username>", name: "profile") { username in "\(username)'s profile" }
        }
        let urls = try await app.testRequestContext {
            #expect(throws: BuildError.self) { try urlFor("profil") }
            return try [
                urlFor("index"), urlFor("login"), urlFor("login", ["next": "/"]),
                urlFor("profile", "John Doe"),
            ]
        }
        #expect(urls == ["/", "/login", "/login?next=/", "/user/John%20Doe"])
        let client = try TestClient(app, over: transport)
        #expect(try await client.get(urls[3]).text == "John Doe's profile")
    }

    @Test(arguments: TestTransport.allCases)
    func httpMethods(over transport: TestTransport) async throws {
        let app = Application { app in
            app.route("/login", methods: [.get, .post]) { (request: Request) in
                request.method == .post ? "logging in" : "the form"
            }
            app.get("/apart") { "the form" }
            app.post("/apart") { "logging in" }
        }
        let client = try TestClient(app, over: transport)
        for path in ["/login", "/apart"] {
            #expect(try await client.get(path).text == "the form")
            #expect(try await client.post(path).text == "logging in")
            #expect(try await client.put(path).status == .methodNotAllowed)
            let head = try await client.head(path)
            #expect(head.status == .ok && head.body.isEmpty)
            #expect(head.headers[.contentLength] == "8")
            let allowed = try await client.options(path).headers[.allow] ?? ""
            let methods = Set(allowed.split(separator: ",").map { $0.filter { $0 != " " } })
            #expect(methods == ["GET", "POST", "HEAD", "OPTIONS"])
        }
    }
}
