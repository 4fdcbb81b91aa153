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
        if values.hadNull {
            let given = values.withoutNulls
            return try build(
                endpoint, given, method: method, isExternal: isExternal,
                appendsUnknown: appendsUnknown, scheme: scheme)
        }
        guard let built = try part(endpoint, values, method, appendsUnknown) else {
            throw failure(endpoint, values, method)
        }
        let isHere =
            map.options.matchesHosts
            ? host(of: built.domain).hasSameBytes(as: serverName)
            : built.domain.hasSameBytes(as: subdomain ?? "")
        if isHere, !isExternal, !built.isWebSocket {
            // The usual path: it has its slash already, and stands for itself.
            if scriptName.utf8.count == 1, built.isRooted { return built.path }
            return scriptName.droppingFinalSlashes() + "/" + built.path.droppingSlashes()
        }
        let scheme = self.scheme(of: built, scheme)
        return (scheme.isEmpty ? "" : scheme + ":") + "//" + host(of: built.domain) + scriptName
            + built.path.droppingSlashes()
    }

    /// The scheme of a URL: that which is wanted, or the request's, for what the rule is for.
    private func scheme(of built: Built, _ wanted: String?) -> String {
        let scheme = wanted ?? self.scheme
        let isSecure = scheme == "https" || scheme == "wss"
        if built.isWebSocket { return isSecure ? "wss" : "ws" }
        return scheme.isEmpty ? scheme : isSecure ? "https" : "http"
    }

    private struct Built {
        var domain: String
        var path: String
        /// Whether the path begins with one slash.
        var isRooted: Bool
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
            guard let places = rule.places(in: values, method: isAnyMethod ? nil : method),
                let built = try build(rule, endpoint, values, places, appendsUnknown)
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
        _ rule: CompiledRule, _ endpoint: String, _ values: RouteValues, _ places: ValuePlaces,
        _ appendsUnknown: Bool
    ) throws(BuildError) -> Built? {
        let built = URLText.with { text -> Result<Built?, RuleBuilder.Refusal> in
            do throws(RuleBuilder.Refusal) {
                guard let domain = try rule.builder.buildDomain(values, places),
                    try rule.builder.appendPath(values, places, to: &text)
                else { return .success(nil) }
                // All that are required are there: others are beyond their number.
                if appendsUnknown, values.count > rule.requiredNames.count {
                    try appendQuery(values, without: places, of: rule, to: &text)
                }
                return .success(
                    Built(
                        domain: domain, path: text.string, isRooted: text.beginsWithOneSlash,
                        isWebSocket: rule.isWebSocket))
            } catch {
                return .failure(error)
            }
        }
        switch built {
        case .success(let built): return built
        case .failure(let refusal):
            throw BuildError(
                .refusedValue(variable: refusal.variable), endpoint: endpoint,
                names: values.names, method: nil, underlying: refusal.underlying)
        }
    }

    /// Appends the query: the values that no variable takes, if there are any.
    private func appendQuery(
        _ values: RouteValues, without places: ValuePlaces, of rule: CompiledRule,
        to url: inout URLText
    ) throws(RuleBuilder.Refusal) {
        url.append(ascii: UInt8(ascii: "?"))
        let start = url.count
        if map.options.sortsParameters {
            let others = values.filtered { !RouteValues.contains($0.name, in: rule.takenNames) }
            for (name, value) in try ParameterOrder.sorted(others.items) {
                RouteValues.append(name, value, to: &url, from: start)
            }
        } else {
            values.appendQuery(without: places, named: rule.takenNames, to: &url)
        }
        if url.count == start { url.removeLast() }
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
