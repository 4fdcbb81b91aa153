/// A compiled template.
///
/// - SeeAlso: Jinja2 `Template`.
public struct Template: Sendable {
    let environment: TemplateEnvironment
    let unit: TemplateUnit
    private let source: LoadedSource?
    /// The variables of every rendering.
    private(set) var globals: Context.Layer
    /// The names of those that the environment does not have.
    private var ownGlobals: [ConstantKey] = []

    init(environment: TemplateEnvironment, unit: TemplateUnit, source: LoadedSource?) {
        self.environment = environment
        self.unit = unit
        self.source = source
        globals = environment.globals
    }

    /// The same template with further variables in every rendering.
    func adding(_ globals: [(name: String, value: TemplateValue)]) throws -> Template {
        guard !globals.isEmpty else { return self }
        var template = self
        let values = Dict(capacity: globals.count)
        for global in globals { try values.set(Text(global.name), to: global.value.value) }
        template.globals = Context.Layer(values, next: self.globals, isShared: true)
        template.ownGlobals = values.live.compactMap(\.key.text).map { ConstantKey($0) }
            .filter { environment.globals.values.lookup($0) == nil }
        return template
    }

    /// The name; nil for a template made from a string.
    public var name: String? { unit.name }

    /// The file it came from; nil if it came from elsewhere.
    public var file: String? { source?.file }

    /// Whether its source has not changed since it was loaded.
    public var isUpToDate: Bool { source?.isUpToDate?() ?? true }

    /// The names of its blocks, in order.
    public var blockNames: [String] { unit.blocks.map(\.name.string) }

    /// Renders the template.
    ///
    /// ```swift
    /// let template = try TemplateEnvironment().fromString("Hello {{ name }}!")
    /// print(try template.render(["name": "Ada"]))  // Hello Ada!
    /// ```
    ///
    /// - Parameter context: A dictionary of variables with text keys.
    /// - Returns: All that the template writes.
    /// - Throws: ``TemplateError``.
    /// - SeeAlso: Jinja2 `Template.render`.
    public func render(_ context: TemplateValue = [:]) throws -> String {
        let state = makeState(output: environment.outputs.take(unit.expectedSize))
        defer {
            environment.outputs.give(&state.output)
            state.finish()
        }
        try run(context, state)
        // A little more, for the next page that is a little longer.
        unit.expectedSize = state.output.count + state.output.count / 8 + 32
        return state.output.string
    }

    /// Renders the template piece by piece.
    ///
    /// ```swift
    /// let table = try TemplateEnvironment().fromString("{% for n in range(9) %}{{ n }}{% endfor %}")
    /// try table.stream([:], pieceSize: 4) { print($0) }
    /// ```
    ///
    /// - Parameters:
    ///   - context: A dictionary of variables with text keys.
    ///   - pieceSize: About how many bytes a piece has.
    ///   - write: Takes a piece.
    /// - Throws: ``TemplateError``, after the pieces before the error; what `write` throws.
    /// - SeeAlso: Jinja2 `Template.generate`.
    public func stream(
        _ context: TemplateValue = [:], pieceSize: Int = 1 << 14,
        _ write: @escaping (String) throws -> Void
    ) throws {
        let state = makeState()
        defer { state.finish() }
        state.sink = OutputSink(threshold: max(pieceSize, 1), write: write)
        try run(context, state)
        try state.flush()
    }

    /// Renders one block, as it is in this template or those it extends.
    ///
    /// Nothing else of the template is run but what its top level sets; useful for answers that
    /// replace a part of a page.
    /// ```swift
    /// let page = try TemplateEnvironment().fromString("<h1>{% block title %}News{% endblock %}</h1>")
    /// print(try page.render(block: "title"))  // News
    /// ```
    ///
    /// - Parameters:
    ///   - name: The block's name.
    ///   - context: A dictionary of variables with text keys.
    /// - Returns: What the block writes.
    /// - Throws: ``TemplateError``; of kind KeyError if there is no such block.
    /// - SeeAlso: Jinja2 `Template.blocks`, `Template.new_context`.
    public func render(block name: String, _ context: TemplateValue = [:]) throws -> String {
        let state = makeState()
        defer { state.finish() }
        let runtime = try makeContext(context)
        _ = try state.capture {
            try state.within(runtime) { try unit.runBody(runtime, state) }
        }
        guard let block = runtime.blocks[Text(name)]?.first else {
            throw TemplateError.key(Text(name).repr)
        }
        try block.run(runtime, state)
        return state.output.string
    }

    // MARK: - Parts

    func makeState(output: consuming Output = Output()) -> RenderState {
        RenderState(
            settings: environment.settings, autoescape: unit.autoescape, library: environment,
            output: output)
    }

    private func contextLayer(_ context: TemplateValue) throws -> Context.Layer {
        guard case .dict(let values) = context.value else {
            throw TemplateError.type(
                "'\(context.value.typeName)' object is not a dictionary of variables")
        }
        return Context.Layer(values, next: globals.forRendering())
    }

    func makeContext(_ context: TemplateValue) throws -> Context {
        unit.makeContext(try contextLayer(context), ownGlobals: ownGlobals)
    }

    private func run(_ context: TemplateValue, _ state: RenderState) throws {
        let runtime = try makeContext(context)
        try state.within(runtime) { try unit.runBody(runtime, state) }
        try state.checkOutput()
    }
}
