extension TemplateOptions {
    /// Adds a filter: a function of what stands before `|`.
    ///
    /// ```swift
    /// options.addFilter("shout") { (text: String) in text.uppercased() + "!" }
    /// options.addFilter("money", "currency", .optional("digits", 2)) {
    ///     (amount: Double, currency: String, digits: Int) in
    ///     money(amount, currency, digits)
    /// }
    /// ```
    /// A template writes `{{ name|shout }}`, `{{ price|money('EUR', digits=0) }}`. What returns
    /// `Markup` is not escaped.
    ///
    /// - Parameters:
    ///   - name: The name; a filter of Jinja2 with this name is replaced.
    ///   - parameters: The names of the parameters after the first; those without a name are passed
    ///     by position.
    ///   - body: The function.
    /// - SeeAlso: Jinja2 `Environment.filters`; Flask `add_template_filter`.
    public mutating func addFilter<each Argument: TemplateArgument, Result: TemplateConvertible>(
        _ name: String, _ parameters: TemplateParameter...,
        body: @escaping @Sendable (repeat each Argument) throws -> Result
    ) {
        addFilter(name, parameters: parameters, body: body)
    }

    /// As ``addFilter(_:_:body:)``, with the parameters in a list.
    package mutating func addFilter<
        each Argument: TemplateArgument, Result: TemplateConvertible
    >(
        _ name: String, parameters: [TemplateParameter],
        body: @escaping @Sendable (repeat each Argument) throws -> Result
    ) {
        filters[Text(name)] = Filter(Text(name), isFoldable: false) { value, arguments, state in
            let reader = ArgumentReader(
                name, parameters, arguments.prepending(value), state, leading: 1)
            let values = (repeat try reader.next((each Argument).self))
            try reader.finish()
            return try body(repeat each values).templateValue.value
        }
    }

    /// Adds a test: a function of what stands before `is`.
    ///
    /// ```swift
    /// options.addTest("weekend") { (day: Int) in day >= 6 }
    /// ```
    ///
    /// - Parameters:
    ///   - name: The name; a test of Jinja2 with this name is replaced.
    ///   - parameters: The names of the parameters after the first.
    ///   - body: The function.
    /// - SeeAlso: Jinja2 `Environment.tests`; Flask `add_template_test`.
    public mutating func addTest<each Argument: TemplateArgument>(
        _ name: String, _ parameters: TemplateParameter...,
        body: @escaping @Sendable (repeat each Argument) throws -> Bool
    ) {
        addTest(name, parameters: parameters, body: body)
    }

    /// As ``addTest(_:_:body:)``, with the parameters in a list.
    package mutating func addTest<each Argument: TemplateArgument>(
        _ name: String, parameters: [TemplateParameter],
        body: @escaping @Sendable (repeat each Argument) throws -> Bool
    ) {
        tests[Text(name)] = Test(Text(name), isFoldable: false) { value, arguments, state in
            let reader = ArgumentReader(
                name, parameters, arguments.prepending(value), state, leading: 1)
            let values = (repeat try reader.next((each Argument).self))
            try reader.finish()
            return try body(repeat each values)
        }
    }

    /// Adds a function that every template has.
    ///
    /// ```swift
    /// options.addFunction("url_for", "endpoint") {
    ///     (endpoint: String, values: TemplateArguments) in
    ///     url(of: endpoint, values.named)
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - name: The name.
    ///   - parameters: The names of the parameters; those without a name are passed by position.
    ///   - body: The function.
    /// - SeeAlso: Jinja2 `Environment.globals`; Flask `add_template_global`.
    public mutating func addFunction<
        each Argument: TemplateArgument, Result: TemplateConvertible
    >(
        _ name: String, _ parameters: TemplateParameter...,
        body: @escaping @Sendable (repeat each Argument) throws -> Result
    ) {
        addFunction(name, parameters: parameters, body: body)
    }

    /// As ``addFunction(_:_:body:)``, with the parameters in a list.
    package mutating func addFunction<
        each Argument: TemplateArgument, Result: TemplateConvertible
    >(
        _ name: String, parameters: [TemplateParameter],
        body: @escaping @Sendable (repeat each Argument) throws -> Result
    ) {
        globals.append(
            (name: name, value: .function(named: name, parameters: parameters, body: body)))
    }

    /// Adds a variable that every template has.
    ///
    /// ```swift
    /// try options.addGlobal("site", ["name": "News"])
    /// ```
    ///
    /// - Parameters:
    ///   - name: The name.
    ///   - value: The value; of lists and dictionaries every rendering has a copy,
    ///     which it may change.
    /// - Throws: What the encoding of an `Encodable` type throws.
    /// - SeeAlso: Jinja2 `Environment.globals`.
    public mutating func addGlobal(_ name: String, _ value: some TemplateConvertible) throws {
        globals.append((name: name, value: try value.templateValue))
    }
}

extension TemplateValue {
    /// A function as a value, for a context or a member of a ``TemplateObject``.
    ///
    /// ```swift
    /// let page = try template.render(["twice": .function { (number: Int) in number * 2 }])
    /// ```
    ///
    /// - Parameters:
    ///   - parameters: The names of the parameters.
    ///   - body: The function.
    /// - Returns: What a template calls.
    /// - SeeAlso: Jinja2: any callable in the context.
    public static func function<each Argument: TemplateArgument, Result: TemplateConvertible>(
        _ parameters: TemplateParameter...,
        body: @escaping @Sendable (repeat each Argument) throws -> Result
    ) -> TemplateValue {
        function(named: "function", parameters: parameters, body: body)
    }

    static func function<each Argument: TemplateArgument, Result: TemplateConvertible>(
        named name: String, parameters: [TemplateParameter],
        body: @escaping @Sendable (repeat each Argument) throws -> Result
    ) -> TemplateValue {
        // A function that looks at the scope is shown what the loop around the call set.
        var seesScope = false
        for type in repeat (each Argument).self {
            if ObjectIdentifier(type) == ObjectIdentifier(TemplateScope.self) { seesScope = true }
        }
        let call: Function.Body = { arguments, state in
            let reader = ArgumentReader(name, parameters, arguments, state)
            let values = (repeat try reader.next((each Argument).self))
            try reader.finish()
            return try body(repeat each values).templateValue.value
        }
        return TemplateValue(
            .object(seesScope ? ContextFunction(name, call) : Function(name, call)))
    }

    /// A function of one text and of what else a call passes, for what pages call often: the
    /// general form hands its arguments on as a tuple, which the runtime puts together at each
    /// call.
    ///
    /// - Parameters:
    ///   - name: What errors call it.
    ///   - parameter: The text's name.
    ///   - body: The function.
    /// - Returns: What a template calls.
    package static func function(
        named name: String, _ parameter: TemplateParameter,
        body: @escaping @Sendable (String, TemplateArguments) throws -> String
    ) -> TemplateValue {
        let parameters = [parameter]
        return TemplateValue(
            .object(
                Function(name) { arguments, state in
                    let reader = ArgumentReader(name, parameters, arguments, state)
                    let text = try reader.next(String.self)
                    return .string(try body(text, reader.rest()))
                }))
    }
}
