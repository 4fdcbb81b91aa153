/// Tests that compare with another value.
extension BuiltinTests {
    static let comparisonTests: [Test] = [
        binary(["==", "eq", "equalto"], operatorSignature("eq")) {
            try Value.areEqual($0, $1)
        },
        binary(["!=", "ne"], operatorSignature("ne")) { try !Value.areEqual($0, $1) },
        binary(["<", "lt", "lessthan"], operatorSignature("lt")) {
            try Value.compare($0, .less, $1)
        },
        binary(["<=", "le"], operatorSignature("le")) {
            try Value.compare($0, .lessOrEqual, $1)
        },
        binary([">", "gt", "greaterthan"], operatorSignature("gt")) {
            try Value.compare($0, .greater, $1)
        },
        binary([">=", "ge"], operatorSignature("ge")) {
            try Value.compare($0, .greaterOrEqual, $1)
        },
        binary(["in"], Signature("test_in", "seq", required: 1)) { try $1.contains($0) },
        binary(["sameas"], Signature("test_sameas", "other", required: 1)) { $0.isSame(as: $1) },
        binary(["divisibleby"], Signature("test_divisibleby", "num", required: 1)) {
            try Value.areEqual(Value.apply(.remainder, $0, $1), 0)
        },
    ].flatMap { $0 }

    private static func operatorSignature(_ name: String) -> Signature {
        Signature(name, "b", required: 1, isPositionalOnly: true)
    }
}
