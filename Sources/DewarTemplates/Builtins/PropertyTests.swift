/// Tests of a value's properties, and of what the environment knows.
extension BuiltinTests {
    static let propertyTests: [Test] = [
        plain("escaped") { try $0.html() != nil },
        plain("even") { try Value.areEqual(Value.apply(.remainder, $0, 2), 0) },
        plain("odd") { try Value.areEqual(Value.apply(.remainder, $0, 2), 1) },
        plain("lower") { try $0.printed().isLowercase },
        plain("upper") { try $0.printed().isUppercase },
        Test("filter") { value, arguments, state in
            try Signature.checkNone("test_filter", arguments)
            _ = try value.hash()
            return value.text.map { state.settings.filters[$0] != nil } ?? false
        },
        Test("test") { value, arguments, state in
            try Signature.checkNone("test_test", arguments)
            _ = try value.hash()
            return value.text.map { state.settings.tests[$0] != nil } ?? false
        },
    ]
}
