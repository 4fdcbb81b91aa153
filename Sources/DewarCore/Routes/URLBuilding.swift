import DewarRouting
import DewarText
import Synchronization

/// What a URL shall be like, beside its endpoint and values.
struct URLOptions: Sendable {
    var anchor: String?
    var method: String?
    var scheme: String?
    var isExternal: Bool?
}

/// What builds the URLs of a context: one reference, because an adapter is many texts.
final class URLBuilder: Sendable {
    let adapter: URLAdapter

    init(_ adapter: URLAdapter) { self.adapter = adapter }
}

extension RouteTable {
    /// The names of the variables that an endpoint's view takes, in the order of the rule that has
    /// the most of them.
    ///
    /// - Parameter endpoint: The endpoint.
    /// - Returns: nil for an unknown endpoint; building then says so.
    func parameterNames(of endpoint: String) -> [String]? {
        map.ruleIndices(of: endpoint).map { index in
            let taken = endpoints[index].hooks.urlValues.map(\.name)
            return map.variables(ofRuleAt: index).map(\.name).filter { !taken.contains($0) }
        }.max { $0.count < $1.count }
    }

    /// What runs around an endpoint's views; of an unknown one the application's.
    func hooks(ofEndpoint endpoint: String) -> RequestHooks {
        map.ruleIndices(of: endpoint).first.map { endpoints[$0].hooks } ?? hooks
    }
}

extension Context {
    /// An endpoint that begins with a dot lies in the current blueprint.
    ///
    /// - Parameter endpoint: As the application wrote it.
    /// - Returns: The endpoint's whole name.
    func absoluteEndpoint(_ endpoint: String) -> String {
        guard endpoint.hasPrefix("."), request != nil else { return endpoint }
        guard let blueprint = routing?.endpoint?.blueprints.first else {
            return String(endpoint.dropFirst())
        }
        return blueprint + endpoint
    }

    /// Builds a URL: within a request for its host and root, elsewhere for the configured ones.
    func buildURL(
        _ endpoint: String, _ values: RouteValues, _ options: URLOptions
    ) throws -> String {
        let routes = try routing?.routes ?? application.routeTable()
        let builder = try urlBuilder(for: endpoint, routes)
        if options.scheme != nil, options.isExternal == false {
            throw BuildError.schemeOfPath(endpoint)
        }
        var values = values
        for action in routes.hooks(ofEndpoint: endpoint).urlDefaults {
            try action(endpoint, &values)
        }
        addVersion(to: &values, of: endpoint, routes)
        let url = try builder.adapter.build(
            endpoint, values, method: options.method,
            isExternal: options.isExternal ?? (request == nil || options.scheme != nil),
            scheme: options.scheme)
        guard let anchor = options.anchor else { return url }
        return url + "#" + PercentCoding.encode(anchor, keeping: Self.safeInAnchor)
    }

    /// What builds URLs here; within a request it is made once.
    private func urlBuilder(for endpoint: String, _ routes: RouteTable) throws -> URLBuilder {
        guard let request else { return URLBuilder(try routes.adapter(building: endpoint)) }
        if let builder = state.withLock({ $0.urlBuilder }) { return builder }
        let builder = URLBuilder(try routes.adapter(for: request))
        state.withLock { $0.urlBuilder = builder }
        return builder
    }

    /// As Flask's `url_for` quotes an anchor.
    private static let safeInAnchor = ASCIISet("%!#$&'()*+,/:;=?@")
}
