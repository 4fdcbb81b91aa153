import Dewar
import DewarRouting
import DewarText
import FoundationEssentials
import HTTPTypes
import Synchronization

/// Answers cases of kind `route` with an application.
enum AppRouteCases {
    /// Answers a case.
    ///
    /// - Parameter testCase: A case as `conformance/HTTP.md` describes it.
    /// - Returns: `result`.
    static func answer(_ testCase: JSON) async -> JSONObject {
        let observer = Observer()
        let responder: any Responder
        let app = application(testCase["app"] ?? nil, observer)
        do {
            responder = try app.makeResponder()
        } catch {
            return ["result": ["error": "invalid_map"], "message": .string("\(error)")]
        }
        var results: [JSON] = []
        for check in testCase["checks"]?.array ?? [] {
            switch check["op"]?.string {
            case "dispatch":
                results.append(await observer.dispatch(check, responder))
            case "url_for":
                let request = testCase["request"] ?? .null
                results.append(await observer.buildURL(check, from: request, app, responder))
            case let op: results.append(["unsupported": .string("op \(op ?? "?")")])
            }
        }
        return ["result": .array(results)]
    }

    // MARK: The application

    private static func application(_ json: JSON, _ observer: Observer) -> Application {
        Application { app in
            for (key, value) in json["config"]?.object ?? [:] { app.config[key] = value }
            app.routing.matchesSubdomains = json["subdomain_matching"]?.bool ?? false
            app.routing.matchesHosts = json["host_matching"]?.bool ?? false
            app.routing.isStrict = json["strict_slashes"]?.bool ?? true
            let defaults = (json["url_defaults"]?.array ?? []).map { pair in
                (pair[0]?.string ?? "", RouteCaseReader.value(pair[1] ?? nil))
            }
            app.urlDefaults { endpoint, values in
                for (name, value) in defaults
                where currentApp.isExpecting(name, endpoint: endpoint) && values[name] == nil {
                    values[name] = value
                }
            }
            observer.connect(to: app)
            add(json["rules"] ?? nil, to: app)
            for blueprint in json["blueprints"]?.array ?? [] { register(blueprint, on: app) }
        }
    }

    private static func register(_ json: JSON, on scaffold: some Scaffold) {
        let blueprint = Blueprint(
            json["name"]?.string ?? "", prefix: json["url_prefix"]?.string ?? "",
            subdomain: json["subdomain"]?.string
        ) { blueprint in
            add(json["rules"] ?? nil, to: blueprint)
            for inner in json["blueprints"]?.array ?? [] { register(inner, on: blueprint) }
        }
        for options in json["options"]?.array ?? [json["options"] ?? [:]] {
            scaffold.register(
                blueprint, prefix: options["url_prefix"]?.string, name: options["name"]?.string,
                subdomain: options["subdomain"]?.string)
        }
    }

    private static func add(_ rules: JSON, to scaffold: some Scaffold) {
        var endpoints: Set<String> = []
        for json in rules.array ?? [] {
            let rule = RouteCaseReader.rule(json)
            let automatic = json["provide_automatic_options"]?.bool
            if endpoints.insert(rule.endpoint ?? "").inserted {
                scaffold.addRule(rule, automaticOptions: automatic) { _ in "" }
            } else {
                scaffold.addRule(rule, automaticOptions: automatic)
            }
        }
    }
}

/// Sees what an application makes of a request.
private final class Observer: Sendable {
    private struct State {
        var route: JSON?
        var check: JSON?
        var url: JSON?
    }

    private let state = Mutex(State())

    func connect(to app: Application) {
        app.beforeRequest { self.look(at: request) }
    }

    private func look(at request: Request) {
        let check = state.withLock { state in
            state.route = Self.route(of: request)
            return state.check
        }
        guard let check else { return }
        let url = Self.url(check)
        state.withLock { $0.url = url }
    }

    private static func route(of request: Request) -> JSON? {
        guard let rule = request.rule, request.routingError == nil else { return nil }
        let arguments = request.viewArguments ?? [:]
        return [
            "endpoint": request.endpoint.map { .string($0) } ?? nil,
            "args": .object(
                JSONObject(arguments.map { ($0.name, RouteCaseReader.json($0.value)) })),
            "rule": .string(rule.pattern),
            "blueprints": .array(request.blueprints.map { .string($0) }),
        ]
    }

    func dispatch(_ check: JSON, _ responder: any Responder) async -> JSON {
        guard let request = RequestCaseReader.request(check) else { return ["error": 400] }
        state.withLock { $0 = State() }
        let response = await responder.respond(to: request)
        let allowed = response.headers[.allow]?.split(separator: ", ").map {
            JSON.string(String($0))
        }
        switch response.status.code {
        case 301...308:
            let location = JSON.string(response.headers[.location] ?? "")
            return ["redirect": ["url": location, "code": .int(response.status.code)]]
        case 405: return ["error": 405, "allow": .array(allowed ?? [])]
        case 400...: return ["error": .int(response.status.code)]
        default: break
        }
        var result = state.withLock(\.route)?.object ?? [:]
        if request.method == .options, let allowed { result["options"] = .array(allowed) }
        return .object(result)
    }

    func buildURL(
        _ check: JSON, from request: JSON, _ app: Application, _ responder: any Responder
    ) async -> JSON {
        if request == .null { return await app.withContext { Self.url(check) } }
        guard let request = RequestCaseReader.request(request) else { return ["error": 400] }
        state.withLock { $0 = State(check: check) }
        _ = await responder.respond(to: request)
        return state.withLock(\.url) ?? ["error": "no context"]
    }

    private static func url(_ check: JSON) -> JSON {
        do {
            let url = try urlFor(
                check["endpoint"]?.string ?? "", RouteCaseReader.values(of: check),
                anchor: check["_anchor"]?.string,
                method: check["_method"]?.string.flatMap { HTTPRequest.Method($0) },
                scheme: check["_scheme"]?.string, isExternal: check["_external"]?.bool)
            return ["url": .string(url)]
        } catch let error as BuildError {
            return switch error.kind {
            case .refusedValue, .schemeOfPath, .noServerName: ["error": "invalid"]
            default: ["error": "BuildError"]
            }
        } catch {
            return ["error": 400]
        }
    }
}

/// Makes a request of what a case says of one.
enum RequestCaseReader {
    /// The request; nil when it is none.
    static func request(_ json: JSON) -> Request? {
        let scheme = json["scheme"]?.string ?? "http"
        let name = json["server"]?[0]?.string ?? "localhost"
        let port = json["server"]?[1].map { $0.int.map(String.init) ?? "" } ?? "80"
        var parameters = RequestParameters([
            ("REQUEST_METHOD", json["method"]?.string ?? "GET"),
            ("QUERY_STRING", json["query"]?.string ?? ""),
            ("SCRIPT_NAME", json["script_name"]?.string ?? ""),
            ("REQUEST_SCHEME", scheme), ("HTTPS", scheme == "https" ? "on" : ""),
            ("SERVER_NAME", name), ("SERVER_PORT", port), ("SERVER_PROTOCOL", "HTTP/1.1"),
        ])
        let path =
            json["path_b64"]?.string.map { [UInt8](Data(base64Encoded: $0) ?? Data()) }
            ?? Array((json["path"]?.string ?? "/").utf8)
        parameters.append(name: "PATH_INFO".utf8, value: path)
        if let host = json["host"]?.string {
            parameters.append(name: "HTTP_HOST".utf8, value: host.utf8)
        }
        return try? Request(exactly: parameters, body: RequestBody([]))
    }
}
