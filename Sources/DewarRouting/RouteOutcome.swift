/// What became of a request's path.
public enum RouteOutcome: Sendable {
    /// A rule matches.
    case match(RouteMatch)
    /// The request should go to another URL, with status 308: absolute, percent-encoded.
    case redirect(String)
    /// Rules match the path but not the method: the methods they answer, sorted. Status 405.
    case methodNotAllowed([String])
    /// Nothing matches. Status 404.
    case notFound
    /// A rule matches, but is for WebSocket and the request is not, or the reverse. Status 400.
    case webSocketMismatch
}

/// The rule that matches a path, and the values it found there.
public struct RouteMatch: Sendable, Equatable {
    /// The rule's place in the map: the order in which rules were given.
    public let ruleIndex: Int
    /// The rule's variables in the order of its pattern, then its defaults that are no variables.
    ///
    /// The variables of the domain come before those of the path. A variable with a default has the
    /// default's value.
    public let arguments: [RouteArgument]

    /// The value of an argument, or nil when there is none of that name.
    ///
    /// ```swift
    /// if case .match(let match) = urls.match("/posts/42") {
    ///     match["id"]  // .int(42)
    /// }
    /// ```
    ///
    /// - SeeAlso: Werkzeug `MapAdapter.match`, the second of what it gives.
    public subscript(name: String) -> RouteValue? {
        arguments.first { $0.name.utf8.elementsEqual(name.utf8) }?.value
    }

    /// The arguments by name.
    public var values: RouteValues {
        RouteValues(arguments.lazy.map { ($0.name, $0.value) })
    }
}

/// A name and its value.
public struct RouteArgument: Sendable, Hashable {
    /// The name of a variable or a default.
    public let name: String
    /// Its value.
    public let value: RouteValue

    /// Makes an argument.
    ///
    /// ```swift
    /// RouteArgument(name: "id", value: 42)
    /// ```
    ///
    /// - Parameters:
    ///   - name: The name of a variable or a default.
    ///   - value: Its value.
    /// - SeeAlso: Werkzeug `MapAdapter.match`, the second of what it gives.
    public init(name: String, value: RouteValue) {
        self.name = name
        self.value = value
    }
}
