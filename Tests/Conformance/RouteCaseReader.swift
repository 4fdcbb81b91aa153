import DewarRouting
import DewarText
import FoundationEssentials

/// Reads the parts of a `route` case.
enum RouteCaseReader {
    /// The map of a case.
    static func map(_ json: JSON) throws -> URLMap {
        var options = URLMap.Options()
        options.defaultSubdomain = json["default_subdomain"]?.string ?? ""
        options.isStrict = json["strict_slashes"]?.bool ?? true
        options.mergesSlashes = json["merge_slashes"]?.bool ?? true
        options.redirectsDefaults = json["redirect_defaults"]?.bool ?? true
        options.matchesHosts = json["host_matching"]?.bool ?? false
        options.sortsParameters = json["sort_parameters"]?.bool ?? false
        return try URLMap((json["rules"]?.array ?? []).map(rule), options: options)
    }

    /// A rule of a case.
    static func rule(_ json: JSON) -> Rule {
        Rule(
            json["rule"]?.string ?? "", endpoint: json["endpoint"]?.string,
            methods: json["methods"]?.array?.compactMap(\.string),
            defaults: RouteValues(pairs(json["defaults"] ?? nil)),
            subdomain: json["subdomain"]?.string, host: json["host"]?.string,
            isStrict: json["strict_slashes"]?.bool, mergesSlashes: json["merge_slashes"]?.bool,
            isBuildOnly: json["build_only"]?.bool ?? false,
            isAlias: json["alias"]?.bool ?? false,
            isWebSocket: json["websocket"]?.bool ?? false,
            redirectTo: json["redirect_to"]?.string.map { .pattern($0) })
    }

    /// What the map of a case is bound to.
    static func adapter(_ json: JSON, _ map: URLMap) throws -> URLAdapter {
        guard json["how"]?.string == "request" else {
            return try map.bind(
                serverName: json["server_name"]?.string ?? "",
                scriptName: json["script_name"]?.string ?? "/",
                subdomain: json["subdomain"]?.string,
                scheme: json["url_scheme"]?.string ?? "http",
                defaultMethod: json["default_method"]?.string ?? "GET",
                path: json["path_info"]?.string ?? "/", query: query(json["query_args"] ?? nil))
        }
        let scheme = json["scheme"]?.string ?? "http"
        return try map.bind(
            requestHost: host(json, scheme: scheme), scheme: scheme,
            isWebSocketUpgrade: isWebSocketUpgrade(json["headers"] ?? nil),
            serverName: json["server_name"]?.string, subdomain: json["subdomain"]?.string,
            scriptName: json["script_name"]?.string ?? "",
            method: json["method"]?.string ?? "GET", path: path(json),
            query: json["query"]?.string ?? "")
    }

    private static func path(_ json: JSON) -> String {
        guard let encoded = json["path_b64"]?.string else { return json["path"]?.string ?? "/" }
        return String(decoding: Data(base64Encoded: encoded) ?? Data(), as: UTF8.self)
    }

    /// The host as Werkzeug's `get_host` gives it.
    private static func host(_ json: JSON, scheme: String) -> String {
        var host = json["host"]?.string
        if host == nil {
            let name = json["server"]?[0]?.string ?? "localhost"
            guard json["server"]?[1] != .null else { return "" }
            let bracketed = name.contains(":") && !name.hasPrefix("[") ? "[\(name)]" : name
            host = "\(bracketed):\(json["server"]?[1]?.int ?? 80)"
        }
        guard var host else { return "" }
        let port = scheme == "https" ? ":443" : ":80"
        if host.hasSuffix(port) { host.removeLast(port.count) }
        return host.wholeMatch(of: /([a-zA-Z0-9.\-]+|\[[a-fA-F0-9]*:[a-fA-F0-9.:]+\])(:[0-9]+)?/)
            == nil ? "" : host
    }

    private static func isWebSocketUpgrade(_ headers: JSON) -> Bool {
        func header(_ name: String) -> String {
            let pairs: [(String, JSON)] =
                headers.object.map { $0.map { ($0.key, $0.value) } }
                ?? (headers.array ?? []).map { ($0[0]?.string ?? "", $0[1] ?? nil) }
            return pairs.last { $0.0.lowercased() == name }?.1.string?.lowercased() ?? ""
        }
        let tokens = header("connection").split(separator: ",").map {
            $0.trimmingPrefix(while: \.isWhitespace)
        }
        return tokens.contains { $0 == "upgrade" } && header("upgrade") == "websocket"
    }

    /// A query string: given as such, or as pairs.
    static func query(_ json: JSON) -> String {
        json.string ?? RouteValues(pairs(json)).queryString()
    }

    /// The values a URL is built of.
    static func values(of check: JSON) -> RouteValues {
        let pairs = pairs(check["values"] ?? nil)
        guard check["multidict"]?.bool ?? false else { return RouteValues(pairs) }
        var values = RouteValues()
        for (name, value) in pairs {
            switch values[name] {
            case nil: values[name] = .some(value)
            case .list(let list)?: values[name] = .list(list + [value])
            case let first?: values[name] = .list([first, value])
            }
        }
        return values
    }

    private static func pairs(_ json: JSON) -> [(String, RouteValue)] {
        (json.array ?? []).map { ($0[0]?.string ?? "", value($0[1] ?? nil)) }
    }

    /// Reads a typed value.
    static func value(_ json: JSON) -> RouteValue {
        switch json {
        case .null: return .null
        case .bool(let value): return .bool(value)
        case .int(let value): return .int(value)
        case .integer(let digits): return .integer(digits)
        case .double(let value): return .double(value)
        case .string(let text): return .string(text)
        case .array(let items): return .list(items.map(value))
        case .object(let object): return typed(object)
        }
    }

    private static func typed(_ object: JSONObject) -> RouteValue {
        guard let (key, content) = object.first else { return .string("{}") }
        let text = content.string ?? ""
        switch key {
        case "$int": return .integer(text)
        case "$float": return .double(Double(text) ?? .nan)
        case "$bytes": return .bytes(Array(Data(base64Encoded: text) ?? Data()))
        case "$uuid": return UUID(uuidString: text).map { .uuid($0) } ?? .string(text)
        case "$datetime": return .string(text.replacing("T", with: " "))
        case "$tuple": return value(content)
        case "$dict":
            let members = (content.array ?? []).map {
                value($0[0] ?? nil).debugDescription + ": " + value($0[1] ?? nil).debugDescription
            }
            return .string("{" + members.joined(separator: ", ") + "}")
        default: return .string(text)
        }
    }

    /// Writes a typed value.
    static func json(_ value: RouteValue) -> JSON {
        switch value {
        case .null: nil
        case .bool(let value): .bool(value)
        case .int(let value): .int(value)
        case .integer(let digits): ["$int": .string(digits)]
        case .double(let value): ["$float": .string(FloatText.text(of: value))]
        case .string(let text): .string(text)
        case .bytes(let bytes): ["$bytes": .string(Data(bytes).base64EncodedString())]
        case .uuid: ["$uuid": .string(value.description)]
        case .list(let values): .array(values.map(json))
        case .custom: .string(value.description)
        }
    }
}
