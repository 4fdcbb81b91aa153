/// `namespace(…)`: a value whose attributes templates may set.
///
/// - SeeAlso: Jinja2 `utils.Namespace`.
final class Namespace: Object {
    private var attributes: Dict

    init(_ attributes: Dict) {
        self.attributes = attributes
    }

    /// Sets an attribute.
    func set(_ key: ConstantKey, to value: Value) throws {
        try attributes.set(key, to: value)
    }

    override var typeName: String { "Namespace" }
    override var qualifiedTypeName: String { "jinja2.utils.Namespace" }

    override func attribute(_ name: Text) throws -> Value? { attributes.lookup(name) }

    override func appendRepr(to output: inout Output, depth: Int) throws {
        guard !output.isPrinting(self) else { return output.write("...") }
        try Value.checkDepth(depth, "while getting the repr of an object")
        output.beginPrinting(self)
        output.write("<Namespace ")
        try Value.dict(attributes).appendRepr(to: &output, depth: depth + 1)
        output.append(ascii: UInt8(ascii: ">"))
        output.endPrinting()
    }

    override func takeChildren() -> [Value] { [.dict(attributes)] }
}
