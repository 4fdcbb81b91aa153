public import DewarHTTP
public import DewarText

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
