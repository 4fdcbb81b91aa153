public import DewarRouting

extension Application {
    /// The rules as they are matched, in the order of declaration, with those of blueprints.
    ///
    /// ```swift
    /// for rule in try app.rules() { print(rule.pattern, rule.endpoint ?? "") }
    /// ```
    ///
    /// - Returns: Rules with endpoints and methods.
    /// - Throws: ``SetupError`` when the application cannot be built.
    /// - SeeAlso: Werkzeug `Map.iter_rules`.
    public func rules() throws(SetupError) -> [Rule] { try routeTable().map.rules }
}
