import DewarRouting

/// Makes an adapter at `http://example.com/` for rules whose endpoints are their own patterns.
func urls(
    _ rules: [Rule], options: URLMap.Options = URLMap.Options(),
    converters: [String: any RouteConverter.Type] = [:]
) throws -> URLAdapter {
    try URLMap(rules, options: options, converters: converters).bind(serverName: "example.com")
}

/// Makes an adapter for patterns, which serve as endpoints too.
func urls(_ patterns: String...) throws -> URLAdapter {
    try urls(patterns.map { Rule($0, endpoint: $0) })
}

extension RouteOutcome {
    /// The outcome in one line: `1 id=42`, `-> http://…`, `405 GET HEAD`, `404`, `400`.
    var summary: String {
        switch self {
        case .match(let match):
            let arguments = match.arguments.map { "\($0.name)=\($0.value.debugDescription)" }
            return ([String(match.ruleIndex)] + arguments).joined(separator: " ")
        case .redirect(let url): return "-> \(url)"
        case .methodNotAllowed(let methods): return (["405"] + methods).joined(separator: " ")
        case .notFound: return "404"
        case .webSocketMismatch: return "400"
        }
    }
}
