/// An expression on its own.
///
/// - SeeAlso: Jinja2 `Environment.compile_expression`.
public struct TemplateExpression: Sendable {
    private let template: Template
    private let undefinedIsNone: Bool

    /// The name that the value is assigned to.
    private static let result = "result"

    init(template: Template, undefinedIsNone: Bool) {
        self.template = template
        self.undefinedIsNone = undefinedIsNone
    }

    /// Evaluates the expression.
    ///
    /// ```swift
    /// let age = try environment.compileExpression("user.age + 1")
    /// print(try age.evaluate(["user": ["age": 20]]).int ?? 0)  // 21
    /// ```
    ///
    /// - Parameter context: A dictionary of variables with text keys.
    /// - Returns: The value; `None` where it is undefined, unless that was to stay.
    /// - Throws: ``TemplateError``.
    /// - SeeAlso: Jinja2 `environment.TemplateExpression.__call__`.
    public func evaluate(_ context: TemplateValue = [:]) throws -> TemplateValue {
        let state = template.makeState()
        defer { state.finish() }
        let value = try state.run {
            let runtime = try template.makeContext(context)
            try state.within(runtime) { try template.unit.runBody(runtime, state) }
            return runtime.variables?.lookup(Text(Self.result)) ?? .none
        }
        return undefinedIsNone && value.isUndefined ? .none : TemplateValue(value)
    }

    /// A template that does nothing but to evaluate an expression.
    static func statements(_ expression: Expression) -> [Statement] {
        [Statement(.set(.name(result, line: 1), expression), line: 1, offset: 0)]
    }
}

extension TemplateEnvironment {
    /// Makes an expression of its source.
    ///
    /// ```swift
    /// let isAdult = try environment.compileExpression("age >= 18")
    /// let answer = try isAdult.evaluate(["age": 20])  // True
    /// ```
    ///
    /// - Parameters:
    ///   - source: The expression, without delimiters.
    ///   - undefinedIsNone: Whether an undefined value becomes `None`.
    /// - Returns: The expression, to be evaluated as often as one likes.
    /// - Throws: ``TemplateError`` if something is wrong with the source.
    /// - SeeAlso: Jinja2 `Environment.compile_expression`.
    public func compileExpression(
        _ source: String, undefinedIsNone: Bool = true
    ) throws -> TemplateExpression {
        if let problem = options.syntax.problem { throw TemplateError(.assertionError, problem) }
        let source = try makeSource(source, name: nil)
        var parser = try Parser(
            source, delimiters: delimiters, options: options.parserOptions, startsInVariable: true)
        let expression = try parser.expression()
        guard parser.current.kind == .endOfTemplate else {
            throw parser.failure("chunk after expression")
        }
        let unit = try compile(TemplateExpression.statements(expression), source)
        return TemplateExpression(
            template: Template(environment: self, unit: unit, source: nil),
            undefinedIsNone: undefinedIsNone)
    }
}
