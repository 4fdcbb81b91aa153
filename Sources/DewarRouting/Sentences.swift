import DewarText

// All that routing says to a programmer. The form is `<kind>: <found, wanted> (in <place>).`

extension RoutingError {
    /// The whole sentence.
    public var description: String {
        let title =
            switch kind {
            case .malformedRule: "malformed url rule"
            case .unknownConverter: "unknown converter"
            case .badArgument: "bad converter argument"
            case .badDefault: "bad default"
            case .badHost: "bad host"
            case .conflict: "conflicting options"
            }
        let place = rule.map { " (in rule '\($0)')" } ?? ""
        let hint = suggestion.map { " Did you mean '\($0)'?" } ?? ""
        return "\(title): \(reason)\(place).\(hint)"
    }

    static let noSlash = RoutingError(.malformedRule, "the pattern does not begin with '/'")

    static func malformedVariable(_ rest: String) -> RoutingError {
        RoutingError(
            .malformedRule,
            "'\(rest)' does not begin with a variable such as '<id>' or '<int(min=1):id>'")
    }

    static func reservedName(_ name: String) -> RoutingError {
        RoutingError(.malformedRule, "a variable cannot be named '\(name)'")
    }

    static func repeatedVariable(_ name: String) -> RoutingError {
        RoutingError(.malformedRule, "the variable '\(name)' appears twice")
    }

    static func tooManyParts(_ count: Int, limit: Int) -> RoutingError {
        RoutingError(.malformedRule, "\(count) parts, at most \(limit) are possible")
    }

    static func webSocketMethods(_ methods: [String]) -> RoutingError {
        RoutingError(
            .malformedRule,
            "a WebSocket rule takes GET, HEAD and OPTIONS only, got \(quotedList(methods))")
    }

    static func unknownRedirectVariable(_ name: String) -> RoutingError {
        RoutingError(
            .malformedRule, "the redirect names '\(name)', which is no variable of the rule")
    }

    static func unknownConverter(_ name: String, known: [String]) -> RoutingError {
        RoutingError(
            .unknownConverter, "'\(name)'", suggestion: Similarity.closest(to: name, in: known))
    }

    static func malformedArguments(_ text: String) -> RoutingError {
        RoutingError(.badArgument, "'\(text)' is no value: put text with other signs in quotes")
    }

    static func tooManyArguments(_ count: Int, parameters: [String]) -> RoutingError {
        RoutingError(
            .badArgument,
            "\(count) values without a name, but the parameters are only \(quotedList(parameters))")
    }

    static func unknownArgument(_ name: String, parameters: [String]) -> RoutingError {
        let wanted = parameters.isEmpty ? "arguments have no names" : quotedList(parameters)
        return RoutingError(
            .badArgument, "'\(name)', wanted: \(wanted)",
            suggestion: Similarity.closest(to: name, in: parameters))
    }

    static func emptyRange(least: Int, most: Int) -> RoutingError {
        RoutingError(
            .badArgument, "'maxlength' is \(most), wanted at least 'minlength', which is \(least)")
    }

    static func repeatedArgument(_ name: String) -> RoutingError {
        RoutingError(.badArgument, "'\(name)' is given twice")
    }

    static func badArgument(
        _ name: String, _ value: RouteValue, wanted: String
    ) -> RoutingError {
        RoutingError(
            .badArgument, "'\(name)' is \(value.debugDescription), wanted \(wanted)")
    }

    static func converterFailed(_ name: String, _ error: any Error) -> RoutingError {
        RoutingError(.badArgument, "the converter '\(name)' says: \(error)", underlying: error)
    }

    static func badDefault(_ name: String, _ error: any Error) -> RoutingError {
        RoutingError(.badDefault, "of '\(name)': \(error)", underlying: error)
    }

    static func badHost(_ host: String) -> RoutingError {
        RoutingError(.badHost, "'\(host)' cannot be written in ASCII as a host name")
    }

    static let subdomainWithHosts = RoutingError(
        .conflict, "a subdomain was given, but the map matches whole hosts")
}

extension BuildError {
    /// The whole sentence.
    public var description: String {
        let endpoint = "cannot build url: endpoint '\(endpoint)'"
        let hint = suggestion.map { " Did you mean '\($0)'?" } ?? ""
        switch kind {
        case .unknownEndpoint: return endpoint + " does not exist." + hint
        case .missingValues(let missing):
            return endpoint + " needs \(quotedList(missing)), got [\(quotedList(names))]." + hint
        case .tooManyValues(let count):
            return endpoint + " takes \(expected.count) by position [\(quotedList(expected))], "
                + "got \(count). What belongs into the query is given by name."
        case .noServerName:
            return endpoint + " was asked for outside of a request, and SERVER_NAME is not set. "
                + "With APPLICATION_ROOT and PREFERRED_URL_SCHEME it says where the application is."
        case .schemeOfPath:
            return endpoint + " was asked for with a scheme but not as an external URL."
        case .wrongMethod:
            return endpoint + " has no rule for the method '\(method ?? "")', only for "
                + quotedList(expected) + "."
        case .noFittingRule:
            return endpoint + " has no rule that these values fit: [\(quotedList(names))]."
        case .refusedValue(let variable):
            let reason = underlying.map { ": \($0)" } ?? ""
            return endpoint + " refuses the value of '\(variable)'\(reason)."
        }
    }
}

extension RefusedValue {
    static func notANumber(_ value: RouteValue, wanted: String) -> RefusedValue {
        RefusedValue("\(shown(value)) is not \(wanted)")
    }

    static func notOneOf(_ items: [String], _ value: RouteValue) -> RefusedValue {
        RefusedValue("\(shown(value)) is not one of \(quotedList(items))")
    }
}

/// A value that may be a client's, and so of any length.
private func shown(_ value: RouteValue) -> String {
    LogText.excerpt(value.debugDescription, upTo: 200)
}

private func quotedList(_ names: [String]) -> String {
    names.map { "'\($0)'" }.joined(separator: ", ")
}
