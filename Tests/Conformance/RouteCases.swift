import DewarRouting
import DewarText

/// Answers cases of kind `route`.
enum RouteCases {
    /// Answers a case.
    ///
    /// - Parameter testCase: A case as `conformance/HTTP.md` describes it.
    /// - Returns: `result`, and `ns` for a case with `repeat`; or `unsupported`.
    static func answer(_ testCase: JSON) -> JSONObject {
        let map: URLMap
        do {
            map = try RouteCaseReader.map(testCase["map"] ?? nil)
        } catch {
            return ["result": ["error": "invalid_map"]]
        }
        let adapter: URLAdapter
        do {
            adapter = try RouteCaseReader.adapter(testCase["bind"] ?? nil, map)
        } catch let error as RoutingError where error.kind == .badHost {
            return ["result": ["error": 400]]
        } catch {
            return ["result": ["error": "invalid_bind"]]
        }
        let checks = testCase["checks"]?.array ?? []
        var answer: JSONObject = ["result": .array(checks.map { result(of: $0, adapter) })]
        if let count = testCase["repeat"]?.int {
            answer["ns"] = nanoseconds(of: checks, adapter, count: count)
        }
        return answer
    }

    private static func result(of check: JSON, _ adapter: URLAdapter) -> JSON {
        switch check["op"]?.string {
        case "match": match(check, adapter)
        case "allowed":
            ["methods": .array(adapter.allowedMethods(check["path"]?.string).map { .string($0) })]
        case "test":
            [
                "test": .bool(
                    adapter.test(check["path"]?.string, method: check["method"]?.string))
            ]
        case "build": build(check, adapter)
        case let op: ["unsupported": .string("op \(op ?? "?")")]
        }
    }

    private static func match(_ check: JSON, _ adapter: URLAdapter) -> JSON {
        var adapter = adapter
        if let query = check["query_args"], query != .null {
            adapter.query = RouteCaseReader.query(query)
        }
        let outcome = adapter.match(
            check["path"]?.string, method: check["method"]?.string,
            isWebSocket: check["websocket"]?.bool)
        switch outcome {
        case .match(let match):
            let endpoint = adapter.map.rules[match.ruleIndex].endpoint
            let arguments = JSONObject(
                match.arguments.map { ($0.name, RouteCaseReader.json($0.value)) })
            return ["endpoint": endpoint.map { .string($0) } ?? nil, "args": .object(arguments)]
        case .redirect(let url): return ["redirect": ["url": .string(url), "code": 308]]
        case .methodNotAllowed(let methods):
            return ["error": 405, "allow": .array(methods.map { .string($0) })]
        case .notFound: return ["error": 404]
        case .webSocketMismatch: return ["error": 400]
        }
    }

    private static func build(_ check: JSON, _ adapter: URLAdapter) -> JSON {
        do {
            let url = try adapter.build(
                check["endpoint"]?.string ?? "", RouteCaseReader.values(of: check),
                method: check["method"]?.string,
                isExternal: check["force_external"]?.bool ?? false,
                appendsUnknown: check["append_unknown"]?.bool ?? true,
                scheme: check["url_scheme"]?.string)
            return ["url": .string(url)]
        } catch {
            if case .refusedValue = error.kind {
                return ["error": "invalid"]
            }
            return ["error": "BuildError"]
        }
    }

    /// The mean time of one match.
    private static func nanoseconds(
        of checks: [JSON], _ adapter: URLAdapter, count: Int
    ) -> JSON? {
        let requests = checks.filter { $0["op"]?.string == "match" }.map {
            ($0["path"]?.string ?? adapter.path, $0["method"]?.string ?? adapter.defaultMethod)
        }
        guard !requests.isEmpty, count > 0 else { return nil }
        let clock = ContinuousClock()
        let duration = clock.measure {
            for _ in 0..<count {
                for (path, method) in requests { _ = adapter.match(path, method: method) }
            }
        }
        return .double(duration / .nanoseconds(1) / Double(count * requests.count))
    }
}
