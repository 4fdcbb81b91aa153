import DewarCore
import DewarHTTP
import DewarSigning
import DewarText

/// Answers cases of kind `session`.
enum SessionCases {
    /// Answers a case.
    ///
    /// - Parameter testCase: A case as `conformance/HTTP.md` describes it.
    /// - Returns: `result`, or `unsupported`.
    static func answer(_ testCase: JSON) -> JSONObject {
        do {
            guard let result = try result(of: testCase) else {
                return ["unsupported": .string("op \(testCase["op"]?.string ?? "?")")]
            }
            var answer: JSONObject = ["result": result]
            if let count = testCase["repeat"]?.int {
                answer["ns"] = try nanoseconds(of: testCase, count: count)
            }
            return answer
        } catch let error as SigningError {
            return ["result": SignerCases.json(of: error)]
        } catch {
            return ["result": ["error": "invalid", "message": .string("\(error)")]]
        }
    }

    private static func result(of testCase: JSON) throws -> JSON? {
        switch testCase["op"]?.string {
        case "dumps": return try dumps(testCase)
        case "loads": return try loads(testCase)
        case "save": return try save(testCase)
        case "tag_dumps":
            let value = SessionTypedValue.value(testCase["value"] ?? nil)
            return ["text": .string(try TaggedJSONSerializer.dumps(value))]
        case "tag_loads":
            let value = try TaggedJSONSerializer.loads(testCase["text"]?.string ?? "")
            return ["value": SessionTypedValue.json(value)]
        default: return try SignerCases.result(of: testCase)
        }
    }

    /// The clock of a case.
    static func now(_ testCase: JSON) -> HTTPDate {
        HTTPDate(secondsSince1970: testCase["now"]?.int ?? 0)
    }

    /// Flask's configuration, changed as a case says.
    private static func configuration(_ testCase: JSON) throws -> SessionConfiguration {
        var configuration = SessionConfiguration()
        if let secret = testCase["secret_key"], secret != .null {
            configuration.secretKey = KeyMaterial(SessionTypedValue.bytes(json: secret))
        }
        configuration.secretKeyFallbacks = (testCase["fallbacks"]?.array ?? []).map {
            KeyMaterial(SessionTypedValue.bytes(json: $0))
        }
        if let seconds = testCase["lifetime"]?.int { configuration.lifetime = .seconds(seconds) }
        // What Flask has otherwise than Dewar.
        configuration.isCookieSecure = false
        configuration.cookieSameSite = nil
        configuration.maximalCookieSize = 0
        for (key, value) in testCase["config"]?.object ?? [:] {
            try set(key, value, &configuration)
        }
        return configuration
    }

    private static func set(
        _ key: String, _ value: JSON, _ configuration: inout SessionConfiguration
    ) throws {
        switch key {
        case "SESSION_COOKIE_NAME": configuration.cookieName = value.string ?? "session"
        case "SESSION_COOKIE_DOMAIN": configuration.cookieDomain = value.string
        case "SESSION_COOKIE_PATH": configuration.cookiePath = value.string
        case "APPLICATION_ROOT": configuration.applicationRoot = value.string ?? "/"
        case "SESSION_COOKIE_HTTPONLY": configuration.isCookieHTTPOnly = value.bool ?? false
        case "SESSION_COOKIE_SECURE": configuration.isCookieSecure = value.bool ?? false
        case "SESSION_COOKIE_PARTITIONED": configuration.isCookiePartitioned = value.bool ?? false
        case "SESSION_COOKIE_SAMESITE":
            configuration.cookieSameSite = try value.string.map { try Cookie.SameSite(parsing: $0) }
        case "SESSION_REFRESH_EACH_REQUEST":
            configuration.refreshesEachRequest = value.bool ?? false
        case "PERMANENT_SESSION_LIFETIME":
            configuration.lifetime = .seconds(value.int ?? 0)
        case "MAX_COOKIE_SIZE": break
        default: throw UnknownStep(name: key)
        }
    }

