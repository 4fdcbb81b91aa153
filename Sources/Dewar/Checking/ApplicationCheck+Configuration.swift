import DewarCore
import DewarText

extension ApplicationCheck {
    /// Values that have the right type and do not make sense, and names that nobody reads.
    ///
    /// - Parameter application: The application.
    /// - Returns: What was found.
    static func configuration(of application: Application) -> Area {
        let config = application.config
        let keys = config.keys
        return Area(
            title: "Configuration", extent: keys.count == 1 ? "1 value" : "\(keys.count) values",
            findings: keys.compactMap { misspelled($0, keys) } + modes(config) + cookies(config)
                + hosts(config))
    }

    /// A name that Dewar does not know and that is nearly one it knows.
    private static func misspelled(_ key: String, _ all: [String]) -> CheckFinding? {
        let unset = Config.knownKeys.filter { !all.contains($0) }
        guard !Config.knownKeys.contains(key),
            let known = Similarity.closest(to: key, in: unset),
            abs(key.utf8.count - known.utf8.count) <= 2, difference(key, known) <= 3
        else { return nil }
        return .advice("\(key) is no key of Dewar's. Did you mean '\(known)'?")
    }

    /// In how many places two texts differ, when each difference is one character.
    private static func difference(_ left: String, _ right: String) -> Int {
        Array(left).difference(from: Array(right)).count
    }

    private static func modes(_ config: Config) -> [CheckFinding] {
        var findings: [CheckFinding] = []
        if config.isDebug {
            findings.append(
                .advice(
                    """
                    DEBUG is on: error pages tell users what was found and what was wanted. \
                    In production leave it out.
                    """))
        }
        if config.isTesting {
            findings.append(
                .advice(
                    """
                    TESTING is on: error handlers of 500 are not called. In production leave it \
                    out.
                    """))
        }
        return findings
    }

    private static func hosts(_ config: Config) -> [CheckFinding] {
        guard config.trustedHosts == nil else { return [] }
        return [
            .advice(
                """
                TRUSTED_HOSTS is not set: absolute URLs, as in mails, name whatever host a \
                request names. List yours, as ["shop.example.com"], or have nginx refuse the others.
                """)
        ]
    }

    // MARK: Cookies

    private static func cookies(_ config: Config) -> [CheckFinding] {
        var findings: [CheckFinding] = []
        let name = config.sessionCookieName
        if config.sessionCookieIsSecure != true {
            let reasons = [
                config.sessionCookieSameSite?.lowercased() == "none"
                    ? "SESSION_COOKIE_SAMESITE None" : nil,
                config.sessionCookieIsPartitioned ? "SESSION_COOKIE_PARTITIONED" : nil,
                name.hasPrefix("__Secure-") || name.hasPrefix("__Host-")
                    ? "a SESSION_COOKIE_NAME that begins with \(name.prefix { $0 != "-" })-" : nil,
            ].compactMap(\.self)
            findings += reasons.map { reason in
                .fault(
                    """
                    \(reason) needs SESSION_COOKIE_SECURE true: without it browsers refuse the \
                    session's cookie.
                    """)
            }
        }
        let path = config.sessionCookiePath ?? config.applicationRoot
        if name.hasPrefix("__Host-"), path != "/" || config.sessionCookieDomain != nil {
            findings.append(
                .fault(
                    """
                    a SESSION_COOKIE_NAME that begins with __Host- needs the path / and no \
                    SESSION_COOKIE_DOMAIN: else browsers refuse the session's cookie.
                    """))
        }
        if !config.sessionCookieIsHTTPOnly {
            findings.append(
                .advice(
                    """
                    SESSION_COOKIE_HTTPONLY is false: a script that gets into a page can take \
                    the session away.
                    """))
        }
        if config.permanentSessionLifetime <= .zero {
            findings.append(
                .fault(
                    """
                    PERMANENT_SESSION_LIFETIME is not above 0: permanent sessions are over \
                    before they begin.
                    """))
        }
        return findings
    }
}
