/// What `select`, `reject`, `selectattr` and `rejectattr` give: the elements that a test, or their
/// truth, lets through.
final class SelectIterator: LazyIterator {
    private let source: Value
    private let arguments: Arguments
    private let state: RenderState
    private let byAttribute: Bool
    private let wanted: Bool
    /// What is looked up before the test; nil: the element itself, or what cannot be looked up.
    private let getter: AttributeGetter?
    /// The test; nil: truth, or there is no such test.
    private let test: Test?
    /// What the test is given besides the value.
    private let rest: Arguments
    @exclusivity(unchecked) private var iterator = ValueIterator.empty
    @exclusivity(unchecked) private var isStarted = false

    init(
        _ name: String, _ source: Value, _ arguments: Arguments, _ state: RenderState,
        byAttribute: Bool, if wanted: Bool
    ) throws {
        self.source = source
        self.arguments = arguments
        self.state = state
        self.byAttribute = byAttribute
        self.wanted = wanted
        // What is wrong with them is an error only once there is an element.
        let offset = byAttribute ? 1 : 0
        getter = byAttribute ? try? state.getter(arguments[0]) : nil
        test = arguments[offset].flatMap { try? state.test(named: $0) }
        rest = test == nil ? Arguments() : arguments.dropping(offset + 1)
        try super.init(name, over: source)
    }

    override func advance() throws -> Value? {
        if !isStarted { try start() }
        while let element = try iterator.next() {
            try state.countStep()
            let value = try getter?.value(of: element, state) ?? element
            if try holds(for: value) == wanted { return element }
        }
        return nil
    }

    private func start() throws {
        isStarted = true
        guard try source.isTrue() else { return }
        if byAttribute {
            guard let attribute = arguments[0] else {
                throw TemplateError.filterArgument("Missing parameter for attribute name")
            }
            if getter == nil { _ = try state.getter(attribute) }
        }
        iterator = try source.makeIterator()
    }

    private func holds(for value: Value) throws -> Bool {
        if let test { return try test.body(value, rest, state) }
        guard let name = arguments[byAttribute ? 1 : 0] else { return try value.isTrue() }
        return try state.test(named: name).body(value, rest, state)
    }

    override func takeChildren() -> [Value] { [source] }
}
