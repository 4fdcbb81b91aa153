import Dewar
import DewarTesting
import Synchronization
import Testing

/// Applications below paths of others.
///
/// Expected values are those of two Flask applications under Werkzeug's `DispatcherMiddleware`, but
/// for the redirects, which name no host.
@Suite struct MountTests {
    private static let app = Application { app in
        app.use { request, next in
            var response = await next(request)
            response.headers["X-Outer"] = request.path
            return response
        }
        app.route("/") { "a \(request.scriptRoot) \(request.path)" }
        app.route("/<path:p>") { (p: String) in "a \(request.scriptRoot) \(request.path)" }
        app.mount(admin, at: "/admin")
        app.mount(deep, at: "/admin/deep")
        app.mount(Application { $0.route("/") { "한글" } }, at: "/한 글")
    }
    private static let admin: Application = Application { app in
        app.config.maxContentLength = 5
        app.route("/") {
            """
            b \(request.scriptRoot) \(request.path) \(try urlFor("bx", 3)) \
            \(try urlFor("/", [:], isExternal: true)) \(currentApp === admin)
            """
        }
        app.route("/x/<int:n>/", name: "bx") { (n: Int) in
            "bx \(request.scriptRoot) \(request.path) \(request.url)"
        }
        app.post("/form") { "\(try request.form["a"] ?? "-")" }
        app.errorHandler(.notFound) { _ in ("not in b", .notFound) }
    }
    private static let deep = Application {
        $0.route("/") { "c \(request.scriptRoot) \(request.path)" }
    }

    @Test(
        arguments: [
            ("/", 200, "a  /"), ("/admin", 308, nil),
            ("/admin/", 200, "b /admin / /admin/x/3/ http://localhost/admin/ true"),
            ("/admin/x/3/", 200, "bx /admin /x/3/ http://localhost/admin/x/3/"),
            ("/admin/x/3", 308, nil), ("/admin/none", 404, "not in b"),
            ("/administer", 200, "a  /administer"), ("/admin/deep", 308, nil),
            ("/admin/deep/", 200, "c /admin/deep /"), ("/admin/deeper", 404, "not in b"),
            ("/admin//", 200, "b /admin / /admin/x/3/ http://localhost/admin/ true"),
            ("/admin//evil.example", 404, "not in b"), ("/한 글/", 200, "한글"),
        ] as [(String, Int, String?)])
    func theLongestPathAnswers(target: String, status: Int, text: String?) async throws {
        let answer = try await TestClient(Self.app).get(target)
        #expect(answer.status.code == status)
        if let text { #expect(answer.text == text) }
        #expect(answer.headers["X-Outer"] != nil)
    }

    @Test(arguments: [
        ("/admin", "/admin/"), ("/admin?a=b&c=%2F", "/admin/?a=b&c=%2F"),
        ("/admin/deep", "/admin/deep/"), ("/%ED%95%9C%20%EA%B8%80", "/%ED%95%9C%20%EA%B8%80/"),
        ("/admin/x/3?q", "http://localhost/admin/x/3/?q"),
    ])
    func theSlashIsAddedByARedirect(target: String, location: String) async throws {
        #expect(try await TestClient(Self.app).get(target).headers[.location] == location)
    }

    @Test func theBodyAndItsLimitsAreTheMountedOnes() async throws {
        let client = try TestClient(Self.app)
        let type: Headers = [.contentType: "application/x-www-form-urlencoded"]
        #expect(try await client.post("/admin/form", headers: type, body: "a=123").text == "123")
        #expect(
            try await client.post("/admin/form", headers: type, body: "a=1234").status.code == 413)
    }

    @Test func aFormThatMiddlewareReadIsThere() async throws {
        let app = Application { app in
            app.use { request, next in
                _ = try request.form["a"]
                return await next(request)
            }
            app.mount(Application { $0.post("/") { "\(try request.form["a"] ?? "-")" } }, at: "/m")
        }
        let type: Headers = [.contentType: "application/x-www-form-urlencoded"]
        #expect(try await TestClient(app).post("/m/", headers: type, body: "a=1").text == "1")
    }

    @Test func whatIsWrongIsToldByTheSetup() {
        let app = Application()
        app.mount(Application { $0.route("/<int:id>") { (id: String) in "" } }, at: "/bad")
        app.mount(Application { _ in }, at: "/bad")
        for prefix in ["", "/", "x", "/x/", "/x//y"] { app.mount(Application { _ in }, at: prefix) }
        app.mount(app, at: "/self")
        let error = #expect(throws: SetupError.self) { try app.checkSetup() }
        let found = error?.problems.map(\.description) ?? []
        #expect(found.contains("mount '/bad': two applications have this path."))
        #expect(found.contains("mount '/self': the application lies within itself."))
        #expect(found.contains("mount 'x': wanted a path as '/prefix', without a final slash."))
        #expect(found.count == 8)
        #expect(
            found.last?.hasPrefix("mount '/bad': route '/<int:id>': variable 1 'id' (int)") == true)
    }
}