    // MARK: Cookies

    private static func dumps(_ testCase: JSON) throws -> JSON {
        guard let serializer = try configuration(testCase).serializer else {
            throw SessionlessCase()
        }
        let session = SessionTypedValue.dictionary(testCase["session"] ?? nil)
        return ["cookie": .string(try serializer.dumps(session, at: now(testCase)))]
    }

    /// The session's cookie as a request brings it: in a field, which trims it.
    private static func cookie(_ testCase: JSON) throws -> String? {
        guard let value = testCase["cookie"]?.string else { return nil }
        return try MultiDict(parsingCookies: "session=\(value)".utf8)["session"]
    }

    private static func loads(_ testCase: JSON) throws -> JSON {
        let interface = SecureCookieSessionInterface(try configuration(testCase))
        guard let session = interface.open(cookie: try cookie(testCase), at: now(testCase)) else {
            return ["session": nil]
        }
        do {
            return ["session": SessionTypedValue.json(.dictionary(try session.outcome().values))]
        } catch let error {
            guard case .unreadable(let reason) = error.kind else { throw error }
            throw reason
        }
    }

    private static func save(_ testCase: JSON) throws -> JSON {
        let interface = SecureCookieSessionInterface(try configuration(testCase))
        let session = interface.open(cookie: try cookie(testCase), at: now(testCase)) ?? .null()
        for step in testCase["steps"]?.array ?? [] { try perform(step, on: session) }
        let changes = try interface.changes(of: session, isSecure: false, at: now(testCase))
        return [
            "set_cookie": .array(changes.setCookie.map { [.string($0)] } ?? []),
            "vary": changes.variesByCookie ? "Cookie" : nil,
        ]
    }

    /// The mean time of opening a session, its steps and saving it; the keys are made before.
    private static func nanoseconds(of testCase: JSON, count: Int) throws -> JSON? {
        guard testCase["op"]?.string == "save", count > 0 else { return nil }
        let interface = SecureCookieSessionInterface(try configuration(testCase))
        let (cookie, now) = (try cookie(testCase), now(testCase))
        let steps = testCase["steps"]?.array ?? []
        let duration = try ContinuousClock().measure {
            for _ in 0..<count {
                let session = interface.open(cookie: cookie, at: now) ?? .null()
                for step in steps { try perform(step, on: session) }
                _ = try interface.changes(of: session, isSecure: false, at: now)
            }
        }
        return .double(duration / .nanoseconds(1) / Double(count))
    }

    private static func perform(_ step: JSON, on session: Session) throws {
        let key = step[1]?.string ?? ""
        let value = SessionTypedValue.value(step[2] ?? nil)
        switch step[0]?.string ?? "" {
        case "set": session[key] = value
        case "get": _ = session[key]
        case "delete":
            guard session.contains(key) else { throw UnknownStep(name: key) }
            session.pop(key)
        case "pop": session.pop(key)
        case "setdefault": session.setDefault(key, value)
        case "update": session.update(SessionTypedValue.dictionary(step[1] ?? nil))
        case "clear": session.clear()
        case "permanent": session.isPermanent = step[1]?.bool ?? false
        case "modified": session.isModified = step[1]?.bool ?? false
        case "touch_nested":
            guard session.contains(key) else { throw UnknownStep(name: key) }
            // In Python the value is changed in place, and the session does not see it.
            let isModified = session.isModified
            session[key]?[step[2]?.string ?? ""] = SessionTypedValue.value(step[3] ?? nil)
            session.isModified = isModified
        case let name: throw UnknownStep(name: name)
        }
    }

    /// A case without a secret key, of which Flask makes no cookie.
    private struct SessionlessCase: Error {}

    /// A step that cannot be done.
    private struct UnknownStep: Error {
        let name: String
    }
}
