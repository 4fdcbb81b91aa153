import Dewar
import DewarTesting
import Testing

/// What the one writes, the other reads: sessions, flashes, password hashes and signed links.
@Suite(
    .serialized,
    .enabled(
        if: FlaskBesideDewar.python != nil,
        "LEFT OUT: no Python with Flask. deploy/test makes one, or say DEWAR_PYTHON=…"),
    .flaskBesideDewar)
struct SideBySideTests {
    private let client: TestClient

    /// Each writes and each reads: below these paths they have the same pages.
    private static let pairs = [("/flask", ""), ("", "/flask")]

    init() throws {
        client = try #require(FlaskBesideDewar.current).client
        client.deleteCookies()
    }

    @Test func bothAnswer() async throws {
        #expect(try await client.get("/").text == "Dewar")
        #expect(try await client.get("/flask/").text == "Flask")
        #expect(try await client.get("/flask/").context == nil)
    }

    @Test(arguments: pairs)
    func aSessionIsReadChangedAndCleared(by first: String, _ second: String) async throws {
        try await client.post("\(first)/session", form: ["user": "김", "cart": "1"])
        #expect(try await client.get("\(second)/session").json == ["cart": "1", "user": "김"])
        try await client.post("\(second)/session", form: ["cart": "2; \"x\""])
        #expect(
            try await client.get("\(first)/session").json == ["cart": "2; \"x\"", "user": "김"])
        #expect(client.cookies.count == 1)
        try await client.delete("\(first)/session")
        #expect(client.cookies.isEmpty)
        #expect(try await client.get("\(second)/session").json == [:])
    }

    /// Tuples, bytes, UUIDs and the others keep their types.
    @Test(arguments: pairs)
    func everyTypeCrosses(from first: String, to second: String) async throws {
        try await client.post("\(first)/everything")
        #expect(try await client.get("\(first)/everything").text == "the same")
        #expect(try await client.get("\(second)/everything").text == "the same")
        // Written anew by the other, as a whole.
        try await client.post("\(second)/session", form: ["more": "1"])
        #expect(try await client.get("\(first)/everything").text == "the same")
    }

    @Test(arguments: pairs)
    func aPermanentSessionStaysOne(_ first: String, _ second: String) async throws {
        try await client.post("\(first)/permanent")
        for path in [second, first] {
            let answer = try await client.get("\(path)/session")
            let expires = try #require(answer.cookie("session")?.expires)
            #expect(expires > .now + .seconds(47 * 3600) && expires < .now + .seconds(49 * 3600))
        }
    }

    @Test(arguments: pairs)
    func flashesCrossOver(from first: String, to second: String) async throws {
        try await client.post(
            "\(first)/flash", form: ["message": "저장 <b>", "category": "error"])
        #expect(
            try await client.get("\(second)/flashes").json == [
                ["error", "저장 <b>", false], ["message", "<i>marked</i>", true],
            ])
        #expect(try await client.get("\(first)/flashes").json == [])
    }

    @Test(
        arguments: pairs, ["scrypt:1024:8:1", "pbkdf2:sha256:1000", "pbkdf2:sha512:10"])
    func aPasswordHashIsAccepted(paths: (String, String), method: String) async throws {
        let password = "비밀 $:\u{e9}"
        let hash = try await client.post(
            "\(paths.0)/hash", form: ["password": password, "method": method]
        ).text
        #expect(hash.hasPrefix(method + "$"))
        for (text, isRight) in [(password, "True"), (password + " ", "False"), ("", "False")] {
            let answer = try await client.post(
                "\(paths.1)/check", form: ["hash": hash, "password": text])
            #expect(answer.text == isRight)
        }
    }

    @Test(arguments: pairs)
    func aSignedLinkIsOpened(from first: String, by second: String) async throws {
        let token = try await client.post("\(first)/sign", form: ["user": "김 <kim>"]).text
        let opened = try await client.get("\(second)/open/\(token)").text
        #expect(opened.replacing("&lt;", with: "<").replacing("&gt;", with: ">") == "김 <kim>")
        let expired = try await client.get("\(second)/open/\(token)?age=-1")
        #expect(expired.status == .forbidden && expired.text == "expired")
        for forged in [token + "x", "x" + token, token.replacing(".", with: "..")] {
            let answer = try await client.get("\(second)/open/\(forged)")
            #expect(answer.status == .forbidden && answer.text == "bad", "\(forged)")
        }
    }

    @Test(arguments: ["", "/flask"])
    func theOlderKeyIsReadAndTheNewerWritten(by path: String) async throws {
        try await client.post("/old-flask/session", form: ["user": "kim"])
        let token = try await client.post("/old-flask/sign", form: ["user": "kim"]).text
        #expect(try await client.get("\(path)/session").json == ["user": "kim"])
        #expect(try await client.get("\(path)/open/\(token)").text == "kim")
        // Still the old cookie: nothing was changed.
        #expect(try await client.get("/old-flask/session").json == ["user": "kim"])
        try await client.post("\(path)/session", form: ["more": "1"])
        #expect(try await client.get("/old-flask/session").json == [:])
        #expect(try await client.get("/flask/session").json == ["more": "1", "user": "kim"])
        #expect(try await client.get("/session").json == ["more": "1", "user": "kim"])
    }

    @Test func aDewarOfTheOlderKeyIsReadByFlask() async throws {
        let old = try TestClient(
            Neighbour.make(key: FlaskBesideDewar.oldKey, fallbacks: []))
        try await old.post("/session", form: ["user": "kim"])
        client.deleteCookies()
        try client.setCookie("session", try #require(old.cookie("session")?.value))
        #expect(try await client.get("/flask/session").json == ["user": "kim"])
        #expect(try await client.get("/old-flask/session").json == ["user": "kim"])
    }

    /// What neither has signed is a session for neither.
    @Test func forgedCookiesAreNothingToBoth() async throws {
        try await client.post("/session", form: ["user": "kim"])
        let cookie = try #require(client.cookie("session")?.value)
        let forged = [
            cookie + "x", String(cookie.dropLast()), "." + cookie, cookie.uppercased(),
            cookie.replacing(".", with: "..", maxReplacements: 1), "e30.ZVPxAA.x", "", ".",
        ]
        for value in forged {
            for path in ["", "/flask"] {
                let answer = try await client.get(
                    "\(path)/session", headers: ["Cookie": "session=\(value)"])
                #expect(try answer.json == [:], "\(path) \(value)")
            }
        }
    }
}
