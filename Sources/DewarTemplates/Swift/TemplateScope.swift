/// Where a filter, a test or a function is called: a parameter that no argument of the call fills.
///
/// ```swift
/// options.addFunction("greeting") { (scope: TemplateScope) in
///     "Hello " + (scope["user"]?.string ?? "stranger")
/// }
/// options.addFilter("paragraphs") { (text: String, scope: TemplateScope) -> TemplateValue in
///     let html = "<p>\(text)</p>"
///     return scope.isEscaping ? .markup(html) : .string(html)
/// }
/// ```
///
/// - SeeAlso: Jinja2 `pass_context`, `pass_eval_context`, `pass_environment`.
public struct TemplateScope: TemplateArgument {
    private let state: RenderState

    init(_ state: RenderState) {
        self.state = state
    }

    /// Throws: no value is a scope.
    public init(templateValue: TemplateValue) throws {
        throw TemplateError.type("a scope is no argument")
    }

    /// The value of a variable of the template, or nil: what the template was given, what it set at
    /// its top level, and for functions what the loop or block around the call set.
    ///
    /// ```swift
    /// options.addFunction("user") { (scope: TemplateScope) in scope["user"] }
    /// ```
    ///
    /// - SeeAlso: Jinja2 `runtime.Context.resolve`.
    public subscript(name: String) -> TemplateValue? {
        state.context?.resolve(ConstantKey(Text(name))).map { TemplateValue($0) }
    }

    /// The template's name; nil for one made from a string.
    public var templateName: String? { state.context?.name?.string }

    /// Whether what is printed here is escaped.
    public var isEscaping: Bool { state.autoescape }

    /// The environment, to load other templates; nil where nothing is rendered.
    public var environment: TemplateEnvironment? { state.library as? TemplateEnvironment }
}
