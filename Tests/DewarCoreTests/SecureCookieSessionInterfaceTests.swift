import DewarCore
import DewarHTTP
import DewarSigning
import DewarText
import Testing

// Expected fields: Flask 3.1.3, but for what Dewar sends besides: `SameSite=Lax`.
@Suite struct SecureCookieSessionInterfaceTests {
    private let now = HTTPDate(secondsSince1970: 1_700_000_000)
    private let cookie = "eyJhIjoxfQ.ZVPxAA.Fq0HIPIOzhpoXL0L2_L9xpAXGhc"
    private let permanent = "eyJfcGVybWFuZW50Ijp0cnVlLCJhIjoxfQ.ZVPxAA.F4knZV4_X7bQFYDcoBOBuWTL4FE"

    /// What is sent after some steps on the session of a cookie.
    private func changes(
        _ cookie: String?, isSecure: Bool = false,
        _ configure: (inout SessionConfiguration) -> Void = { _ in },
        _ steps: (Session) -> Void
    ) throws -> SessionChanges {
        var configuration = SessionConfiguration(secretKey: "development key")
        configure(&configuration)
        let interface = SecureCookieSessionInterface(configuration)
        let session = interface.open(cookie: cookie, at: now) ?? .null()
        steps(session)
        return try interface.changes(of: session, isSecure: isSecure, at: now)
    }

    @Test func aNewValueIsSent() throws {
        let changes = try changes(nil) { $0["a"] = 1 }
        #expect(changes.setCookie == "session=\(cookie); HttpOnly; Path=/; SameSite=Lax")
        #expect(changes.variesByCookie)
    }

    @Test func whatNobodyLookedAtChangesNothing() throws {
        #expect(try changes(nil) { _ in } == SessionChanges())
        #expect(try changes(cookie) { _ in } == SessionChanges())
        #expect(try changes("garbage") { _ in } == SessionChanges())
    }

