public import DewarHTTP
public import DewarText
public import HTTPTypes

/// Ends a view with an error's answer.
///
/// ```swift
/// guard user.mayEdit else { try abort(.forbidden) }
/// ```
///
/// - Parameters:
///   - status: The status of the answer.
///   - detail: What the page says below its title; a literal is HTML, interpolations are escaped.
///     nil for the status's usual sentence.
/// - Throws: Always: an ``HTTPError``.
/// - SeeAlso: Flask `abort`.
public func abort(_ status: Status, _ detail: Markup? = nil) throws -> Never {
    throw HTTPError(status, detail)
}

/// Ends a view with an error's answer where a value is missing.
///
/// ```swift
/// let post = try posts[id] ?? abort(.notFound)
/// ```
///
/// - Parameters:
///   - status: The status of the answer.
///   - detail: What the page says below its title; nil for the status's usual sentence.
/// - Returns: Nothing: it always throws.
/// - Throws: Always: an ``HTTPError``.
/// - SeeAlso: Flask `abort`.
public func abort<Value>(_ status: Status, _ detail: Markup? = nil) throws -> Value {
    throw HTTPError(status, detail)
}

/// Ends a view with a response that is there already.
///
/// ```swift
/// guard post.title != "" else { try abort(redirect("/")) }
/// ```
/// No error handler is asked; what comes after the view runs.
///
/// - Parameter response: The answer.
/// - Throws: Always: a ``ResponseError``.
/// - SeeAlso: Flask `abort` with a response.
public func abort(_ response: Response) throws -> Never {
    throw ResponseError(response)
}

/// Ends a view with JSON.
///
/// ```swift
/// guard user.mayEdit else { try abort(.forbidden, json: ["error": "not yours"]) }
/// ```
/// No error handler is asked; what comes after the view runs.
///
/// - Parameters:
///   - status: The status of the answer.
///   - json: The answer; a literal will do.
/// - Throws: Always: a ``ResponseError``.
public func abort(_ status: Status, json: JSON) throws -> Never {
    throw ResponseError(try json.makeResponse(status))
}

/// Ends a view with an error's answer and further header fields.
///
/// ```swift
/// try abort(.serviceUnavailable, "Come back later.", headers: [.retryAfter: "60"])
/// ```
///
/// - Parameters:
///   - status: The status of the answer.
///   - detail: What the page says below its title; nil for the status's usual sentence.
///   - headers: Header fields.
/// - Throws: Always: an ``HTTPError``.
/// - SeeAlso: Flask `abort`.
public func abort(_ status: Status, _ detail: Markup? = nil, headers: Headers) throws -> Never {
    throw HTTPError(status, detail, headers: headers)
}

/// Ends a view with an error's answer whose page shows text character for character.
///
/// - Parameters:
///   - status: The status of the answer.
///   - description: What the page says below its title; plain text.
/// - Throws: Always: an ``HTTPError``.
/// - SeeAlso: Flask `abort`.
public func abort(_ status: Status, description: String) throws -> Never {
    throw HTTPError(status, description: description)
}

/// A response that ends a view: what `abort` with a response throws.
public struct ResponseError: Error, Sendable, CustomStringConvertible {
    /// The answer.
    public let response: Response

    /// Makes an error that is answered with a response.
    public init(_ response: Response) { self.response = response }

    /// The status: `a response of status 302 Found`.
    public var description: String {
        "a response of status \(response.status.code) \(response.status.name)"
    }
}
