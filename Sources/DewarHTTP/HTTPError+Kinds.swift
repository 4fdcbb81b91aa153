public import DewarText
public import HTTPTypes

extension HTTPError {
    /// A 400 that says why, for pages in debug.
    ///
    /// - Parameter reason: What was found and what was wanted.
    /// - Returns: The error.
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
        badRequest("the host '\(LogText.escaped(host))' is not trusted.")
    }

    /// A 401 that tells how to log in.
    ///
    /// - Parameter challenges: The schemes, the preferred one first.
    /// - Returns: The error, with a `WWW-Authenticate` field for each.
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
    /// - Parameter allowed: Method names, in the order in which `Allow` lists them.
    /// - Returns: The error, with an `Allow` field unless there are none.
    public static func methodNotAllowed(allowed: [String]) -> HTTPError {
        var error = HTTPError(.methodNotAllowed)
        if !allowed.isEmpty { error.headers[.allow] = allowed.joined(separator: ", ") }
        return error
    }

    /// A 416 that tells how long the body is.
    ///
    /// - Parameter length: The length of the whole body in bytes; nil when it is not known.
    /// - Returns: The error, with a `Content-Range` field.
    public static func rangeNotSatisfiable(length: Int?) -> HTTPError {
        var error = HTTPError(.rangeNotSatisfiable)
        if let length { error.headers[.contentRange] = "bytes */\(length)" }
        return error
    }

    /// A 429 or 503 that tells when to try again.
    ///
    /// - Parameters:
    ///   - status: The status.
    ///   - date: When the client may try again.
    /// - Returns: The error, with a `Retry-After` field.
    public static func retry(_ status: Status, at date: HTTPDate) -> HTTPError {
        HTTPError(status, headers: [.retryAfter: date.description])
    }

    /// A 429 or 503 that tells how long to wait.
    ///
    /// - Parameters:
    ///   - status: The status.
    ///   - seconds: How long the client shall wait; 0 says nothing.
    /// - Returns: The error, with a `Retry-After` field.
    public static func retry(_ status: Status, afterSeconds seconds: Int) -> HTTPError {
        HTTPError(status, headers: seconds == 0 ? [:] : [.retryAfter: String(seconds)])
    }

    /// A 400: a name that a view needs is not among what the client sent.
    ///
    /// - Parameter key: The name.
    /// - Returns: The error.
    /// - SeeAlso: Werkzeug `BadRequestKeyError`.
    public static func missingKey(_ key: String) -> HTTPError {
        var error = HTTPError(.badRequest)
        error.reason = "'\(LogText.escaped(key))' is missing."
        error.isMissingKey = true
        return error
    }

    /// A 400: what the client sent is not of the type that a view wants.
    static func badRequest(field: String, value: String, wanted: String) -> HTTPError {
        var error = HTTPError(.badRequest)
        error.reason =
            "'\(LogText.escaped(field))' is '\(LogText.escaped(String(value.prefix(40))))', "
            + "which is no \(wanted)."
        return error
    }
}
