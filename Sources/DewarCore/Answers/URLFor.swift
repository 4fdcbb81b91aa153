public import DewarRouting

/// Builds the URL of an endpoint from the values of its rule's variables, by position.
///
/// ```swift
/// redirect(try urlFor("post.show", 42))  // "/posts/42"
/// ```
///
/// - Parameters:
///   - endpoint: The route's name, or its pattern if it has none; with the blueprint's name and a
///     dot before it.
///   - values: One for each variable of the rule.
/// - Returns: A path below the application's root, percent-encoded.
/// - Throws: ``BuildError`` when no rule of the endpoint takes these values.
/// - SeeAlso: Flask `url_for`.
public func urlFor(_ endpoint: String, _ values: any RouteParameter...) throws -> String {
    let context = Context.require("urlFor")
    let names = try context.application.routeTable().variableNames(of: endpoint)
    if let names, values.count > names.count {
        throw BuildError.tooManyValues(endpoint, wanted: names, found: values.count)
    }
    let pairs = zip(names ?? [], values).map { ($0, $1.routeValue) }
    return try context.buildURL(endpoint, RouteValues(pairs))
}

/// Builds the URL of an endpoint from named values.
///
/// Values that no variable takes become the query string, in the order given:
/// ```swift
/// try urlFor("post.show", ["id": 42, "page": 2])  // "/posts/42?page=2"
/// ```
///
/// - Parameters:
///   - endpoint: The route's name, or its pattern if it has none.
///   - values: Names and values; decoded text, not percent-encoded.
/// - Returns: A path below the application's root, percent-encoded.
/// - Throws: ``BuildError`` when no rule of the endpoint takes these values.
/// - SeeAlso: Flask `url_for`.
public func urlFor(_ endpoint: String, _ values: RouteValues) throws -> String {
    try Context.require("urlFor").buildURL(endpoint, values)
}
