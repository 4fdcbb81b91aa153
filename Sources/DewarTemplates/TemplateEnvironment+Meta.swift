/// What templates say of themselves without being rendered.
///
/// - SeeAlso: Jinja2 `meta`.
extension TemplateEnvironment {
    /// The variables that a template looks up and that are no globals, sorted.
    ///
    /// ```swift
    /// let names = try TemplateEnvironment().undeclaredVariables(in: "{{ user }} {{ range(3) }}")
    /// print(names)  // ["user"]
    /// ```
    ///
    /// - Parameter source: The text of a template.
    /// - Returns: Names, by code points.
    /// - SeeAlso: Jinja2 `meta.find_undeclared_variables`.
    /// - Throws: ``TemplateError`` if something is wrong with the source.
    public func undeclaredVariables(in source: String) throws -> [String] {
        let source = try makeSource(source, name: nil)
        let unit = TemplateUnit(source, autoescape: false)
        let compiler = Compiler(unit, settings: settings, optimizes: options.isOptimized)
        try compiler.compile(try parse(source))
        return compiler.resolvedNames.map { Text($0) }.sorted()
            .filter { globals.values.lookup($0) == nil }.map(\.string)
    }

    /// The templates that a template extends, imports and includes, in order.
    ///
    /// ```swift
    /// let names = try TemplateEnvironment().referencedTemplates(
    ///     in: "{% extends 'a.html' %}{% include page %}")  // ["a.html", nil]
    /// ```
    ///
    /// - Parameter source: The text of a template.
    /// - SeeAlso: Jinja2 `meta.find_referenced_templates`.
    /// - Returns: Names, and nil for each that is only known while rendering.
    /// - Throws: ``TemplateError`` if something is wrong with the source.
    public func referencedTemplates(in source: String) throws -> [String?] {
        var references: [String?] = []
        var walker = StatementWalker()
        walker.onStatement = { statement in
            switch statement.kind {
            case .extends(let name), .importModule(let name, _, _), .importNames(let name, _, _):
                references += Self.names(name)
            case .include(let inclusion): references += Self.names(inclusion.template)
            default: break
            }
        }
        walker.walk(try parse(try makeSource(source, name: nil)))
        return references
    }

    private static func names(_ expression: Expression) -> [String?] {
        switch expression.kind {
        case .constant(.string(let text)): return [text.string]
        case .tuple(let items), .list(let items):
            return items.flatMap { item -> [String?] in
                switch item.kind {
                case .constant(.string(let text)): [text.string]
                case .constant: []
                default: [nil]
                }
            }
        default: return [nil]
        }
    }
}
