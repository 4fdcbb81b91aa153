/// A template that was imported: what it exports, and what it printed.
///
/// - SeeAlso: Jinja2 `environment.TemplateModule`.
final class TemplateModule: Object {
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
    override var qualifiedTypeName: String { "jinja2.environment.TemplateModule" }

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
