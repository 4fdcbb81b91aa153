import Dewar
import DewarTesting
import Testing

/// URLs of endpoints, as a view asks for them.
///
/// Expected values are Flask's.
@Suite struct URLForTests {
    private func url(_ build: @escaping @Sendable () throws -> String) async throws -> String {
        let app = Application { app in
            app.get("/", name: "home") { () throws -> Markup in
                do { return Markup(html: try build()) } catch { return Markup(html: "\(error)") }
            }
            app.get("/posts/<int:id>", name: "show") { (id: Int) in "\(id)" }
        }
        return try await TestClient(app).get("/").text
    }

    @Test func whatFollowsAHashIsQuoted() async throws {
        let url = try await url { try urlFor("show", ["id": 42, "page": 2], anchor: "a b/ü#?") }
        #expect(url == "/posts/42?page=2#a%20b/%C3%BC#?")
    }

    @Test func anExternalURLHasSchemeAndHost() async throws {
        let values: RouteValues = ["id": 42, "page": 2]
        let plain = try await url { try urlFor("show", values, isExternal: true) }
        #expect(plain == "http://localhost/posts/42?page=2")
        let secure = try await url { try urlFor("show", values, scheme: "https") }
        #expect(secure == "https://localhost/posts/42?page=2")
    }

    @Test func aSchemeNeedsAnExternalURL() async throws {
        let error = try await url { try urlFor("home", [:], scheme: "https", isExternal: false) }
        #expect(
            error == "cannot build url: endpoint 'home' was asked for with a scheme but not as an "
                + "external URL.")
    }

    @Test func aMethodMustBeAnswered() async throws {
        let error = try await url { try urlFor("show", ["id": 42], method: .post) }
        #expect(error.hasPrefix("cannot build url: endpoint 'show' has no rule for the method"))
    }

    @Test func aDotAloneIsTheCurrentBlueprint() async throws {
        #expect(try await url { try urlFor(".home") } == "/")
        let app = Application { app in
            app.register(
                Blueprint("bp", prefix: "/bp") { blueprint in
                    blueprint.get("/", name: "index") { () throws -> Markup in
                        let other = try urlFor(".other", [:], isExternal: true)
                        return Markup(html: try urlFor(".index") + " " + other)
                    }
                    blueprint.get("/other", name: "other") { "" }
                })
        }
        #expect(
            try await TestClient(app).get("/bp/").text == "/bp/ http://localhost/bp/other")
    }
}
