import Dewar
import DewarModels
import DewarSQLite
import DewarTesting
import FoundationEssentials
import Testing

@Suite struct SessionTests {
    private func makeApp(
        _ system: BoardSystem, _ settings: JSONObject = [:]
    ) throws -> Application {
        let app = makeBoard(try system.url(), settings) { app in
            app.install(DatabaseSessions())
            app.get("/set/<name>") { (name: String) in
                session["name"] = .string(name)
                return ""
            }
            app.get("/get") { () -> String in session["name"]?.string ?? "nobody" }
            app.get("/untouched") { "" }
            app.get("/keep") {
                session.isPermanent = true
                return ""
            }
            app.get("/login") {
                session.regenerate()
                session["user"] = 7
                return ""
            }
            app.get("/logout") {
                session.clear()
                return ""
            }
            app.get("/types") { () -> String in
                session["pair"] = .tuple([1, .bytes([1, 2])])
                return ""
            }
            app.get("/large/<int:size>") { (size: Int) in
                session["text"] = .string(String(repeating: "x", count: size))
                return ""
            }
        }
        try app.fillBoard()
        return app
    }

    private func rows(_ app: Application) throws -> [StoredSession] {
        try app.database.run { try StoredSession.query.all() }
    }

    private func cookie(_ answer: TestAnswer) -> String? {
        answer.headers["Set-Cookie"]?.split(separator: ";").first
            .map { String($0.dropFirst("session=".count)) }
    }

    @Test(arguments: BoardSystem.allCases)
    func valuesStayInTheDatabaseAndAKeyInTheCookie(_ system: BoardSystem) async throws {
        let app = try makeApp(system)
        let client = try TestClient(app)
        #expect(try await client.get("/get").text == "nobody")
        #expect(try rows(app).isEmpty)
        let answer = try await client.get("/set/Ada")
        let token = try #require(cookie(answer))
        #expect(token.utf8.count == 43)
        #expect(answer.headers["Set-Cookie"]?.contains("HttpOnly") == true)
        #expect(answer.headers["Vary"] == "Cookie")
        #expect(try await client.get("/get").text == "Ada")
        // Nothing that the database has opens a session.
        let row = try #require(try rows(app).first)
        #expect(row.digest.utf8.count == 64 && row.digest != token)
        #expect(row.content == #"{"name":"Ada"}"#)
        // Another value, the same key.
        #expect(cookie(try await client.get("/set/Bob")) == token)
        #expect(try rows(app).count == 1)
    }

    @Test(arguments: BoardSystem.allCases)
    func tagsAreFlasks(_ system: BoardSystem) async throws {
        let app = try makeApp(system)
        let client = try TestClient(app)
        _ = try await client.get("/types")
        #expect(try rows(app).map(\.content) == [#"{"pair":{" t":[1,{" b":"AQI="}]}}"#])
    }

    @Test(
        arguments: BoardSystem.allCases,
        [
            "x", "", String(repeating: "A", count: 43), String(repeating: "A", count: 100_000),
            "' OR 1=1 --", "é", String(repeating: "%", count: 43), "../../etc/passwd",
            String(repeating: "\u{1}", count: 43),
        ])
    func aKeyThatIsNotOursOpensNothingAndIsNotTaken(_ system: BoardSystem, _ key: String)
        async throws
    {
        let app = try makeApp(system)
        let client = try TestClient(app, keepsCookies: false)
        let quoted = key.replacing("\u{1}", with: "\\001")
        let fields: Headers = ["Cookie": "session=\"\(quoted)\""]
        #expect(try await client.get("/get", headers: fields).text == "nobody")
        let answer = try await client.get("/set/Ada", headers: fields)
        #expect(answer.status == .ok)
        let token = try #require(cookie(answer))
        #expect(token != key && token.utf8.count == 43)
    }

