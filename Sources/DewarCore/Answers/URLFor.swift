public import DewarRouting
import DewarText
public import HTTPTypes

/// Builds the URL of an endpoint from values in the order of its rule's variables.
///
/// ```swift
/// redirect(try urlFor("post.show", 42))  // "/posts/42"
/// ```
///
/// - Parameters:
///   - endpoint: The route's name, or its pattern if it has none; with the blueprint's name and a
///     dot before it, or with a dot alone for the current blueprint's.
///   - values: One for each variable of the rule; none for those that
///     ``Scaffold/takeURLValue(_:_:)`` takes.
/// - Returns: A path below the application's root, percent-encoded.
/// - Throws: ``BuildError`` when no rule of the endpoint takes these values.
/// - SeeAlso: Flask `url_for`.
public func urlFor(_ endpoint: String, _ values: any RouteParameter...) throws -> String {
    let context = Context.require("urlFor")
    let endpoint = context.absoluteEndpoint(endpoint)
    let names = try context.application.routeTable().parameterNames(of: endpoint)
    if let names, values.count > names.count {
        throw BuildError.tooManyValues(endpoint, wanted: names, found: values.count)
    }
    let pairs = zip(names ?? [], values).map { ($0, $1.routeValue) }
    return try context.buildURL(endpoint, RouteValues(pairs), URLOptions())
}

/// Builds the URL of an endpoint from named values.
///
/// Values that no variable takes become the query string, in the order given:
/// ```swift
/// try urlFor("post.show", ["id": 42, "page": 2])                   // "/posts/42?page=2"
/// try urlFor("post.show", ["id": 42], anchor: "last")              // "/posts/42#last"
/// try urlFor("post.show", ["id": 42], isExternal: true)            // "http://example.com/posts/42"
/// ```
///
/// - Parameters:
///   - endpoint: The route's name, or its pattern if it has none; with the blueprint's name and a
///     dot before it, or with a dot alone for the current blueprint's.
///   - values: Names and values; decoded text, not percent-encoded.
///   - anchor: What follows `#`, not percent-encoded; nil for none.
///   - method: The rule must answer it; nil prefers rules that answer the request's method.
///   - scheme: Of a URL with a host: then the URL has one. nil for the request's.
///   - isExternal: Whether the URL has scheme and host; nil for only if a scheme is given.
/// - Returns: A path below the application's root, or a whole URL; percent-encoded.
/// - Throws: ``BuildError`` when no rule of the endpoint takes these values, or a scheme is given
///   for a URL that has none.
/// - SeeAlso: Flask `url_for`.
public func urlFor(
    _ endpoint: String, _ values: RouteValues, anchor: String? = nil,
    method: HTTPRequest.Method? = nil, scheme: String? = nil, isExternal: Bool? = nil
) throws -> String {
    let context = Context.require("urlFor")
    let options = URLOptions(
        anchor: anchor, method: method?.rawValue, scheme: scheme, isExternal: isExternal)
    return try context.buildURL(context.absoluteEndpoint(endpoint), values, options)
}
