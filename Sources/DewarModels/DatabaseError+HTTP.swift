public import DewarHTTP
public import DewarORM
import HTTPTypes

extension DatabaseError: HTTPErrorConvertible {
    /// What a request is answered with: 503 when the database is away, has no time or no connection
    /// left; 404 for a page that there is not; 400 for what no database can keep.
    ///
    /// Anything else is a failure, and a 500. What the database said is in none of them; in debug
    /// the page has the error's own sentence.
    ///
    /// - SeeAlso: RFC 9110, section 15.6.4.
    public var httpError: HTTPError? {
        switch kind {
        case .unavailable, .poolExhausted, .timedOut, .conflict:
            explained(HTTPError(.serviceUnavailable, headers: [.retryAfter: "5"]))
        case .noPage: explained(HTTPError(.notFound))
        case .invalidText, .unstorable: explained(HTTPError(.badRequest))
        default: nil
        }
    }

    private func explained(_ error: HTTPError) -> HTTPError {
        var error = error
        error.reason = description
        return error
    }
}
