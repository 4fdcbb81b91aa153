/// A function as a value.
final class Function: Object {
    typealias Body = @Sendable (Arguments, RenderState) throws -> Value

    let name: String
    private let isSafe: Bool
    private let body: Body

    /// Makes a function; `isSafe` tells whether the sandbox lets it be called.
    init(_ name: String, isSafe: Bool = true, _ body: @escaping Body) {
        self.name = name
        self.isSafe = isSafe
        self.body = body
    }

    override var typeName: String { "function" }
    override var isCallable: Bool { true }
    override var isSafeToCall: Bool { isSafe }

    override func call(_ arguments: Arguments, _ state: RenderState) throws -> Value {
        try body(arguments, state)
    }

    override func appendRepr(to output: inout Output, depth: Int) throws {
        output.write("<function ")
        output.append(string: name)
        output.append(ascii: UInt8(ascii: ">"))
    }
}
