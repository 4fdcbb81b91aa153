/// All filters of Jinja2, by name.
enum BuiltinFilters {
    static let table: [Text: Filter] = Dictionary(
        uniqueKeysWithValues: all.map { ($0.name, $0) })

    private static let all: [Filter] = []
}

/// All tests of Jinja2, by name.
enum BuiltinTests {
    static let table: [Text: Test] = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

    private static let all: [Test] = []
}
