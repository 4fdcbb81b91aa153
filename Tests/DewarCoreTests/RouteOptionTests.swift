import Dewar
import DewarTesting
import Testing

/// What a rule can be beside its pattern and methods.
///
/// Expected values are Flask's.
@Suite struct RouteOptionTests {
    private static let host = Headers.Name("Host")

    private func client(_ setUp: @escaping (Application) throws -> Void) throws -> TestClient {
        try TestClient(Application(setUp))
    }

    @Test func twoRulesCanShareAView() async throws {
        let client = try client { app in
            app.get(
                "/list/<int:page>", name: "list",
                options: [.also("/list/", .defaults(["page": 1]))]
            ) { (page: Int) in "page \(page) at \(try urlFor("list", page))" }
        }
        #expect(try await client.get("/list/").text == "page 1 at /list/")
        #expect(try await client.get("/list/2").text == "page 2 at /list/2")
        let redirect = try await client.get("/list/1")
        #expect(redirect.status.code == 308)
        #expect(redirect.headers[.location] == "http://localhost/list/")
    }

    @Test func slashesAreAsTheRuleSays() async throws {
        let client = try client { app in
            app.get("/strict/") { "strict" }
            app.get("/loose/", options: [.strictSlashes(false)]) { "loose" }
            app.get("/a/<path:rest>", options: [.mergesSlashes(false)]) { rest in "\(rest)" }
        }
        #expect(try await client.get("/strict").status.code == 308)
        #expect(try await client.get("/loose").text == "loose")
        #expect(try await client.get("/a/b//c").text == "b//c")
    }

    @Test func subdomainsAreMatchedWhenTheApplicationSaysSo() async throws {
        let client = try client { app in
            app.config.serverName = "example.com"
            app.routing.matchesSubdomains = true
            app.get("/") { "main" }
            app.get("/", name: "tenant", options: [.subdomain("<tenant>")]) { tenant in
                "of \(tenant)"
            }
            app.register(
                Blueprint("api", prefix: "/v1", subdomain: "api") { $0.get("/") { "api" } })
        }
        func get(_ path: String, _ host: String) async throws -> String {
            try await client.get(path, headers: [Self.host: host]).text
        }
        #expect(try await get("/", "example.com") == "main")
        #expect(try await get("/", "kim.example.com") == "of kim")
        #expect(try await get("/v1/", "api.example.com") == "api")
        #expect(try await get("/v1/", "example.com").contains("404 Not Found"))
    }

    @Test func optionsCanBeLeftToNobody() async throws {
        let client = try client { app in
            app.get("/none", options: [.automaticOptions(false)]) { "" }
            app.addRule(Rule("/old/<int:id>", redirectTo: "new/<id>"))
            app.addRule(Rule("/new/<int:id>", endpoint: "new")) { values in
                "new \(values["id"]?.description ?? "-")"
            }
        }
        #expect(try await client.send(.options, "/none").status == .methodNotAllowed)
        #expect(try await client.get("/old/7").headers[.location] == "http://localhost/new/7")
        #expect(try await client.get("/new/7").text == "new 7")
    }

    @Test func aRuleWithoutAViewIsAProblem() {
        let app = Application { app in app.addRule(Rule("/lost", endpoint: "lost")) }
        let error = #expect(throws: SetupError.self) { try app.checkSetup() }
        #expect(
            error?.description
                == "route '/lost': it has no view, and no other rule of its endpoint 'lost' has one."
        )
    }
}
