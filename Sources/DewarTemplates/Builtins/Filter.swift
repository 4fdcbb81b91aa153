/// A filter: what stands after `|`.
final class Filter: Sendable {
    typealias Body = @Sendable (Value, Arguments, RenderState) throws -> Value

    let name: Text
    /// Whether its result depends on nothing but the value and the arguments, so that the compiler
    /// may apply it to constants.
    let isFoldable: Bool
    let body: Body

    init(_ name: Text, isFoldable: Bool = true, _ body: @escaping Body) {
        self.name = name
        self.isFoldable = isFoldable
        self.body = body
    }
}

/// A test: what stands after `is`.
final class Test: Sendable {
    typealias Body = @Sendable (Value, Arguments, RenderState) throws -> Bool

    let name: Text
    /// Whether its result depends on nothing but the value and the arguments.
    let isFoldable: Bool
    let body: Body

    init(_ name: Text, isFoldable: Bool = true, _ body: @escaping Body) {
        self.name = name
        self.isFoldable = isFoldable
        self.body = body
    }
}
