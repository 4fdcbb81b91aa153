extension Template {
    /// Renders the template with variables of whatever types templates have a form for.
    ///
    /// ```swift
    /// let template = try TemplateEnvironment().fromString("{{ name }}: {{ tags|join(', ') }}")
    /// let name = "Ada"
    /// print(try template.render(["name": name, "tags": ["swift", "web"], "page": 3]))
    /// ```
    ///
    /// - Parameter context: The variables.
    /// - Returns: The output.
    /// - Throws: ``TemplateError``; what the encoding of an `Encodable` type throws.
    /// - SeeAlso: Jinja2 `Template.render`.
    @_disfavoredOverload
    public func render(_ context: TemplateContext) throws -> String {
        try render(context.makeValue())
    }

    /// Renders the template with the members of a value as variables.
    ///
    /// ```swift
    /// print(try template.render(["title": "News"] as [String: String]))
    /// ```
    ///
    /// - Parameter context: What becomes a dictionary: an `Encodable` page, or a dictionary.
    /// - Returns: The output.
    /// - Throws: ``TemplateError``; what the encoding of an `Encodable` type throws.
    /// - SeeAlso: Jinja2 `Template.render`.
    @_disfavoredOverload
    public func render(_ context: some TemplateConvertible) throws -> String {
        try render(context.templateValue)
    }

    /// Renders one block of the template with variables of whatever types templates have a form for.
    ///
    /// ```swift
    /// let count = 3
    /// print(try template.render(block: "title", ["title": title, "count": count]))
    /// ```
    ///
    /// - Parameters:
    ///   - name: The block.
    ///   - context: The variables.
    /// - Returns: The block's output.
    /// - Throws: ``TemplateError``; what the encoding of an `Encodable` type throws.
    /// - SeeAlso: Jinja2 `Template.blocks`.
    @_disfavoredOverload
    public func render(block name: String, _ context: TemplateContext) throws -> String {
        try render(block: name, context.makeValue())
    }
}
