import Dewar
import DewarSigning
import DewarTesting
import Testing

/// What is not signed by the application is no session.
@Suite struct HostileSessionTests {
    private let now = HTTPDate(secondsSince1970: 1_700_000_060)
    private let interface = SecureCookieSessionInterface(SessionConfiguration(secretKey: "key"))

    /// What views find for a cookie: nothing, or the values of a session.
    private func values(_ cookie: String, at date: HTTPDate? = nil) -> SessionDictionary? {
        guard let session = interface.open(cookie: cookie, at: date ?? now) else { return nil }
        return session.isNew ? nil : session.values
    }

    @Test func whatFlaskSignedIsASession() {
        #expect(values(SessionMutants.valid[0])?["user"] == "kim")
        #expect(values(SessionMutants.valid[1])?["admin"] == false)
        #expect(values(SessionMutants.valid[2])?["cart"]?.list?.count == 40)
        #expect(values(SessionMutants.valid[3])?["user"] == "kim")
    }

    @Test(arguments: [1, 2, 3, 4])
    func noneOfTenThousandMutantsIsASession(seed: UInt64) {
        var mutants = SessionMutants(seed: seed)
        for _ in 0..<2500 {
            let mutant = mutants.next()
            if values(mutant) != nil { Issue.record("seed \(seed): \(mutant)") }
        }
    }

    @Test func timeCounts() {
        let lifetime = 31 * 86_400
        for cookie in SessionMutants.valid {
            let rows = [
                (-1, false), (0, true), (lifetime, true), (lifetime + 1, false),
                (10_000_000_000, false),
            ]
            for (age, isValid) in rows {
                let date = HTTPDate(secondsSince1970: 1_700_000_000 + age)
                #expect((values(cookie, at: date) != nil) == isValid, "\(age)")
            }
        }
    }

    /// Signed by Flask or itsdangerous with what is not the session's key, salt, method or hash.
    @Test func otherSignaturesAreNone() throws {
        let values: SessionDictionary = ["user": "kim"]
        func signed(
            _ secret: KeyMaterial = "key", salt: KeyMaterial = SessionSerializer.salt,
            options: SignerOptions = SessionSerializer.options
        ) throws -> String {
            try SessionSerializer(secret: secret, fallbacks: [], salt: salt, options: options)
                .dumps(values, at: HTTPDate(secondsSince1970: 1_700_000_000))
        }
        #expect(self.values(try signed()) != nil)
        let others = [
            try signed("other"), try signed(salt: "activate"),
            try signed(options: SignerOptions(keyDerivation: .djangoConcat, digest: .sha1)),
            try signed(options: SignerOptions(keyDerivation: .hmac, digest: .sha256)),
            "eyJpZCI6N30.ZVPxAA.5ZuKubqmxUy7QU2QNlpQyHjsOOQ",
        ]
        for cookie in others { #expect(self.values(cookie) == nil) }
    }

    /// Three million letters that travel in four kilobytes, rightly signed: as if the key were lost.
    @Test func aBombIsNotUnpacked() throws {
        let bomb = try SessionSerializer(secret: "key", fallbacks: [], payloadLimit: 1 << 30)
            .dumps(
                ["user": .string(String(repeating: "A", count: 3 << 20))],
                at: HTTPDate(secondsSince1970: 1_700_000_000))
        #expect(bomb.utf8.count < 5000 && bomb.hasPrefix("."))
        let session = try #require(interface.open(cookie: bomb, at: now))
        #expect(session.isNew && session.isEmpty)
        #expect(throws: SessionError.self) { try session.outcome() }
    }

    @Test func longOnesAreRefusedInTime() {
        let start = ContinuousClock.now
        for filler in [".", "A", "é", "%", "\""] {
            let long = String(repeating: filler, count: 1_000_000)
            #expect(values(long) == nil)
            // What base64 does not know counts for nothing, as in Python: the rest is signed.
            if "A.".contains(filler) { #expect(values(SessionMutants.valid[2] + long) == nil) }
            #expect(values("." + long + ".ZVPxAA." + long) == nil)
        }
        #expect(ContinuousClock.now - start < .seconds(20))
    }

    @Test(arguments: TestTransport.allCases)
    func aViewSeesNoneOfThem(over transport: TestTransport) async throws {
        let app = Application { app in
            app.config.secretKey = "key"
            app.get("/") { () -> String in
                let user: String? = session["user"]
                return user ?? "nobody"
            }
        }
        let client = try TestClient(app, over: transport)
        try await client.sessionTransaction { session in session["user"] = "kim" }
        #expect(try await client.get("/").text == "kim")
        let valid = try #require(client.cookie("session")?.value)
        var mutants = [
            String(valid.dropLast(3)), "x" + valid, valid.replacing(".", with: ".."), "",
            valid + "x", ".", "..", "...", valid.uppercased(), "." + valid,
        ]
        mutants += SessionMutants.valid  // expired long ago
        for mutant in mutants {
            let answer = try await client.get("/", headers: ["Cookie": "session=\(mutant)"])
            #expect(answer.status == .ok && answer.text == "nobody", "\(mutant)")
        }
        // The first of two counts, as in Werkzeug.
        let twice = "session=\(valid)x; session=\(valid)"
        #expect(try await client.get("/", headers: ["Cookie": twice]).text == "nobody")
    }
}
