import DewarHTTP
import DewarSigning
import DewarText

extension Config {
    /// How sessions are signed, and how their cookie is sent.
    package var session: SessionConfiguration {
        var session = SessionConfiguration(secretKey: secretKey.map { KeyMaterial($0) })
        session.secretKeyFallbacks = secretKeyFallbacks.map { KeyMaterial($0) }
        session.cookieName = sessionCookieName
        session.cookieDomain = sessionCookieDomain
        session.cookiePath = sessionCookiePath
        session.applicationRoot = applicationRoot
        session.isCookieHTTPOnly = sessionCookieIsHTTPOnly
        session.isCookieSecure = sessionCookieIsSecure
        session.isCookiePartitioned = sessionCookieIsPartitioned
        session.cookieSameSite = sessionCookieSameSite.flatMap { try? Cookie.SameSite(parsing: $0) }
        session.lifetime = permanentSessionLifetime
        session.refreshesEachRequest = refreshesSession
        session.maximalCookieSize = maxCookieSize
        return session
    }

    /// What a request's body may be.
    var limits: RequestLimits {
        var limits = RequestLimits()
        limits.maxContentLength = maxContentLength
        limits.maxFormMemorySize = maxFormMemorySize
        limits.maxFormParts = maxFormParts
        return limits
    }

    /// What is wrong with the values that have the right type.
    var contradictions: [SetupError.Problem] {
        guard let text = sessionCookieSameSite, (try? Cookie.SameSite(parsing: text)) == nil else {
            return []
        }
        return [
            .configuration(
                "SESSION_COOKIE_SAMESITE", "\(JSON.string(text))", wanted: "Lax, Strict or None",
                source: entry("SESSION_COOKIE_SAMESITE")?.source)
        ]
    }
}
