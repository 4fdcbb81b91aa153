import DewarText

extension URLAdapter {
    /// Builds the URL of an endpoint.
    ///
    /// Values that no variable takes become the query string, in the order given:
    /// ```swift
    /// try urls.build("post.show", ["id": 42, "page": 2])  // "/posts/42?page=2"
    /// ```
    /// Of several rules the first is taken whose variables all have a value, in the order of
    /// ``URLMap/ruleIndices(of:)``.
    ///
    /// - Parameters:
    ///   - endpoint: The endpoint of a rule.
    ///   - values: Decoded. ``RouteValue/null`` counts as not given, a list repeats its name in the
    ///     query.
    ///   - method: In upper case: the rule must answer it. With nil rules that answer the request's
    ///     method are preferred.
    ///   - isExternal: Whether the URL has scheme and host even if it is on the current host.
    ///   - appendsUnknown: Whether values that no variable takes become the query; else they are
    ///     dropped.
    ///   - scheme: For URLs with a host; nil for the request's, empty for none.
    /// - Returns: A percent-encoded URL: a path from the server's root, or with `//` and host if it
    ///   is external, on another host, or for WebSocket.
    /// - Throws: ``BuildError`` when no rule of `endpoint` takes these values.
    /// - SeeAlso: Werkzeug `MapAdapter.build`; RFC 3986, section 3.3.
    public func build(
        _ endpoint: String, _ values: RouteValues = [:], method: String? = nil,
        isExternal: Bool = false, appendsUnknown: Bool = true, scheme: String? = nil
    ) throws(BuildError) -> String {
        let values = values.filtered { $0.value != .null }
        guard let built = try part(endpoint, values, method, appendsUnknown) else {
            throw failure(endpoint, values, method)
        }
        let host = host(of: built.domain)
        var scheme = scheme ?? self.scheme
        let isSecure = scheme == "https" || scheme == "wss"
        if built.isWebSocket {
            scheme = isSecure ? "wss" : "ws"
        } else if !scheme.isEmpty {
            scheme = isSecure ? "https" : "http"
        }
        let isHere =
            map.options.matchesHosts
            ? host.hasSameBytes(as: serverName) : built.domain.hasSameBytes(as: subdomain ?? "")
        let path = built.path.droppingSlashes()
        if isHere, !isExternal, !built.isWebSocket {
            return scriptName.droppingFinalSlashes() + "/" + path
        }
        return (scheme.isEmpty ? "" : scheme + ":") + "//" + host + scriptName + path
    }

    private struct Built {
        var domain: String
        var path: String
        var isWebSocket: Bool
    }

    private func part(
        _ endpoint: String, _ values: RouteValues, _ method: String?, _ appendsUnknown: Bool
    ) throws(BuildError) -> Built? {
        if method == nil {
            let built = try part(
                endpoint, values, defaultMethod, appendsUnknown, isAnyMethod: false)
            if let built { return built }
        }
        return try part(
            endpoint, values, method ?? "", appendsUnknown, isAnyMethod: method == nil)
    }

    private func part(
        _ endpoint: String, _ values: RouteValues, _ method: String, _ appendsUnknown: Bool,
        isAnyMethod: Bool
    ) throws(BuildError) -> Built? {
        var first: Built?
        for index in map.ruleIndices(of: endpoint) {
            let rule = map.compiled[index]
            guard rule.isSuitable(for: values, method: isAnyMethod ? nil : method),
                let built = try build(rule, endpoint, values, appendsUnknown)
            else { continue }
            // With hosts the first rule of this host is better than any other.
            if !map.options.matchesHosts || built.domain.hasSameBytes(as: serverName) {
                return built
            }
            first = first ?? built
        }
        return first
    }

    private func build(
        _ rule: CompiledRule, _ endpoint: String, _ values: RouteValues, _ appendsUnknown: Bool
    ) throws(BuildError) -> Built? {
        do {
            guard let (domain, path) = try rule.builder.build(values) else { return nil }
            let query = appendsUnknown ? try query(of: values, without: rule.argumentNames) : ""
            return Built(
                domain: domain, path: path + (query.isEmpty ? "" : "?" + query),
                isWebSocket: rule.rule.isWebSocket)
        } catch {
            throw BuildError(
                .refusedValue(variable: error.variable), endpoint: endpoint, names: values.names,
                method: nil, underlying: error.underlying)
        }
    }

    private func query(
        of values: RouteValues, without names: Set<ByteKey>
    ) throws(RuleBuilder.Refusal) -> String {
        let others = values.filtered { !names.contains(ByteKey($0.name)) }
        guard map.options.sortsParameters else { return others.queryString() }
        return RouteValues.queryString(try ParameterOrder.sorted(others.items))
    }

    /// Says why no rule could be taken.
    private func failure(
        _ endpoint: String, _ values: RouteValues, _ method: String?
    ) -> BuildError {
        let rules = map.ruleIndices(of: endpoint).map { map.compiled[$0] }
        func error(
            _ kind: BuildError.Kind, suggestion: String? = nil, expected: [String] = []
        ) -> BuildError {
            BuildError(
                kind, endpoint: endpoint, names: values.names, method: method,
                suggestion: suggestion, expected: expected)
        }
        guard !rules.isEmpty else {
            let endpoints = map.rules.compactMap(\.endpoint)
            return error(
                .unknownEndpoint, suggestion: Similarity.closest(to: endpoint, in: endpoints))
        }
        let answering = rules.filter { $0.answers(method) }
        guard !answering.isEmpty else {
            let methods = Set(rules.flatMap { $0.methods ?? [] })
            return error(
                .wrongMethod, expected: methods.sorted { $0.precedesByCodePoint($1) })
        }
        let missing = answering.map { $0.missingNames(in: values) }
        guard let fewest = missing.min(by: { $0.count < $1.count }), !fewest.isEmpty else {
            return error(.noFittingRule)
        }
        let suggestion = values.names.lazy.compactMap { Similarity.closest(to: $0, in: fewest) }
        return error(.missingValues(fewest), suggestion: suggestion.first)
    }
}

/// The order of a query's parameters: by name, those of the same name by value.
private enum ParameterOrder {
    typealias Item = (name: String, value: RouteValue)

    /// Sorts parameters.
    ///
    /// - Throws: When two values of one name have no order, as a number and a text.
    static func sorted(_ items: [Item]) throws(RuleBuilder.Refusal) -> [Item] {
        var unordered: String?
        let sorted = items.enumerated().sorted { left, right in
            guard left.element.name.hasSameBytes(as: right.element.name) else {
                return left.element.name.precedesByCodePoint(right.element.name)
            }
            switch order(left.element.value, right.element.value) {
            case .less: return true
            case .greater: return false
            case .same, .incomparable: return left.offset < right.offset
            case nil:
                unordered = left.element.name
                return left.offset < right.offset
            }
        }
        if let unordered {
            throw RuleBuilder.Refusal(
                variable: unordered, underlying: RefusedValue("its values have no order"))
        }
        return sorted.map(\.element)
    }

    private static func order(_ left: RouteValue, _ right: RouteValue) -> NumberOrder? {
        switch (left, right) {
        case (.string(let left), .string(let right)):
            if left.hasSameBytes(as: right) { return .same }
            return left.precedesByCodePoint(right) ? .less : .greater
        case (.uuid, .uuid):
            return order(.string(left.description), .string(right.description))
        case (.null, .null): return .same
        default: return NumberOrder.compare(left, right)
        }
    }
}

extension String {
    /// The text without slashes at its end.
    fileprivate func droppingFinalSlashes() -> String {
        var bytes = utf8[...]
        while bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }
}