    @Test(arguments: BoardSystem.allCases)
    func aLoginGivesAnotherKey(_ system: BoardSystem) async throws {
        let app = try makeApp(system)
        let client = try TestClient(app)
        let before = try #require(cookie(try await client.get("/set/Ada")))
        let after = try #require(cookie(try await client.get("/login")))
        #expect(before != after)
        #expect(try rows(app).count == 1)
        #expect(try await client.get("/get").text == "Ada")
        // The key of before is worth nothing.
        let other = try TestClient(app, keepsCookies: false)
        #expect(
            try await other.get("/get", headers: ["Cookie": "session=\(before)"]).text == "nobody")
    }

    @Test(arguments: BoardSystem.allCases)
    func aLogoutRemovesTheRowAndNobodyBringsItBack(_ system: BoardSystem) async throws {
        let app = try makeApp(system)
        let client = try TestClient(app)
        let token = try #require(cookie(try await client.get("/set/Ada")))
        let answer = try await client.get("/logout")
        #expect(answer.headers["Set-Cookie"]?.contains("Max-Age=0") == true)
        #expect(try rows(app).isEmpty)
        let late = try TestClient(app, keepsCookies: false)
        let again = try await late.get("/set/Eve", headers: ["Cookie": "session=\(token)"])
        #expect(cookie(again) != token)
        #expect(
            try await late.get("/get", headers: ["Cookie": "session=\(token)"]).text == "nobody")
    }

    @Test(arguments: BoardSystem.allCases)
    func aSessionThatIsRemovedWhileItIsUsedStaysRemoved(_ system: BoardSystem) async throws {
        let racing = makeBoard(try system.url()) { app in
            app.install(DatabaseSessions())
            app.get("/set") {
                session["name"] = "Ada"
                return ""
            }
            app.get("/race") {
                _ = session["name"]
                try StoredSession.removeAll()
                session["name"] = "Eve"
                return ""
            }
        }
        try racing.fillBoard()
        let client = try TestClient(racing)
        _ = try await client.get("/set")
        let answer = try await client.get("/race")
        #expect(answer.headers["Set-Cookie"]?.contains("Max-Age=0") == true)
        #expect(try rows(racing).isEmpty)
    }

    @Test(arguments: BoardSystem.allCases)
    func anOldSessionIsNoSession(_ system: BoardSystem) async throws {
        let app = try makeApp(system, ["PERMANENT_SESSION_LIFETIME": 100])
        let client = try TestClient(app)
        _ = try await client.get("/set/Ada")
        try app.database.run {
            let expired = Date().addingTimeInterval(-1)
            try StoredSession.query.update { $0.set(\.expires, expired) }
        }
        #expect(try await client.get("/get").text == "nobody")
        let removed = try app.database.run { try StoredSession.removeExpired() }
        #expect(removed == 1)
    }

    @Test(arguments: BoardSystem.allCases)
    func newSessionsRemoveOldOnesButNotAllAtOnce(_ system: BoardSystem) async throws {
        let app = try makeApp(system)
        try app.database.execute(
            script: """
                INSERT INTO session (digest, content, expires) WITH RECURSIVE n (i) AS (SELECT 1 \
                UNION ALL SELECT i + 1 FROM n WHERE i < 1500) \
                SELECT 'old ' || i, '{}', '2000-01-01 00:00:00.000000' FROM n
                """)
        _ = try await TestClient(app).get("/set/Ada")
        #expect(try rows(app).count == 501)
        _ = try await TestClient(app).get("/set/Bob")
        #expect(try rows(app).count == 2)
    }

    @Test func whoCannotRemoveOldSessionsAnswersAllTheSame() async throws {
        let app = try makeApp(.sqlite)
        try app.database.execute(
            script: """
                INSERT INTO session VALUES ('old', '{}', '2000-01-01 00:00:00.000000');
                CREATE TRIGGER keep BEFORE DELETE ON session BEGIN SELECT RAISE(ABORT, 'no'); END
                """)
        let client = try TestClient(app)
        #expect(try await client.get("/set/Ada").status == .ok)
        #expect(try await client.get("/get").text == "Ada")
        #expect(try rows(app).count == 2)
    }

    @Test(arguments: BoardSystem.allCases)
    func aSessionLivesOnButIsNotWrittenEachTime(_ system: BoardSystem) async throws {
        let app = try makeApp(system, ["PERMANENT_SESSION_LIFETIME": 1000])
        let client = try TestClient(app)
        _ = try await client.get("/set/Ada")
        let first = try #require(rows(app).first?.expires)
        #expect(try await client.get("/untouched").headers["Set-Cookie"] == nil)
        #expect(try rows(app).first?.expires == first)
        try app.database.run {
            let sooner = first.addingTimeInterval(-100)
            try StoredSession.query.update { $0.set(\.expires, sooner) }
        }
        #expect(try await client.get("/untouched").headers["Set-Cookie"] != nil)
        #expect(try #require(try rows(app).first?.expires) >= first)
    }

    @Test(arguments: BoardSystem.allCases)
    func aPermanentSessionOutlivesTheBrowser(_ system: BoardSystem) async throws {
        let client = try TestClient(try makeApp(system))
        #expect(
            try await client.get("/set/Ada").headers["Set-Cookie"]?.contains("Expires") == false)
        #expect(try await client.get("/keep").headers["Set-Cookie"]?.contains("Expires") == true)
    }

    @Test(arguments: BoardSystem.allCases)
    func aSessionHasALimit(_ system: BoardSystem) async throws {
        let client = try TestClient(try makeApp(system))
        #expect(try await client.get("/large/100000").status == .ok)
        #expect(try await client.get("/large/2000000").status == .internalServerError)
        #expect(try await client.get("/get").text == "nobody")
    }

    @Test(arguments: BoardSystem.allCases)
    func contentThatIsDamagedIsAFailureAndNotALogin(_ system: BoardSystem) async throws {
        let app = try makeApp(system)
        let client = try TestClient(app)
        _ = try await client.get("/set/Ada")
        for content in ["{", "[]", #"{"name":"#, "nul", String(repeating: "[", count: 100_000)] {
            try app.database.run {
                try StoredSession.query.update { $0.set(\.content, content) }
            }
            let answer = try await client.get("/get")
            #expect(answer.text.contains("Ada") == false)
        }
    }

    @Test(arguments: BoardSystem.allCases)
    func withoutTheTableItIsAFailure(_ system: BoardSystem) async throws {
        let app = makeBoard(try system.url()) { app in
            app.install(DatabaseSessions())
            app.get("/set") {
                session["a"] = 1
                return ""
            }
            app.get("/plain") { "plain" }
        }
        let client = try TestClient(app)
        #expect(try await client.get("/plain").text == "plain")
        #expect(try await client.get("/set").status == .internalServerError)
    }

    @Test func aPageThatLooksAtNoSessionNeedsNoDatabase() async throws {
        let app = makeBoard("sqlite:////nonexistent/folder/shop.db") { app in
            app.install(DatabaseSessions())
            app.get("/plain") { "plain" }
            app.get("/name") { () -> String in session["name"]?.string ?? "nobody" }
        }
        let client = try TestClient(app, keepsCookies: false)
        let fields: Headers = ["Cookie": "session=\(String(repeating: "A", count: 43))"]
        let plain = try await client.get("/plain", headers: fields)
        #expect(plain.status == .ok && plain.text == "plain")
        #expect(try await client.get("/name", headers: fields).status == .serviceUnavailable)
        #expect(try await client.get("/name").text == "nobody")
    }
}
