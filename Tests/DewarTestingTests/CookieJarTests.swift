import Dewar
import DewarTesting
import Testing

/// Which cookies a client keeps and sends, as Werkzeug's client does.
@Suite struct CookieJarTests {
    private let client: TestClient

    init() throws { client = try TestClient(visits) }

    private func cookies(_ target: String = "/echo") async throws -> String? {
        try await client.get(target).json["cookies"]?.string
    }

    @Test func whatIsSetIsSentUntilItIsDeleted() async throws {
        try await client.get("/cookies/set/a/1")
        try await client.get("/cookies/set/b/%22x%20y%3B%22")
        #expect(try await cookies() == "a=1|b=\"x y;\"")
        #expect(client.cookie("b")?.value == "\"x y;\"")
        try await client.get("/cookies/set/a/2")
        #expect(try await cookies() == "a=2|b=\"x y;\"")
        let deletion = try await client.get("/cookies/delete/a")
        #expect(deletion.cookie("a")?.maxAge == 0)
        #expect(try await cookies() == "b=\"x y;\"")
        client.deleteCookies()
        #expect(try await cookies() == "")
    }

    /// Rows of Werkzeug's `_matches_request`.
    @Test func thePathDecides() async throws {
        for path in ["/echo", "/e", "/echo/", "/"] {
            try client.setCookie(path == "/" ? "root" : String(path.dropFirst()), "1", path: path)
        }
        #expect(try await cookies() == "echo=1|root=1")
    }

    @Test func theDomainDecides() async throws {
        try client.setCookie("own", "1")
        try client.setCookie("below", "1", domain: "localhost", isHostOnly: false)
        try client.setCookie("other", "1", domain: "example.com", isHostOnly: false)
        #expect(try await cookies() == "own=1|below=1")
        #expect(try await cookies("http://www.localhost/echo") == "below=1")
        #expect(try await cookies("http://notlocalhost/echo") == "")
        #expect(try await cookies("http://a.example.com/echo") == "other=1")
        try await client.get("http://a.example.com/cookies/set/wide/1?domain=example.com")
        try await client.get("http://a.example.com/cookies/set/narrow/1")
        #expect(try await cookies("http://b.example.com/echo") == "other=1|wide=1")
        #expect(client.cookie("narrow", domain: "a.example.com")?.isHostOnly == true)
    }

    @Test func secureCookiesAreSentAsWell() async throws {
        try await client.get("/cookies/set/a/1?secure=1")
        #expect(client.cookie("a")?.isSecure == true)
        #expect(try await cookies() == "a=1")
    }

    @Test func whatHasEndedIsForgotten() async throws {
        try client.setCookie("a", "1")
        try client.setCookie(Cookie("a", "1", maxAge: .zero))
        #expect(client.cookies.isEmpty)
        try client.setCookie("a", "1")
        try client.setCookie(Cookie("a", "2", expires: .date(HTTPDate(secondsSince1970: 0))))
        #expect(client.cookies.isEmpty)
        try client.setCookie(Cookie("a", "1", maxAge: .seconds(60)))
        #expect(client.cookies.map(\.maxAge) == [60])
        client.deleteCookie("a")
        #expect(client.cookies.isEmpty)
    }

    @Test func aFieldOfTheRequestsOwnComesFirst() async throws {
        try client.setCookie("a", "1")
        let echo = try await client.get("/echo", headers: ["Cookie": "b=2"]).json
        #expect(echo["cookies"] == "b=2")
    }

    @Test func aClientMayKeepNone() async throws {
        let client = try TestClient(visits, keepsCookies: false)
        try await client.get("/cookies/set/a/1")
        #expect(client.cookies.isEmpty)
        #expect(try await client.get("/echo").json["cookies"] == "")
    }

    @Test func sessionsNeedAnApplicationAndAKey() async throws {
        let bare = try TestClient(responder: try visits.makeResponder())
        let error = await #expect(throws: TestClientError.self) {
            try await bare.sessionTransaction { _ in }
        }
        #expect(
            error?.description
                == "sessionTransaction needs an application: the client was made of a responder.")
        let keyless = try TestClient(Application { app in app.get("/") { "" } })
        let other = await #expect(throws: TestClientError.self) {
            try await keyless.sessionTransaction { _ in }
        }
        #expect(
            other?.description
                == "there is no session to change: is 'app.config.secretKey' set?")
    }
}
