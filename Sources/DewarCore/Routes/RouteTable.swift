import DewarHTTP
import DewarRouting
import DewarText
import HTTPTypes

/// An application's routes, built: the URL map, and the view of each of its rules.
final class RouteTable: Sendable {
    /// What a rule leads to.
    struct Endpoint: Sendable {
        /// The view; nil for a rule that only redirects or builds URLs.
        let view: ErasedView?
        /// Whether OPTIONS is answered without the view.
        let answersOptions: Bool
        /// What runs around the view.
        let hooks: RequestHooks
        /// The blueprints that it lies in, the innermost first.
        let blueprints: [String]
        /// How much of a request's body is taken; nil as the application says.
        let changeLimits: (@Sendable (inout RequestLimits) -> Void)?
    }

    /// The rules, in the order of `endpoints`.
    let map: URLMap
    /// What each rule leads to.
    let endpoints: [Endpoint]
    /// What runs around requests that no rule takes.
    let hooks: RequestHooks
    /// The folders of static files by their endpoints.
    let staticFolders: [String: StaticFolder]

    /// Whether there are endpoints with limits of their own.
    let hasLimits: Bool

    /// Where the application lies when no request says so, and how hosts are matched.
    private let place: Place
    /// The hosts that requests asked for.
    private let hosts = BoundHosts()

    /// Builds the routes.
    ///
    /// - Parameters:
    ///   - declarations: What the application declared.
    ///   - config: The application's configuration.
    /// - Throws: ``SetupError`` with everything that is wrong.
    init(_ declarations: Declarations, _ config: Config) throws(SetupError) {
        let declared = declarations.current
        var problems = declared.problems + config.problems
        for mount in declared.mounts {
            do throws(SetupError) {
                try mount.application.checkSetup()
            } catch {
                problems += error.problems.map { .mounted(mount.prefix, $0) }
            }
        }
        let builder = Builder(declared, answersOptions: config.answersOptions)
        var routes = builder.wellFormedRoutes(&problems)
        do {
            map = try builder.map(&routes)
        } catch {
            problems.append(.rule("\(error)"))
            throw SetupError(problems: problems)
        }
        problems += builder.problems(of: routes, in: map)
        guard problems.isEmpty else { throw SetupError(problems: problems) }
        hooks = builder.applicationHooks
        endpoints = builder.endpoints(of: routes)
        let folders = routes.compactMap { route in
            route.staticFolder.map { (route.endpoint, $0) }
        }
        staticFolders = Dictionary(folders) { first, _ in first }
        hasLimits = endpoints.contains { $0.changeLimits != nil }
        place = Place(config, declared.routing)
    }

    /// Finds the rule for a request.
    ///
    /// - Parameter request: The request.
    /// - Returns: The rule's place and its values, or why there is none.
    /// - Throws: 400 when the request's host is none.
    func match(_ request: Request) throws -> RouteOutcome {
        guard request.hasValidHost else { throw HTTPError.badRequest("the Host is no host.") }
        if place.matchesDomains { return try adapter(for: request).match() }
        // Only a redirect needs the adapter, with scheme, host and query.
        return try map.match(
            path: request.routedPath, method: request.method.rawValue,
            adapter: adapter(for: request))
    }

    /// The methods that the rules of a request's path answer.
    ///
    /// - Parameter request: The request.
    /// - Returns: Method names, sorted.
    func allowedMethods(for request: Request) -> [String] {
        (try? adapter(for: request).allowedMethods()) ?? []
    }

    /// Binds the rules to where a request came from.
    ///
    /// - Parameter request: The request.
    /// - Returns: What matches its path and builds URLs for its host.
    /// - Throws: 400 when the request's host is none.
    /// - SeeAlso: Flask `create_url_adapter`.
    func adapter(for request: Request) throws -> URLAdapter {
        let scheme = request.scheme
        let bound = try hosts.adapter(request.hostHeader, scheme) {
            do {
                return try map.bind(
                    requestHost: (try? request.host(trusted: nil, scheme: scheme)) ?? "",
                    scheme: scheme,
                    serverName: map.options.matchesHosts ? nil : place.serverName,
                    subdomain: place.matchesDomains ? nil : map.options.defaultSubdomain,
                    method: "", path: "")
            } catch {
                throw HTTPError(.badRequest)
            }
        }
        return bound.bound(
            scriptName: request.scriptRoot, method: request.method.rawValue,
            path: request.routedPath, query: request.queryString)
    }

    /// Binds the rules to where the configuration says that the application lies.
    ///
    /// - Returns: What builds URLs outside of a request.
    /// - Throws: ``BuildError`` when the configuration does not say it.
    func adapter(building endpoint: String) throws -> URLAdapter {
        guard let serverName = place.serverName else { throw BuildError.noServerName(endpoint) }
        return try map.bind(
            serverName: serverName, scriptName: place.root, scheme: place.scheme)
    }

    /// Where an application lies.
    private struct Place: Sendable {
        let serverName: String?
        let root: String
        let scheme: String
        /// Whether matching needs the request's host.
        let matchesDomains: Bool

        init(_ config: Config, _ options: RoutingOptions) {
            serverName = config.serverName
            root = config.applicationRoot
            scheme = config.preferredURLScheme
            matchesDomains = options.matchesHosts || options.matchesSubdomains
        }
    }
}
