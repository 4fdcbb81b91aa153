import DewarHTTP
import DewarRouting
import DewarText
import HTTPTypes

extension HTTPCases {
    /// URLs and hosts.
    static let urls: [String: Function] = [
        "parse_query": { args in
            let query =
                TypedValue.bytes(args["query_b64"]) ?? Array((args["query"]?.string ?? "").utf8)
            let arguments = try MultiDict(parsingQuery: query)
            return pairs(arguments.pairs.map { ($0.key, .string($0.value)) })
        },
        "urlencode": { args in
            let pairs = (args["pairs"] ?? args["multidict"])?.array?.map {
                ($0[0] ?? nil, $0[1] ?? nil)
            }
            let parts = (pairs ?? flattened(args["dict"] ?? nil)).filter { $0.1 != .null }
            return .string(parts.map { encoded($0) + "=" + encoded($1) }.joined(separator: "&"))
        },
        "url_quote": { args in
            let bytes =
                TypedValue.bytes(args["data_b64"]) ?? Array((args["text"]?.string ?? "").utf8)
            return .string(
                PercentCoding.encode(bytes, keeping: ASCIISet(args["safe"]?.string ?? "/")))
        },
        "iri_to_uri": { args in .string(try InternationalURL.uri(args["value"]?.string ?? "")) },
        "uri_to_iri": { args in .string(try InternationalURL.iri(args["value"]?.string ?? "")) },
        "get_host": { args in
            let server = args["server"]?.array.map { ($0[0].string ?? "", $0[1].int) }
            do throws(HTTPError) {
                let host = try RequestHost.host(
                    scheme: args["scheme"]?.string ?? "", header: args["host_header"]?.string,
                    server: server, trusted: hosts(args["trusted_hosts"]))
                return .string(host)
            } catch {
                return ["error": .int(error.status.code)]
            }
        },
        "host_is_trusted": { args in
            .bool(RequestHost.isTrusted(args["hostname"]?.string ?? "", hosts(args["trusted"])))
        },
        "get_current_url": { args in
            let uri = CurrentURL.uri(
                scheme: args["scheme"]?.string ?? "", host: args["host"]?.string ?? "",
                root: args["root_path"]?.string, path: args["path"]?.string,
                query: TypedValue.bytes(args["query_b64"])
                    ?? Array((args["query"]?.string ?? "").utf8))
            return .string(try InternationalURL.iri(uri))
        },
        "request_urls": { args in
            let request = try request(args)
            return [
                "url": .string(request.url), "base_url": .string(request.baseURL),
                "url_root": .string(request.rootURL), "root_url": .string(request.rootURL),
                "host_url": .string(request.hostURL), "host": .string(request.host),
                "path": .string(request.path), "full_path": .string(request.fullPath),
                "script_root": .string(request.scriptRoot), "is_secure": .bool(request.isSecure),
                "query_string": .string(
                    Base64.encode(request.parameters.bytes(of: "QUERY_STRING") ?? [])),
            ]
        },
        "get_content_length": { args in
            number(
                Request.contentLength(
                    field: args["content_length"]?.string,
                    transferEncoding: args["transfer_encoding"]?.string))
        },
    ]

    private static func hosts(_ json: JSON?) -> [String]? {
        json?.string.map { [$0] } ?? json?.array?.compactMap(\.string)
    }

    /// The pairs of a mapping, a list's elements one by one.
    private static func flattened(_ dict: JSON) -> [(JSON, JSON)] {
        (dict.array ?? []).flatMap { pair in
            let (key, value): (JSON, JSON) = (pair[0] ?? nil, pair[1] ?? nil)
            return (value.array ?? value["$tuple"]?.array ?? [value]).map { (key, $0) }
        }
    }

    private static func encoded(_ value: JSON) -> String {
        if let bytes = TypedValue.bytes(value["$bytes"]) { return QueryString.encode(bytes) }
        if let tuple = value["$tuple"]?.array {
            let items = tuple.map { RouteCaseReader.value($0).debugDescription }
            let comma = items.count == 1 ? "," : ""
            return QueryString.encode("(\(items.joined(separator: ", "))\(comma))".utf8)
        }
        return QueryString.encode(TypedValue.text(value).utf8)
    }

    /// Credentials.
    static let authorization: [String: Function] = [
        "authorization": { args in
            guard let value = args["value"]?.string.flatMap({ Authorization($0) }) else {
                return nil
            }
            return [
                "type": .string(value.scheme), "parameters": pairs(value.parameters),
                "token": text(value.token),
            ]
        },
        "authorization_to_header": { args in
            let value = Authorization(
                scheme: args["type"]?.string ?? "", parameters: options(args["parameters"]),
                token: args["token"]?.string)
            return .string(value.headerValue)
        },
        "www_authenticate": { args in
            guard let value = WWWAuthenticate(parsing: args["value"]?.string) else { return nil }
            return [
                "type": .string(value.scheme), "parameters": pairs(value.parameters),
                "token": text(value.token), "header": .string(value.headerValue),
            ]
        },
        "www_authenticate_to_header": { args in
            .string(challenge(args["type"], args["parameters"], args["token"]).headerValue)
        },
    ]

    /// A challenge of its parts.
    static func challenge(_ scheme: JSON?, _ parameters: JSON?, _ token: JSON?) -> WWWAuthenticate {
        var value = WWWAuthenticate(scheme?.string ?? "", token: token?.string)
        value.parameters = options(parameters)
        return value
    }
}
