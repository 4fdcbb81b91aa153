import Dewar
import DewarTesting
import Testing

/// The session and its flashes, as views use them.
///
/// Cookies were made by Flask with the key 'key'.
@Suite struct SessionInViewTests {
    private let client: TestClient

    init() throws {
        client = try TestClient(
            Application { app in
                app.config.secretKey = "key"
                app.get("/set") { () -> String in
                    session["user"] = "kim"
                    return "set"
                }
                app.get("/get") { () -> String in
                    let user: String? = session["user"]
                    return user ?? "nobody"
                }
                app.get("/clear") { () -> String in
                    session.clear()
                    return "cleared"
                }
                app.get("/permanent") { () -> String in
                    session.isPermanent = true
                    return ""
                }
                app.get("/plain") { "plain" }
                app.get("/flash") { () -> String in
                    flash("Hello")
                    flash("No number", category: "error")
                    return ""
                }
                app.get("/show") { () -> String in
                    flashedMessages().map { "\($0.category): \($0.text)" }
                        .joined(separator: "; ")
                }
                app.get("/errors") { () -> String in
                    let errors = flashedMessages(of: "error").map(\.text)
                    return "\(errors) \(flashedMessages().count)"
                }
            })
    }

    /// The cookie that an answer sets, as a client sends it.
    private func cookie(of answer: TestAnswer) -> Headers {
        let field = answer.headers["Set-Cookie"] ?? ""
        return ["Cookie": String(field.prefix { $0 != ";" })]
    }

    @Test func whatIsSetComesBack() async throws {
        let set = try await client.get("/set")
        let field = set.headers["Set-Cookie"] ?? ""
        #expect(field.hasPrefix("session=eyJ1c2VyIjoia2ltIn0."))
        #expect(field.hasSuffix("; HttpOnly; Path=/; SameSite=Lax"))
        #expect(set.headers["Vary"] == "Cookie")
        let get = try await client.get("/get", headers: cookie(of: set))
        #expect(get.text == "kim")
        #expect(get.headers["Set-Cookie"] == nil)
        #expect(get.headers["Vary"] == "Cookie")
    }

    @Test func whoDoesNotLookPaysForNothing() async throws {
        let plain = try await client.get("/plain")
        #expect(plain.headers["Set-Cookie"] == nil && plain.headers["Vary"] == nil)
        let set = try await client.get("/set")
        let again = try await client.get("/plain", headers: cookie(of: set))
        #expect(again.headers["Set-Cookie"] == nil && again.headers["Vary"] == nil)
    }

    @Test func aPermanentSessionIsSentAgainWithEveryAnswer() async throws {
        let set = try await client.get("/permanent")
        #expect(set.headers["Set-Cookie"]?.contains("Expires=") == true)
        let again = try await client.get("/plain", headers: cookie(of: set))
        #expect(again.headers["Set-Cookie"]?.contains("Expires=") == true)
    }

    @Test func aClearedSessionIsForgotten() async throws {
        let set = try await client.get("/set")
        let cleared = try await client.get("/clear", headers: cookie(of: set))
        #expect(
            cleared.headers["Set-Cookie"]?.hasPrefix("session=; Expires=Thu, 01 Jan 1970") == true)
    }

    @Test func aForgedCookieIsNobodysSession() async throws {
        let set = try await client.get("/set")
        var headers = cookie(of: set)
        headers["Cookie"] = (headers["Cookie"] ?? "") + "x"
        #expect(try await client.get("/get", headers: headers).text == "nobody")
    }

    @Test func messagesAreShownOnceOnTheNextPage() async throws {
        let flashed = cookie(of: try await client.get("/flash"))
        let shown = try await client.get("/show", headers: flashed)
        #expect(shown.text == "message: Hello; error: No number")
        #expect(shown.headers["Set-Cookie"]?.hasPrefix("session=; Expires=") == true)
        #expect(
            try await client.get("/errors", headers: flashed).text == "[&#34;No number&#34;] 2")
        #expect(try await client.get("/show").text == "")
    }

    @Test func withoutAKeyNothingIsKept() async throws {
        let client = try TestClient(
            Application { app in
                app.get("/get") { () -> String in session.isEmpty ? "empty" : "?" }
                app.get("/set") { () -> String in
                    session["a"] = 1
                    return "set"
                }
            })
        #expect(try await client.get("/get").text == "empty")
        #expect(try await client.get("/set").status == .internalServerError)
    }

    @Test func aBodyIsLimitedByTheConfiguration() async throws {
        let client = try TestClient(
            Application { app in
                app.config.maxContentLength = 10
                app.post("/") { () throws -> String in try "\(request.form.count)" }
            })
        let headers: Headers = ["Content-Type": "application/x-www-form-urlencoded"]
        #expect(try await client.post("/", headers: headers, body: "a=1&b=2").text == "2")
        #expect(
            try await client.post("/", headers: headers, body: "a=1&b=2&c=3").status
                == .contentTooLarge)
    }

    @Test func onlyTrustedHostsAreAnswered() async throws {
        let client = try TestClient(
            Application { app in
                app.config.trustedHosts = [".example.com"]
                app.get("/") { "home" }
            })
        #expect(try await client.get("/", headers: ["Host": "a.example.com"]).text == "home")
        #expect(try await client.get("/", headers: ["Host": "example.org"]).status == .badRequest)
    }
}
