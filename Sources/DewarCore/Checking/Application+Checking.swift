import DewarRouting
import DewarText

/// What can be said of a URL that a template builds, before it is built.
package enum EndpointCheck: Sendable, Hashable {
    /// It can be built, as far as the names tell.
    case good
    /// There is no such endpoint; perhaps another one was meant.
    case unknown(suggestion: String?)
    /// Every rule of the endpoint needs more values; those of the one that needs the fewest.
    case needs([String])
}

extension Application {
    /// Looks whether a URL can be built.
    ///
    /// - Parameters:
    ///   - endpoint: As a template writes it; with a dot before it, it lies in whichever blueprint
    ///     is asked.
    ///   - names: The names of the values that are given.
    /// - Returns: What can be said.
    /// - Throws: ``SetupError`` when the application cannot be built.
    package func check(endpoint: String, given names: [String]) throws(SetupError) -> EndpointCheck
    {
        let routes = try routeTable()
        let known = Set(routes.map.rules.compactMap(\.endpoint))
        let meant =
            endpoint.hasPrefix(".")
            ? known.filter { $0.hasSuffix(endpoint) || $0 == endpoint.dropFirst() }
            : known.intersection([endpoint])
        guard !meant.isEmpty else {
            let suggestion = Similarity.closest(to: endpoint, in: known.sorted())
            return .unknown(suggestion: suggestion)
        }
        let missing = meant.flatMap { missingNames($0, Set(names), routes) }
        guard let least = missing.min(by: { $0.count < $1.count }), !least.isEmpty
        else { return .good }
        return .needs(least)
    }

    /// For each rule of an endpoint, the variables that nothing gives a value.
    private func missingNames(
        _ endpoint: String, _ given: Set<String>, _ routes: RouteTable
    ) -> [[String]] {
        // A hook may give any of them.
        guard routes.hooks(ofEndpoint: endpoint).urlDefaults.isEmpty else { return [[]] }
        return routes.map.ruleIndices(of: endpoint).map { index in
            let defaults = routes.map.rules[index].defaults
            return routes.map.variables(ofRuleAt: index).map(\.name)
                .filter { !given.contains($0) && defaults[$0] == nil }
        }
    }

    /// Whether a static file is there.
    ///
    /// - Parameters:
    ///   - name: Its path in the folder.
    ///   - endpoint: The folder's endpoint: `static`, `blog.static`.
    /// - Returns: nil when the endpoint is none of static files.
    /// - Throws: ``SetupError`` when the application cannot be built.
    package func hasStaticFile(_ name: String, of endpoint: String) throws(SetupError) -> Bool? {
        try routeTable().staticFolders[endpoint].map { $0.version(of: name) != nil }
    }

    /// The applications that are mounted, with their paths.
    package var mounted: [(prefix: String, application: Application)] {
        declarations.current.mounts.map { ($0.prefix, $0.application) }
    }
}

extension Config {
    /// Where a value came from: a file's path, `the environment's SHOP_PAGE_SIZE`; nil for the
    /// program itself, and for none.
    package func source(of key: String) -> String? { entry(key)?.source }

    /// The keys that Dewar itself knows.
    package static let knownKeys = ConfigGlobal.standard.map(\.key) + ["STATIC_URL_VERSIONS"]
}
