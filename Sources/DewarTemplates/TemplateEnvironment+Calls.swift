import DewarText

extension TemplateEnvironment {
    /// Applies a filter, as `value|name(arguments)` does in a template.
    ///
    /// ```swift
    /// let environment = TemplateEnvironment()
    /// let title = try environment.callFilter("truncate", "A long title", 7, named: ["end": "…"])
    /// ```
    ///
    /// - Parameters:
    ///   - name: The filter.
    ///   - value: What stands before `|`.
    ///   - arguments: Its arguments, by position.
    ///   - named: Its arguments by name.
    /// - Returns: What the filter gives.
    /// - Throws: ``TemplateError``: of kind TemplateRuntimeError if there is no such filter; what
    ///   the filter throws.
    /// - SeeAlso: Jinja2 `Environment.call_filter`.
    public func callFilter(
        _ name: String, _ value: some TemplateConvertible, _ arguments: any TemplateConvertible...,
        named: TemplateContext = [:]
    ) throws -> TemplateValue {
        guard let filter = settings.filters[Text(name)] else {
            throw unknown("filter", name, settings.filters.keys)
        }
        return try withState { state in
            TemplateValue(
                try filter.body(
                    try value.templateValue.value, try Arguments(arguments, named), state))
        }
    }

    /// Applies a test, as `value is name(arguments)` does in a template.
    ///
    /// ```swift
    /// let isEven = try environment.callTest("even", 4)  // true
    /// ```
    ///
    /// - Parameters:
    ///   - name: The test.
    ///   - value: What stands before `is`.
    ///   - arguments: Its arguments, by position.
    ///   - named: Its arguments by name.
    /// - Returns: Whether the value passes.
    /// - Throws: ``TemplateError``: of kind TemplateRuntimeError if there is no such test; what the
    ///   test throws.
    /// - SeeAlso: Jinja2 `Environment.call_test`.
    public func callTest(
        _ name: String, _ value: some TemplateConvertible, _ arguments: any TemplateConvertible...,
        named: TemplateContext = [:]
    ) throws -> Bool {
        guard let test = settings.tests[Text(name)] else {
            throw unknown("test", name, settings.tests.keys)
        }
        return try withState { state in
            try test.body(
                try value.templateValue.value, try Arguments(arguments, named), state)
        }
    }

    private func withState<Result>(_ body: (RenderState) throws -> Result) throws -> Result {
        let state = RenderState(
            settings: settings, autoescape: options.autoescape.applies(to: nil), library: self)
        defer { state.finish() }
        return try state.run { try body(state) }
    }

    private func unknown(
        _ what: String, _ name: String, _ known: some Swift.Sequence<Text>
    ) -> TemplateError {
        var error = TemplateError.runtime("No \(what) named \(PythonText.quoted(name)).")
        error.suggestion = Similarity.closest(to: name, in: known.map(\.string).sorted())
        return error
    }
}

extension Arguments {
    /// Takes Swift values; of equal names the last counts.
    init(_ positional: [any TemplateConvertible], _ named: TemplateContext) throws {
        self.init(try positional.map { try $0.templateValue.value })
        guard case .dict(let dict) = try named.makeValue().value else { return }
        for entry in dict.live {
            if let name = entry.key.text { _ = append(entry.value, named: name) }
        }
    }
}
