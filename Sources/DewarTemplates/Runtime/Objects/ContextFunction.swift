/// A function that may look at the context of its call: Python's with `pass_context`.
final class ContextFunction: Object {
    typealias Body = @Sendable (Arguments, RenderState) throws -> Value

    private let name: String
    private let body: Body

    /// Takes a name and a function, which finds the context in the state.
    init(_ name: String, _ body: @escaping Body) {
        self.name = name
        self.body = body
    }

    override var typeName: String { "function" }
    override var isCallable: Bool { true }

    override func call(_ arguments: Arguments, _ state: RenderState) throws -> Value {
        try body(arguments, state)
    }

    override func appendRepr(to output: inout Output, depth: Int) throws {
        output.write("<function ")
        output.append(string: name)
        output.append(ascii: UInt8(ascii: ">"))
    }
}
