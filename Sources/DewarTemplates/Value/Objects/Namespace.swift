/// What `namespace(…)` gives: attributes that a template may set.
///
/// - SeeAlso: `jinja2.utils.Namespace`.
final class Namespace: Object {
    let attributes: Dict

    init(_ attributes: Dict = Dict()) {
        self.attributes = attributes
    }

    /// `{% set ns.name = value %}`.
    func set(_ key: ConstantKey, to value: Value, _ state: RenderState) throws {
        try attributes.set(key, to: value)
        state.didPut(value, into: attributes)
    }

    override var typeName: String { "Namespace" }
    override var qualifiedTypeName: String { "jinja2.utils.Namespace" }

    override func attribute(_ name: Text) throws -> Value? { attributes.lookup(name) }

    override func attribute(_ key: ConstantKey) throws -> Value? { attributes.lookup(key) }

    override var attributeNames: [String] { attributes.live.compactMap(\.key.text?.string) }

    override func appendRepr(to output: inout Output, depth: Int) throws {
        guard !output.isPrinting(self) else { return output.write("...") }
        output.beginPrinting(self)
        output.write("<Namespace ")
        try Value.dict(attributes).appendRepr(to: &output, depth: depth + 1)
        output.write(">")
        output.endPrinting()
    }

    override func takeChildren() -> [Value] { [.dict(attributes)] }
}
