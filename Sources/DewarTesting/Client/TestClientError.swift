import DewarText

/// What keeps a client from giving an answer.
public struct TestClientError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public enum Kind: Sendable, Hashable {
        /// A URL has no scheme of HTTP, or no host.
        case noURL
        /// A redirect leads where it has led before.
        case redirectLoop
        /// One redirect follows the other.
        case tooManyRedirects
        /// A redirect leads to another host.
        case otherHost
        /// What was asked for needs an application, and the client has a responder alone.
        case noApplication
        /// The application gave no session.
        case noSession
        /// A parameter is the web server's to tell.
        case foreignParameter
        /// What came is no answer.
        case noAnswer
    }

    /// What is wrong.
    public let kind: Kind
    /// One sentence: what was found, what was wanted.
    public let description: String

    static func noURL(_ text: String) -> TestClientError {
        TestClientError(
            kind: .noURL,
            description: "no URL of a server: '\(LogText.escaped(text))', and one like "
                + "'http://localhost/' is wanted.")
    }

    static func redirectLoop(_ status: Int, to location: String) -> TestClientError {
        TestClientError(
            kind: .redirectLoop,
            description: "redirects go round: a \(status) to '\(LogText.escaped(location))' "
                + "was followed already.")
    }

    static func tooManyRedirects(_ limit: Int) -> TestClientError {
        TestClientError(
            kind: .tooManyRedirects,
            description: "redirects do not end: \(limit) were followed, and there is another.")
    }

    static func otherHost(_ host: String, from ownHost: String) -> TestClientError {
        let isBelow = host.hasSuffix("." + ownHost)
        return TestClientError(
            kind: .otherHost,
            description: "redirect to '\(LogText.escaped(host))' not followed: the client is at "
                + "'\(LogText.escaped(ownHost))'."
                + (isBelow ? " Say 'client.followsSubdomains = true' to follow it." : ""))
    }

    static func noApplication(for name: String) -> TestClientError {
        TestClientError(
            kind: .noApplication,
            description: "\(name) needs an application: the client was made of a responder.")
    }

    static let noSession = TestClientError(
        kind: .noSession,
        description: "there is no session to change: is 'app.config.secretKey' set?")

    static func foreignParameter(_ name: String) -> TestClientError {
        TestClientError(
            kind: .foreignParameter,
            description: "nginx tells '\(LogText.escaped(name))' itself: through it a test can set "
                + "header fields (HTTP_…) and REMOTE_ADDR.")
    }

    static func noAnswer(_ reason: String) -> TestClientError {
        TestClientError(kind: .noAnswer, description: "no answer came: \(reason).")
    }
}
