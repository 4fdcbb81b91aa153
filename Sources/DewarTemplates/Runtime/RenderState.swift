/// What is the case while a template is rendered: handed to every filter, test and function.
final class RenderState {
    /// What the environment fixed.
    let settings: RenderSettings
    /// Whether what is printed now is escaped.
    var autoescape: Bool

    init(settings: RenderSettings, autoescape: Bool = false) {
        self.settings = settings
        self.autoescape = autoescape
    }

    /// An undefined value of the environment's kind.
    func undefined(hint: String? = nil, name: Text? = nil) -> Value {
        .undefined(
            Undefined(
                settings.undefined, hint: hint, name: name.map { .text($0) } ?? .none))
    }
}

/// What filters, tests and functions need of an environment.
final class RenderSettings: Sendable {
    let filters: [Text: Filter]
    let tests: [Text: Test]
    let policies: Policies
    let undefined: Undefined.Kind
    let sandbox: Sandbox?
    let newlineSequence: Text

    init(
        filters: [Text: Filter] = BuiltinFilters.table, tests: [Text: Test] = BuiltinTests.table,
        policies: Policies = Policies(), undefined: Undefined.Kind = .standard,
        sandbox: Sandbox? = nil, newlineSequence: Text = "\n"
    ) {
        self.filters = filters
        self.tests = tests
        self.policies = policies
        self.undefined = undefined
        self.sandbox = sandbox
        self.newlineSequence = newlineSequence
    }
}
