import DewarRouting
import DewarText

/// Matching and building among many rules.
enum RoutingBenchmarks {
    static func run(_ name: String, _ order: JSON) throws -> JSON? {
        guard name == "match" || name == "build" else { return nil }
        let map = try URLMap(
            (order["rules"]?.array ?? []).map { rule in
                Rule(rule["rule"]?.string ?? "", endpoint: rule["endpoint"]?.string)
            })
        let urls = try map.bind(serverName: "example.com")
        if name == "build" { return try build(urls, order) }
        let paths = (order["paths"]?.array ?? []).compactMap(\.string)
        var index = 0
        return try Benchmarks.measure(order, showing: show) {
            index = index + 1 < paths.count ? index + 1 : 0
            return urls.match(paths[index])
        }
    }

    private static func build(_ urls: URLAdapter, _ order: JSON) throws -> JSON {
        let endpoint = order["endpoint"]?.string ?? ""
        let slug = order["slug"]?.string ?? ""
        var id = 0
        return try Benchmarks.measure(order, showing: { $0 }) {
            id = (id + 1) % 1000
            return try urls.build(endpoint, ["id": .int(id), "slug": .string(slug), "page": 2])
        }
    }

    private static func show(_ outcome: RouteOutcome) -> String {
        guard case .match(let match) = outcome else { return "\(outcome)" }
        return match.arguments.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
    }
}
