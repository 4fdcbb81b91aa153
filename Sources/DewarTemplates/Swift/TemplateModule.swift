/// What a template exports: its macros and the variables that it sets at its top level.
///
/// ```swift
/// let forms = try TemplateEnvironment { $0.autoescape = .on }.fromString(
///     "{% macro field(name, type='text') %}<input name={{ name }} type={{ type }}>{% endmacro %}")
/// let module = try forms.makeModule()
/// let field = try module.call("field", "e&mail", named: ["type": "email"])
/// print(try field.printed())  // <input name=e&amp;mail type=email>
/// ```
/// A module belongs to the thread that made it.
///
/// - SeeAlso: Jinja2 `Template.module`, `make_module`; Flask `get_template_attribute`.
public final class TemplateModule {
    private let template: Template
    private let state: RenderState
    private let object: ModuleObject

    fileprivate init(_ template: Template, _ context: TemplateValue) throws {
        self.template = template
        let state = template.makeState()
        self.state = state
        do {
            object = try state.run {
                try template.unit.makeModule(try template.makeContext(context), state)
            }
        } catch {
            state.finish()
            throw error
        }
    }

    deinit { state.finish() }

    /// What the template printed.
    public var body: String { object.body.string }

    /// The names that it exports: those that do not begin with `_`, in the order of the template.
    public var names: [String] { object.attributeNames }

    /// What the template exports under a name, or nil.
    ///
    /// ```swift
    /// let limit = try template.makeModule()["limit"]?.int
    /// ```
    ///
    /// - SeeAlso: Jinja2 `TemplateModule`; Flask `get_template_attribute`.
    public subscript(name: String) -> TemplateValue? {
        guard let value = object.exported(Text(name)) else { return nil }
        guard case .object(let macro) = value, macro.endsWithRendering else {
            return TemplateValue(value)
        }
        return TemplateValue(.object(ModuleMember(macro, of: self)))
    }

    /// Calls a macro.
    ///
    /// ```swift
    /// let field = try template.makeModule().call("field", "email", named: ["type": "email"])
    /// ```
    ///
    /// - Parameters:
    ///   - name: The macro.
    ///   - arguments: Its arguments, by position.
    ///   - named: Its arguments by name.
    /// - Returns: What the macro wrote: HTML where the template's output is escaped, else text.
    /// - Throws: ``TemplateError``: of kind AttributeError if the template exports nothing of this
    ///   name; what the macro throws.
    /// - SeeAlso: Jinja2 `runtime.Macro.__call__`.
    public func call(
        _ name: String, _ arguments: any TemplateConvertible..., named: TemplateContext = [:]
    ) throws -> TemplateValue {
        guard let callee = object.exported(Text(name)) else {
            throw object.noAttribute(name)
        }
        let values = try Arguments(arguments, named)
        // A state of its own: limits count from here.
        let state = template.makeState()
        defer { state.finish() }
        return TemplateValue(try state.run { try state.call(callee, values) })
    }
}

extension Template {
    /// Runs the template for what it exports.
    ///
    /// ```swift
    /// let names = try template.makeModule(["site": "News"]).names
    /// ```
    ///
    /// - Parameter context: A dictionary of variables with text keys.
    /// - Returns: The macros and variables of its top level.
    /// - Throws: ``TemplateError``.
    /// - SeeAlso: Jinja2 `Template.make_module`.
    public func makeModule(_ context: TemplateValue = [:]) throws -> TemplateModule {
        try TemplateModule(self, context)
    }
}

/// A macro of a module, which keeps the variables that the macro sees.
private final class ModuleMember: Object {
    private let member: Object
    private let module: TemplateModule

    init(_ member: Object, of module: TemplateModule) {
        self.member = member
        self.module = module
    }

    override var typeName: String { member.typeName }
    override var qualifiedTypeName: String { member.qualifiedTypeName }
    override var isCallable: Bool { member.isCallable }
    override var attributeNames: [String] { member.attributeNames }

    override func attribute(_ name: Text) throws -> Value? { try member.attribute(name) }

    override func call(_ arguments: Arguments, _ state: RenderState) throws -> Value {
        try member.call(arguments, state)
    }

    override func appendRepr(to output: inout Output, depth: Int) throws {
        try member.appendRepr(to: &output, depth: depth)
    }
}
