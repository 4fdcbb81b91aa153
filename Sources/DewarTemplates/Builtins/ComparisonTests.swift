/// Tests that compare with another value.
extension BuiltinTests {
    static let comparisonTests: [Test] = [
        binary(["==", "eq", "equalto"], Signature("eq", "b", required: 1)) {
            try Value.areEqual($0, $1)
        },
        binary(["!=", "ne"], Signature("ne", "b", required: 1)) { try !Value.areEqual($0, $1) },
        binary(["<", "lt", "lessthan"], Signature("lt", "b", required: 1)) {
            try Value.compare($0, .less, $1)
        },
        binary(["<=", "le"], Signature("le", "b", required: 1)) {
            try Value.compare($0, .lessOrEqual, $1)
        },
        binary([">", "gt", "greaterthan"], Signature("gt", "b", required: 1)) {
            try Value.compare($0, .greater, $1)
        },
        binary([">=", "ge"], Signature("ge", "b", required: 1)) {
            try Value.compare($0, .greaterOrEqual, $1)
        },
        binary(["in"], Signature("test_in", "seq", required: 1)) { try $1.contains($0) },
        binary(["sameas"], Signature("test_sameas", "other", required: 1)) { $0.isSame(as: $1) },
        binary(["divisibleby"], Signature("test_divisibleby", "num", required: 1)) {
            try Value.areEqual(Value.apply(.remainder, $0, $1), 0)
        },
    ].flatMap { $0 }
}
