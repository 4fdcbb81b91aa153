import DewarHTTP
import DewarText
import HTTPTypes

/// Answers cases of kind `http`.
enum HTTPCases {
    typealias Function = @Sendable (JSON) throws -> JSON

    /// The functions by name, those of each subject in a file of their own.
    private static var functions: [String: Function] {
        [
            cookies, lists, caching, ranges, urls, authorization, passwords, responses, scripts,
            json,
        ].reduce(into: [:]) { $0.merge($1) { first, _ in first } }
    }

    /// Answers a case.
    ///
    /// - Parameter testCase: A case as `conformance/HTTP.md` describes it.
    /// - Returns: `result`, or `unsupported`.
    static func answer(_ testCase: JSON) -> JSONObject {
        let name = testCase["fn"]?.string ?? ""
        guard let function = functions[name] else {
            return ["unsupported": .string("\(name) is not built yet")]
        }
        do {
            return ["result": ["value": try function(testCase["args"] ?? [:])]]
        } catch let error as HTTPError {
            return ["result": ["error": .int(error.status.code)]]
        } catch {
            return ["result": ["error": "invalid", "reason": .string("\(error)")]]
        }
    }

    /// A request, as cases describe it.
    static func request(
        _ args: JSON, parameters more: [(String, String)] = [], body: [UInt8] = []
    ) throws -> Request {
        var parameters = RequestParameters([
            ("REQUEST_METHOD", args["method"]?.string ?? "GET"),
            ("REQUEST_SCHEME", args["scheme"]?.string ?? "http"),
            ("SCRIPT_NAME", args["script_name"]?.string ?? ""),
            ("SERVER_NAME", args["server"]?[0]?.string ?? "localhost"),
            ("SERVER_PORT", "\(args["server"]?[1]?.int ?? 80)"),
            ("QUERY_STRING", args["query"]?.string ?? ""),
        ])
        if let host = args["host"]?.string {
            parameters.append(name: "HTTP_HOST".utf8, value: host.utf8)
        }
        let path = TypedValue.bytes(args["path_b64"]) ?? Array((args["path"]?.string ?? "/").utf8)
        parameters.append(name: "PATH_INFO".utf8, value: path.isEmpty ? [0x2F] : path)
        for (name, value) in more { parameters.append(name: name.utf8, value: value.utf8) }
        return try Request(parameters: parameters, body: RequestBody(body))
    }

    /// Pairs as lists of two.
    static func pairs(_ items: some Sequence<(String, JSON)>) -> JSON {
        .array(items.map { [.string($0), $1] })
    }

    /// Pairs whose values may be missing.
    static func pairs(_ items: some Sequence<(name: String, value: String?)>) -> JSON {
        pairs(items.map { ($0.name, text($0.value)) })
    }

    /// Text or null.
    static func text(_ text: String?) -> JSON { text.map { .string($0) } ?? nil }

    /// An integer or null.
    static func number(_ number: Int128?) -> JSON {
        guard let number else { return nil }
        return Int(exactly: number).map { .int($0) } ?? .integer("\(number)")
    }

    /// Names and typed values of a list of pairs; null for none.
    static func options(_ json: JSON?) -> [(name: String, value: String?)] {
        (json?.array ?? []).map { pair in
            let value = pair[1] ?? nil
            return (pair[0]?.string ?? "", value == .null ? nil : TypedValue.text(value))
        }
    }
}
