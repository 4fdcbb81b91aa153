import DewarRouting

extension RouteTable {
    /// The names of the variables of an endpoint's first rule, in order.
    ///
    /// - Parameter endpoint: The endpoint.
    /// - Returns: nil for an unknown endpoint; building then says so.
    func variableNames(of endpoint: String) -> [String]? {
        guard let index = map.ruleIndices(of: endpoint).first else { return nil }
        return map.variables(ofRuleAt: index).map(\.name)
    }
}

extension Context {
    /// Builds a URL: within a request for its host and root, elsewhere for a root of `/`.
    func buildURL(_ endpoint: String, _ values: RouteValues) throws -> String {
        let routes = try application.routeTable()
        let adapter =
            if let request { try routes.adapter(for: request) } else {
                try routes.map.bind(serverName: "localhost")
            }
        return try adapter.build(endpoint, values)
    }
}
