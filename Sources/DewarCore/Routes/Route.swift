import HTTPTypes

/// A rule and its view, as an application or blueprint declared them.
struct Route: Sendable {
    /// The pattern, without the blueprint's prefix.
    var pattern: String
    /// The endpoint's name; nil when none was given.
    var name: String?
    /// The methods; GET brings HEAD, and OPTIONS is answered by itself.
    var methods: [HTTPRequest.Method]
    /// The view.
    var view: View

    /// The endpoint: the name, or else the pattern itself.
    var endpoint: String { name ?? pattern }

    /// The same route within a blueprint.
    ///
    /// - Parameters:
    ///   - blueprint: The blueprint's name, set before the endpoint.
    ///   - prefix: The blueprint's prefix, set before the pattern with one slash between.
    /// - Returns: The route with both.
    func within(blueprint: String, prefix: String) -> Route {
        var route = self
        route.name = "\(blueprint).\(endpoint)"
        if !prefix.isEmpty {
            let start = prefix.hasSuffix("/") ? String(prefix.dropLast()) : prefix
            route.pattern = pattern.hasPrefix("/") ? start + pattern : start + "/" + pattern
        }
        return route
    }
}
