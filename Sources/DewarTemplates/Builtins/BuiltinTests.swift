/// All tests of Jinja2, by name.
///
/// - SeeAlso: `jinja2.tests`.
enum BuiltinTests {
    static let table: [Text: Test] = {
        var table: [Text: Test] = [:]
        for test in [typeTests, comparisonTests, propertyTests].joined() {
            table[test.name] = test
        }
        return table
    }()

    /// A test without arguments.
    static func plain(
        _ name: Text, _ condition: @escaping @Sendable (Value) throws -> Bool
    ) -> Test {
        let signature = Signature("test_\(name)")
        return Test(name) { value, arguments, _ in
            if !arguments.isEmpty { _ = try signature.bind(arguments) }
            return try condition(value)
        }
    }

    /// A test with one argument.
    static func binary(
        _ names: [Text], _ signature: Signature,
        _ condition: @escaping @Sendable (Value, Value) throws -> Bool
    ) -> [Test] {
        names.map { name in
            Test(name) { value, arguments, _ in
                guard let other = arguments[0], arguments.count == 1, arguments.keywords.isEmpty
                else {
                    return try condition(value, signature.bind(arguments)[0] ?? .none)
                }
                return try condition(value, other)
            }
        }
    }
}
