import DewarText

/// A template that was imported: what it exports, and what it printed.
///
/// - SeeAlso: Jinja2 `environment.TemplateModule`.
final class ModuleObject: Object {
    private let name: Text?
    /// What the template printed.
    let body: Text
    private let exported: Dict

    init(name: Text?, body: Text, context: Context) throws {
        self.name = name
        self.body = body
        exported = Dict()
        for entry in context.variables?.entries ?? [] where !entry.isRemoved {
            guard let text = entry.key.text, context.exported.contains(text) else { continue }
            try exported.set(text, to: entry.value)
        }
    }

    override var typeName: String { "TemplateModule" }
    override var endsWithRendering: Bool { true }
    override var qualifiedTypeName: String { "jinja2.environment.TemplateModule" }

    /// What the template exports under a name.
    func exported(_ name: Text) -> Value? { exported.lookup(name) }

    override var attributeNames: [String] { exported.live.compactMap(\.key.text?.string) }

    /// The error of a name that it does not export.
    func noAttribute(_ name: String) -> TemplateError {
        var error = TemplateError.attribute(typeName, name)
        error.suggestion = Similarity.closest(to: name, in: attributeNames)
        return error
    }

    override func attribute(_ name: Text) throws -> Value? {
        if let value = exported.lookup(name) { return value }
        return name == "__name__" ? self.name.map { .string($0) } ?? Value.none : nil
    }

    override func attribute(_ key: ConstantKey) throws -> Value? {
        try exported.lookup(key) ?? attribute(key.text)
    }

    override func appendText(to output: inout Output) throws { output.append(body) }

    override func html() throws -> Text? { body }

    override func appendRepr(to output: inout Output, depth: Int) throws {
        output.write("<TemplateModule ")
        output.append(string: name?.repr ?? "memory")
        output.append(ascii: UInt8(ascii: ">"))
    }
}

/// A template as a value, for `include` and `extends`.
final class TemplateValueObject: Object {
    let template: Template

    init(_ template: Template) { self.template = template }

    override var typeName: String { "Template" }
    override var qualifiedTypeName: String { "jinja2.environment.Template" }

    override func appendRepr(to output: inout Output, depth: Int) throws {
        output.write("<Template ")
        output.append(string: template.name.map { Text($0).repr } ?? "memory")
        output.append(ascii: UInt8(ascii: ">"))
    }
}
