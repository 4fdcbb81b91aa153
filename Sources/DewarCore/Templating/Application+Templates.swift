public import DewarTemplates
import DewarText

extension Application {
    /// How the application's templates are written and what they may use.
    ///
    /// ```swift
    /// app.templates.syntax.trimsBlocks = true
    /// app.templates.undefined = .strict
    /// app.templates.extensions = [.expressionStatement, .loopControls]
    /// ```
    /// They begin with Jinja2's defaults, but that output is escaped by the template's extension,
    /// as in Flask. A `loader` that is set takes the place of the application's folder; those of
    /// the blueprints stay behind it. `reloadsAutomatically` is what the configuration says:
    /// ``Config/reloadsTemplates``.
    ///
    /// - SeeAlso: Flask `jinja_options`, `select_jinja_autoescape`.
    public var templates: TemplateOptions {
        get { declarations.current.templates ?? .application }
        set { declarations.changeTemplates { $0 = newValue } }
    }

    /// The application's templates, for what the functions that render have no words for.
    ///
    /// ```swift
    /// let names = try app.templateEnvironment.listTemplates(extensions: ["html"])
    /// ```
    /// Made at its first use, or when a template is first rendered; then nothing more can be
    /// declared.
    ///
    /// - SeeAlso: Flask `jinja_env`.
    public var templateEnvironment: TemplateEnvironment {
        engine.value {
            declarations.complete()
            return TemplateEngine(self)
        }.environment
    }

    /// Gives templates a filter: a function of what stands before `|`.
    ///
    /// ```swift
    /// app.templateFilter("shout") { (text: String) in text.uppercased() + "!" }
    /// app.templateFilter("money", .optional("digits", 2)) { (amount: Double, digits: Int) in
    ///     money(amount, digits)
    /// }
    /// ```
    /// A template writes `{{ name|shout }}`, `{{ price|money(digits=0) }}`. What returns `Markup`
    /// is not escaped.
    ///
    /// - Parameters:
    ///   - name: The name; a filter of Jinja2 with this name is replaced.
    ///   - parameters: The names of the parameters after the first; those without a name are
    ///     passed by position.
    ///   - body: The function.
    /// - SeeAlso: Flask `template_filter`, `add_template_filter`.
    public func templateFilter<each Argument: TemplateArgument, Result: TemplateConvertible>(
        _ name: String, _ parameters: TemplateParameter...,
        body: @escaping @Sendable (repeat each Argument) throws -> Result
    ) {
        declarations.changeTemplates { $0.addFilter(name, parameters: parameters, body: body) }
    }

    /// Gives templates a test: a function of what stands before `is`.
    ///
    /// ```swift
    /// app.templateTest("weekend") { (day: Int) in day >= 6 }
    /// ```
    ///
    /// - Parameters:
    ///   - name: The name; a test of Jinja2 with this name is replaced.
    ///   - parameters: The names of the parameters after the first.
    ///   - body: The function.
    /// - SeeAlso: Flask `template_test`, `add_template_test`.
    public func templateTest<each Argument: TemplateArgument>(
        _ name: String, _ parameters: TemplateParameter...,
        body: @escaping @Sendable (repeat each Argument) throws -> Bool
    ) {
        declarations.changeTemplates { $0.addTest(name, parameters: parameters, body: body) }
    }

    /// Gives templates a function.
    ///
    /// ```swift
    /// app.templateGlobal("plural", "count", "word") { (count: Int, word: String) in
    ///     count == 1 ? "1 \(word)" : "\(count) \(word)s"
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - name: The name.
    ///   - parameters: The names of the parameters; those without a name are passed by position.
    ///   - body: The function.
    /// - SeeAlso: Flask `template_global`, `add_template_global`.
    public func templateGlobal<each Argument: TemplateArgument, Result: TemplateConvertible>(
        _ name: String, _ parameters: TemplateParameter...,
        body: @escaping @Sendable (repeat each Argument) throws -> Result
    ) {
        declarations.changeTemplates { $0.addFunction(name, parameters: parameters, body: body) }
    }

    /// Gives all templates a variable.
    ///
    /// ```swift
    /// try app.templateGlobal("version", "1.4")
    /// ```
    ///
    /// - Parameters:
    ///   - name: The name.
    ///   - value: The value; of lists and dictionaries every rendering has a copy.
    /// - Throws: What the encoding of an `Encodable` type throws.
    /// - SeeAlso: Flask `jinja_env.globals`.
    public func templateGlobal(_ name: String, _ value: some TemplateConvertible) throws {
        let value = try value.templateValue
        declarations.changeTemplates { $0.globals.append((name: name, value: value)) }
    }
}
