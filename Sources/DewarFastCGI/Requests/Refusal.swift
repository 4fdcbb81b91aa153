import DewarHTTP
package import HTTPTypes

/// Why the transport answers a request itself.
package struct Refusal: Error, Sendable, Hashable {
    /// The status of the answer.
    package let status: HTTPResponse.Status
    /// One sentence, for the log and the page.
    package let reason: String

    /// The page: the reason as plain text.
    var response: Response {
        Response(
            status: status, contentType: "text/plain; charset=utf-8",
            body: .text("\(status.code) \(status.name)\n\n\(reason)\n"))
    }
}

extension Refusal {
    static let invalidName = Refusal(
        status: .badRequest,
        reason: "invalid request: the name of a parameter is empty, or holds '=' or a NUL.")

    static let invalidValue = Refusal(
        status: .badRequest,
        reason: "invalid request: the value of a parameter holds a NUL.")

    static let overloaded = Refusal(
        status: .serviceUnavailable,
        reason: "overloaded: too many requests are being answered. Try again later.")

    static let lateBody = Refusal(
        status: .requestTimeout, reason: "request timed out: its body did not come in time.")

    static func overdue(limit: Duration) -> Refusal {
        Refusal(
            status: .gatewayTimeout,
            reason: "request timed out: it took longer than \(limit).")
    }

    static func longName(limit: Int) -> Refusal {
        tooMuch("the name of a parameter has more than \(limit) bytes")
    }

    static func tooMany(limit: Int) -> Refusal {
        tooMuch("there are more than \(limit) parameters")
    }

    static func tooLarge(limit: Int) -> Refusal {
        tooMuch("the parameters have more than \(limit) bytes")
    }

    private static func tooMuch(_ what: String) -> Refusal {
        Refusal(
            status: .requestHeaderFieldsTooLarge, reason: "request too large: \(what).")
    }
}
