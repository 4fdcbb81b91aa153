public import DewarText
public import HTTPTypes

extension HTTPError {
    /// A 400 that says why, for pages in debug.
    ///
    /// ```swift
    /// guard request.args.contains("q") else { throw HTTPError.badRequest("'q' is missing") }
    /// ```
    ///
    /// - Parameter reason: What was found and what was wanted.
    /// - Returns: The error.
    /// - SeeAlso: Werkzeug `BadRequest`.
    public static func badRequest(_ reason: String) -> HTTPError {
        var error = HTTPError(.badRequest)
        error.reason = reason
        return error
    }

    /// A 400: a host that is not one of those that the application answers for.
    ///
    /// - Parameter host: What the client asked for.
    /// - Returns: The error.
    /// - SeeAlso: Werkzeug `SecurityError`.
    static func untrustedHost(_ host: String) -> HTTPError {
        badRequest("the host '\(LogText.excerpt(host))' is not trusted.")
    }

    /// A 401 that tells how to log in.
    ///
    /// ```swift
    /// throw HTTPError.unauthorized(WWWAuthenticate("basic", ["realm": "Shop"]))
    /// ```
    ///
    /// - Parameter challenges: The schemes, the preferred one first.
    /// - Returns: The error, with a `WWW-Authenticate` field for each.
    /// - SeeAlso: Werkzeug `Unauthorized`.
    public static func unauthorized(_ challenges: WWWAuthenticate...) -> HTTPError {
        unauthorized(challenges)
    }

    /// A 401 that tells how to log in.
    ///
    /// - Parameter challenges: The schemes, the preferred one first.
    /// - Returns: The error, with a `WWW-Authenticate` field for each.
    public static func unauthorized(_ challenges: [WWWAuthenticate]) -> HTTPError {
        var error = HTTPError(.unauthorized)
        for challenge in challenges {
            error.headers.append(.wwwAuthenticate, challenge.headerValue)
        }
        return error
    }

    /// A 405 that tells the methods that are allowed.
    ///
    /// ```swift
    /// HTTPError.methodNotAllowed(allowed: ["GET", "HEAD"]).headers["Allow"]  // "GET, HEAD"
    /// ```
    ///
    /// - Parameter allowed: Method names, in the order in which `Allow` lists them.
    /// - Returns: The error, with an `Allow` field unless there are none.
    /// - SeeAlso: Werkzeug `MethodNotAllowed`.
    public static func methodNotAllowed(allowed: [String]) -> HTTPError {
        var error = HTTPError(.methodNotAllowed)
        if !allowed.isEmpty { error.headers[.allow] = allowed.joined(separator: ", ") }
        return error
    }

    /// A 416 that tells how long the body is.
    ///
    /// ```swift
    /// HTTPError.rangeNotSatisfiable(length: 1234).headers["Content-Range"]  // "bytes */1234"
    /// ```
    ///
    /// - Parameter length: The length of the whole body in bytes; nil when it is not known.
    /// - Returns: The error, with a `Content-Range` field.
    /// - SeeAlso: Werkzeug `RequestedRangeNotSatisfiable`.
    public static func rangeNotSatisfiable(length: Int?) -> HTTPError {
        var error = HTTPError(.rangeNotSatisfiable)
        if let length { error.headers[.contentRange] = "bytes */\(length)" }
        return error
    }

    /// A 429 or 503 that tells when to try again.
    ///
    /// ```swift
    /// throw HTTPError.retry(.serviceUnavailable, at: .now + .seconds(600))
    /// ```
    ///
    /// - Parameters:
    ///   - status: The status.
    ///   - date: When the client may try again.
    /// - Returns: The error, with a `Retry-After` field.
    /// - SeeAlso: Werkzeug `ServiceUnavailable(retry_after=…)`.
    public static func retry(_ status: Status, at date: HTTPDate) -> HTTPError {
        HTTPError(status, headers: [.retryAfter: date.description])
    }

    /// A 429 or 503 that tells how long to wait.
    ///
    /// ```swift
    /// HTTPError.retry(.tooManyRequests, afterSeconds: 60).headers["Retry-After"]  // "60"
    /// ```
    ///
    /// - Parameters:
    ///   - status: The status.
    ///   - seconds: How long the client shall wait; 0 says nothing.
    /// - Returns: The error, with a `Retry-After` field.
    /// - SeeAlso: Werkzeug `TooManyRequests(retry_after=…)`.
    public static func retry(_ status: Status, afterSeconds seconds: Int) -> HTTPError {
        HTTPError(status, headers: seconds == 0 ? [:] : [.retryAfter: String(seconds)])
    }

    /// A 400: a name that a view needs is not among what the client sent.
    ///
    /// ```swift
    /// HTTPError.missingKey("title").reason  // "'title' is missing."
    /// ```
    ///
    /// - Parameter key: The name.
    /// - Returns: The error.
    /// - SeeAlso: Werkzeug `BadRequestKeyError`.
    public static func missingKey(_ key: String) -> HTTPError {
        var error = HTTPError(.badRequest)
        error.reason = "'\(LogText.escaped(key))' is missing."
        error.missingKey = key
        return error
    }

    /// A 400: what the client sent is not of the type that a view wants.
    static func badRequest(field: String, value: String, wanted: String) -> HTTPError {
        var error = HTTPError(.badRequest)
        error.reason =
            "'\(LogText.escaped(field))' is '\(LogText.excerpt(value))', "
            + "which is no \(wanted)."
        return error
    }
}
