public import DewarTemplates

// What a blueprint gives to all templates of the application that it is registered on.
extension Blueprint {
    /// As ``Application/templateFilter(_:_:body:)``, for the application's templates.
    ///
    /// ```swift
    /// blog.appTemplateFilter("shout") { (text: String) in text.uppercased() + "!" }
    /// ```
    ///
    /// - Parameters:
    ///   - name: The name.
    ///   - parameters: The names of the parameters after the first.
    ///   - body: The function.
    /// - SeeAlso: Flask `app_template_filter`.
    public func appTemplateFilter<each Argument: TemplateArgument, Result: TemplateConvertible>(
        _ name: String, _ parameters: TemplateParameter...,
        body: @escaping @Sendable (repeat each Argument) throws -> Result
    ) {
        declarations.changeApplicationTemplates {
            $0.addFilter(name, parameters: parameters, body: body)
        }
    }

    /// As ``Application/templateTest(_:_:body:)``, for the application's templates.
    ///
    /// ```swift
    /// blog.appTemplateTest("weekend") { (day: Int) in day >= 6 }
    /// ```
    ///
    /// - Parameters:
    ///   - name: The name.
    ///   - parameters: The names of the parameters after the first.
    ///   - body: The function.
    /// - SeeAlso: Flask `app_template_test`.
    public func appTemplateTest<each Argument: TemplateArgument>(
        _ name: String, _ parameters: TemplateParameter...,
        body: @escaping @Sendable (repeat each Argument) throws -> Bool
    ) {
        declarations.changeApplicationTemplates {
            $0.addTest(name, parameters: parameters, body: body)
        }
    }

    /// As ``Application/templateGlobal(_:_:body:)``, for the application's templates.
    ///
    /// ```swift
    /// blog.appTemplateGlobal("twice") { (number: Int) in 2 * number }
    /// ```
    ///
    /// - Parameters:
    ///   - name: The name.
    ///   - parameters: The names of the parameters.
    ///   - body: The function.
    /// - SeeAlso: Flask `app_template_global`.
    public func appTemplateGlobal<each Argument: TemplateArgument, Result: TemplateConvertible>(
        _ name: String, _ parameters: TemplateParameter...,
        body: @escaping @Sendable (repeat each Argument) throws -> Result
    ) {
        declarations.changeApplicationTemplates {
            $0.addFunction(name, parameters: parameters, body: body)
        }
    }

    /// As ``Scaffold/contextProcessor(_:)``, for all templates of the application.
    ///
    /// ```swift
    /// blog.appContextProcessor { ["year": currentYear()] }
    /// ```
    ///
    /// - Parameter make: Makes the variables.
    /// - SeeAlso: Flask `app_context_processor`.
    public func appContextProcessor(
        _ make: @escaping @Sendable () throws -> TemplateContext
    ) {
        declarations.changeForApplication("appContextProcessor") {
            $0.contextProcessors.append(make)
        }
    }
}

extension Scaffold {
    /// Gives templates variables besides those that are rendered with.
    ///
    /// ```swift
    /// app.contextProcessor { ["theme": request.cookies["theme"], "year": currentYear()] }
    /// ```
    /// It is called for each rendering, a blueprint's for those of its own requests. The
    /// application's come first, then those of blueprints from the outside inwards; of equal names
    /// the last counts, and what a template is rendered with counts before all. Templates that are
    /// imported without context see none of it.
    ///
    /// - Parameter make: Makes the variables.
    /// - SeeAlso: Flask `context_processor`.
    public func contextProcessor(_ make: @escaping @Sendable () throws -> TemplateContext) {
        declarations.change("contextProcessor") { $0.contextProcessors.append(make) }
    }
}
