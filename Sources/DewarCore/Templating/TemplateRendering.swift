import DewarHTTP
public import DewarTemplates

/// What the signals about templates tell.
///
/// ```swift
/// app.signals.templateRendered.connect { rendering in
///     print(rendering.template.name ?? "a string")
/// }
/// ```
///
/// - SeeAlso: Flask `template_rendered`, `before_render_template`.
public struct TemplateRendering: Sendable {
    /// The template.
    public let template: Template
    /// What it is rendered with: a dictionary.
    ///
    /// It holds the variables given and those of context processors; Flask's own, as `request`,
    /// are not among them.
    public let context: TemplateValue
}

extension Context {
    /// The application's templates.
    var templates: TemplateEnvironment { application.templateEnvironment }

    /// The variables of a rendering, with those of context processors behind them.
    ///
    /// - SeeAlso: Flask `update_template_context`.
    private func variables(_ context: TemplateContext) throws -> TemplateValue {
        let processors = try contextProcessors
        if processors.isEmpty { return try context.makeValue() }
        return try context.makeValue(over: try processors.map { try $0() })
    }

    private var contextProcessors: [Hooks.ContextProcessor] {
        get throws {
            if let routing { return routing.hooks.contextProcessors }
            return try application.routeTable().hooks.contextProcessors
        }
    }

    /// Renders a template, or a block of it.
    ///
    /// - Parameters:
    ///   - template: Loads the template, which is compiled when it is new.
    ///   - block: The block; nil for all.
    ///   - context: The variables.
    /// - Returns: What the template writes.
    /// - Throws: What is wrong with the template, and what context processors throw.
    func render(
        _ template: @autoclosure () throws -> Template, block: String? = nil,
        _ context: TemplateContext
    ) throws -> String {
        guard let timings else { return try render(loaded: template(), block: block, context) }
        let start = ContinuousClock.now
        // Of one that cannot be loaded, its error tells the name.
        let template = try template()
        let loading = start.duration(to: .now)
        defer {
            timings.noteTemplate(template.name, loading: loading, all: start.duration(to: .now))
        }
        return try render(loaded: template, block: block, context)
    }

    private func render(
        loaded template: Template, block: String?, _ context: TemplateContext
    ) throws -> String {
        let variables = try variables(context)
        let signals = application.signals
        signals.beforeRenderTemplate.send(
            TemplateRendering(template: template, context: variables))
        let text =
            if let block { try template.render(block: block, variables) } else {
                try template.render(variables)
            }
        signals.templateRendered.send(TemplateRendering(template: template, context: variables))
        return text
    }

    /// A response that renders a template while it is sent.
    func stream(_ template: Template, _ context: TemplateContext) throws -> Response {
        let rendering = TemplateRendering(template: template, context: try variables(context))
        application.signals.beforeRenderTemplate.send(rendering)
        return Response(
            body: .stream { writer in
                let pieces = TemplateStream(rendering, in: self)
                do {
                    while let piece = try await pieces.next() { try await writer.write(piece) }
                } catch {
                    await pieces.cancel()
                    throw error
                }
                self.application.signals.templateRendered.send(rendering)
            })
    }
}
