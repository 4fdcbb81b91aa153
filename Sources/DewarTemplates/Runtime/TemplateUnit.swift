import Synchronization

/// A template as the compiler leaves it.
final class TemplateUnit: @unchecked Sendable {
    /// The name; nil for a template made from a string.
    let name: String?
    /// The name as templates see it.
    let nameText: Text?
    let source: TemplateSource
    /// Whether the body is escaped when it begins.
    let autoescape: Bool

    /// The bytes that the template wrote last: so many will be wanted again.
    private let lastSize = Atomic<Int>(256)

    // Written by the compiler only, before anyone else has the unit.
    var body: FunctionCode?
    /// The slot of `self`; nil if the body does not mention it.
    var selfSlot: Int?
    /// The variables that the template has besides those it is given, for suggestions.
    var variableNames: Set<String> = []
    private(set) var blocks: [BlockCode] = []
    private(set) var blockTable: [Text: [BlockCode]] = [:]

    init(_ source: TemplateSource, autoescape: Bool) {
        name = source.name
        nameText = source.name.map { Text($0) }
        self.source = source
        self.autoescape = autoescape
    }

    /// How much room a rendering should begin with, in bytes.
    var expectedSize: Int {
        get { lastSize.load(ordering: .relaxed) }
        set { lastSize.store(min(newValue, 1 << 20), ordering: .relaxed) }
    }

    /// Adds a block; the compiler's.
    func add(_ block: BlockCode) {
        blocks.append(block)
        blockTable[block.name] = [block]
    }

    /// A context for the template; `ownGlobals` are the names that templates it imports see too.
    func makeContext(_ parent: Context.Layer?, ownGlobals: [ConstantKey] = []) -> Context {
        Context(
            name: nameText, parent: parent, escaping: Context.Escaping(autoescape),
            blocks: blockTable, ownGlobals: ownGlobals)
    }

    /// Writes the body, and those of the templates it extends.
    func runBody(_ context: Context, _ state: RenderState) throws {
        guard let body else { return }
        let frame = Frame(body, parent: nil, context: context, state: state)
        if let selfSlot { frame.slots[selfSlot] = .object(TemplateSelf(context)) }
        body.entry.enter(frame)
        _ = try body.body.run(frame)
    }

    /// Runs the template for what it exports.
    func makeModule(_ parent: Context.Layer?, _ state: RenderState) throws -> ModuleObject {
        try makeModule(makeContext(parent), state)
    }

    /// Runs the template for what it exports.
    func makeModule(_ context: Context, _ state: RenderState) throws -> ModuleObject {
        let body = try state.capture {
            try state.within(context) { try runBody(context, state) }
        }
        return try ModuleObject(name: nameText, body: body, context: context)
    }

    /// What the template exports without the variables of another, made once in a rendering.
    func defaultModule(_ template: Template, _ state: RenderState) throws -> ModuleObject {
        let key = ObjectIdentifier(self)
        if let module = state.modules[key] { return module }
        let module = try makeModule(template.globals.forRendering(), state)
        state.modules[key] = module
        return module
    }

    // MARK: - Errors

    /// The error with one more step of how it was reached.
    func adding(_ relation: String, to error: any Error, line: Int) -> any Error {
        guard var error = error as? TemplateError, error.line != nil else { return error }
        error.chain.append(TemplateError.Step(relation: relation, template: name, line: line))
        return error
    }
}
