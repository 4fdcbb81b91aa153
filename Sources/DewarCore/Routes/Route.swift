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
    /// The names of the blueprints that it lies in, the innermost first: `admin.users`, `admin`.
    var blueprints: [String] = []

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
        route.blueprints = blueprints.map { "\(blueprint).\($0)" } + [blueprint]
        if !prefix.isEmpty { route.pattern = Self.joined(prefix, pattern) }
        return route
    }

    /// A prefix and a pattern with one slash between; the prefix alone where the pattern is empty.
    private static func joined(_ prefix: String, _ pattern: String) -> String {
        guard !pattern.isEmpty else { return prefix }
        let start = prefix.reversed().drop { $0 == "/" }.reversed()
        return String(start) + "/" + pattern.drop { $0 == "/" }
    }
}