    @Test func readingVariesTheAnswer() throws {
        for value in [nil, cookie, "garbage"] {
            #expect(
                try changes(value) { _ = $0["a"] } == SessionChanges(variesByCookie: true))
        }
    }

    @Test func anEmptiedSessionIsDeleted() throws {
        let deletion =
            "session=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; HttpOnly; Path=/; "
            + "SameSite=Lax"
        #expect(try changes(cookie) { $0.clear() }.setCookie == deletion)
        #expect(try changes(cookie) { $0.pop("a") }.setCookie == deletion)
        #expect(try changes("garbage") { $0.clear() }.setCookie == deletion)
        #expect(try changes(cookie) { $0.pop("z") }.setCookie == nil)
    }

    @Test func aPermanentSessionLivesOnFromEveryRequest() throws {
        let field =
            "session=\(permanent); Expires=Fri, 15 Dec 2023 22:13:20 GMT; HttpOnly; Path=/; "
            + "SameSite=Lax"
        #expect(
            try changes(nil) {
                $0["a"] = 1; $0.isPermanent = true
            }.setCookie == field)
        #expect(try changes(permanent) { _ in }.setCookie == field)
        #expect(
            try changes(permanent, { $0.refreshesEachRequest = false }) { _ in }
                == SessionChanges())
        #expect(
            try changes(permanent, { $0.lifetime = .seconds(3600) }) { _ in }.setCookie?
                .contains("Expires=Tue, 14 Nov 2023 23:13:20 GMT") == true)
    }

    /// Only what says of itself to be permanent is opened though no view looked at it.
    @Test func anUntouchedSessionIsOpenedOnlyToBeSentAgain() throws {
        let interface = SecureCookieSessionInterface(SessionConfiguration(secretKey: "key"))
        func isSaved(_ cookie: String) throws -> Bool {
            let parameters = RequestParameters([
                ("REQUEST_METHOD", "GET"), ("HTTP_COOKIE", "session=\(cookie)"),
            ])
            return interface.savesUntouched(
                try Request(parameters: parameters, body: RequestBody()))
        }
        #expect(try isSaved(permanent))
        #expect(try !isSaved(cookie))
        // What is compressed is not looked into without a signature.
        #expect(try isSaved(".eJx.y.z"))
    }

    @Test func attributesAreThoseOfTheConfiguration() throws {
        let configure: (inout SessionConfiguration) -> Void = {
            $0.cookieName = "sid"
            $0.cookieDomain = ".한글.kr"
            $0.cookiePath = "/한글"
            $0.isCookieSecure = true
            $0.isCookieHTTPOnly = false
            $0.isCookiePartitioned = true
            $0.cookieSameSite = Cookie.SameSite.none
        }
        let attributes = "Secure; Path=/%ED%95%9C%EA%B8%80; SameSite=None; Partitioned"
        #expect(
            try changes(nil, configure) { $0["a"] = 1 }.setCookie
                == "sid=\(cookie); Domain=xn--bj0bj06e.kr; \(attributes)")
        #expect(
            try changes(cookie, configure) { $0.clear() }.setCookie
                == "sid=; Domain=xn--bj0bj06e.kr; Expires=Thu, 01 Jan 1970 00:00:00 GMT; "
                + "Max-Age=0; \(attributes)")
        #expect(
            try changes(nil, { $0.applicationRoot = "/base" }) { $0["a"] = 1 }.setCookie
                == "session=\(cookie); HttpOnly; Path=/base; SameSite=Lax")
    }

    @Test(arguments: [
        (nil, true, true), (nil, false, false), (true, false, true), (false, true, false),
    ])
    func overHTTPSTheCookieStaysThere(setting: Bool?, isSecure: Bool, isSent: Bool) throws {
        let field = try changes(nil, isSecure: isSecure, { $0.isCookieSecure = setting }) {
            $0["a"] = 1
        }.setCookie
        #expect(field?.contains("; Secure") == isSent)
    }

    @Test func aCookieThatBrowsersWouldDropIsRefused() throws {
        // Random text cannot be packed.
        let text = SessionValue.string(SecretToken.hexadecimal(4000))
        let error = #expect(throws: SessionError.self) { try changes(nil) { $0["a"] = text } }
        guard case .tooLarge("session", let size, let valueSize, 4093)? = error?.kind else {
            Issue.record("\(error?.description ?? "no error")")
            return
        }
        #expect(size == "session=; HttpOnly; Path=/; SameSite=Lax".utf8.count + valueSize)
        #expect(try changes(nil, { $0.maximalCookieSize = 0 }) { $0["a"] = text }.setCookie != nil)
        #expect(
            try changes(nil, { $0.maximalCookieSize = size }) { $0["a"] = text }.setCookie?
                .utf8.count ?? 0 <= size)
    }

    @Test func withoutASecretKeyThereIsNoSession() throws {
        for key in [nil, ""] as [KeyMaterial?] {
            #expect(try changes(cookie, { $0.secretKey = key }) { _ in } == SessionChanges())
            #expect(try changes(cookie, { $0.secretKey = key }) { _ = $0["a"] } == SessionChanges())
            #expect(throws: SessionError.self) {
                try changes(cookie, { $0.secretKey = key }) { $0["a"] = 1 }
            }
        }
    }

    @Test func aSoundSignatureOfNoSessionIsAnError() throws {
        // The number 1, signed.
        let cookie = try TimestampSigner(
            secret: "development key", salt: SessionSerializer.salt,
            options: SessionSerializer.options
        ).sign("MQ", at: now)
        #expect(throws: SessionError.self) { try changes(cookie) { _ in } }
    }

    @Test func oldKeysAreAcceptedAndTheNewestSigns() throws {
        let rotate: (inout SessionConfiguration) -> Void = {
            $0.secretKey = "new"
            $0.secretKeyFallbacks = ["development key"]
        }
        var value: SessionValue?
        #expect(try changes(cookie, rotate) { value = $0["a"] }.setCookie == nil)
        #expect(value == 1)
        let field = try changes(cookie, rotate) { $0["b"] = 2 }.setCookie ?? ""
        let sent = String(field.dropFirst("session=".count).prefix { $0 != ";" })
        #expect(
            try SessionSerializer(secret: "new").loads(sent, lifetime: .seconds(1), at: now)
                == ["a": 1, "b": 2])
    }

    @Test func errorsSayWhatToDo() {
        func message(_ body: () throws -> Void) -> String? {
            do { try body() } catch { return "\(error)" }
            return nil
        }
        #expect(
            message { _ = try changes(nil, { $0.secretKey = nil }) { $0["a"] = 1 } }
                == "the session is unavailable: there is no secret key. Set 'SECRET_KEY' to "
                + "something unique that nobody can guess.")
        #expect(
            message {
                _ = try changes(nil, { $0.maximalCookieSize = 80 }) { $0["a"] = 1 }
            }
                == "the session is too large: the cookie 'session' has 85 bytes, 45 of them its "
                + "value, and browsers drop what is over 80. Keep less in the session, as the key "
                + "of a row.")
    }

    /// A request with a `Cookie` field.
    private func request(_ field: String?, _ more: [(String, String)] = []) throws -> Request {
        let cookies = field.map { [("HTTP_COOKIE", $0)] } ?? []
        return try Request(
            parameters: RequestParameters([("REQUEST_METHOD", "GET")] + cookies + more),
            body: RequestBody())
    }

    @Test func theCookieIsFoundAmongOthers() throws {
        let interface = SecureCookieSessionInterface(
            SessionConfiguration(secretKey: "development key"))
        let fresh = try interface.configuration.serializer?.dumps(["a": 1]) ?? ""
        for field in ["session=\(fresh)", "x=1; session=\(fresh); y", " session = \"\(fresh)\" "] {
            #expect(interface.open(try request(field))?["a"] == 1, "\(field)")
        }
        for field in [nil, "", "session=", "Session=\(fresh)", "session=x; session=\(fresh)"] {
            #expect(interface.open(try request(field))?.isEmpty == true, "\(field ?? "none")")
        }
    }

    @Test(
        arguments: [
            ([], false), ([("HTTPS", "on")], true), ([("HTTPS", "off")], false),
            ([("HTTPS", "")], false),
            ([("REQUEST_SCHEME", "https")], true),
        ] as [([(String, String)], Bool)])
    func theWebServerSaysWhetherItIsHTTPS(parameters: [(String, String)], isSecure: Bool) throws {
        let interface = SecureCookieSessionInterface(SessionConfiguration(secretKey: "k"))
        let request = try request(nil, parameters)
        let session = try #require(interface.open(request))
        session["a"] = 1
        var response: Response = "x"
        try interface.save(session, of: request, into: &response)
        #expect(response.headers["Set-Cookie"]?.contains("; Secure") == isSecure)
        #expect(response.headers["Vary"] == "Cookie")
    }
}
