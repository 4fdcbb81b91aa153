/// What `map` gives: a filter or a look-up of every element, done when the element is asked for.
final class MapIterator: LazyIterator {
    private let source: Value
    private let arguments: Arguments
    private let state: RenderState
    @exclusivity(unchecked) private var iterator = ValueIterator.empty
    /// What is looked up, or the filter with its arguments.
    ///
    /// One of both, once the first element is there. Unmanaged, because they are asked with every
    /// element; ``owner`` keeps them.
    @exclusivity(unchecked) private var getter: Unmanaged<AttributeGetter>?
    @exclusivity(unchecked) private var application: Unmanaged<Application>?
    @exclusivity(unchecked) private var owner: AnyObject?
    @exclusivity(unchecked) private var isStarted = false

    /// A filter with its arguments.
    private final class Application {
        private let filter: Filter
        private let arguments: Arguments

        init(_ filter: Filter, _ arguments: Arguments) {
            self.filter = filter
            self.arguments = arguments
        }

        @inline(__always)
        func apply(to element: Value, _ state: RenderState) throws -> Value {
            try filter.body(element, arguments, state)
        }
    }

    init(_ source: Value, _ arguments: Arguments, _ state: RenderState) throws {
        self.source = source
        self.arguments = arguments
        self.state = state
        try super.init("sync_do_map", over: source)
    }

    override func next() throws -> Value? {
        if !isStarted { try start() }
        do {
            guard let element = try iterator.next() else { return nil }
            return try apply(to: element)
        } catch {
            // What threw is at its end.
            iterator = .empty
            throw error
        }
    }

    private func start() throws {
        isStarted = true
        guard try source.isTrue() else { return }
        if arguments.count == 0, let attribute = arguments["attribute"] {
            try checkKeywords()
            let found = try state.getter(attribute, default: arguments["default"])
            getter = .passUnretained(found)
            owner = found
        } else if arguments.count == 0 {
            throw TemplateError.filterArgument("map requires a filter argument")
        }
        iterator = try source.makeIterator()
    }

    private func checkKeywords() throws {
        for keyword in arguments.keywords
        where keyword.name != "attribute" && keyword.name != "default" {
            throw TemplateError.filterArgument(
                "Unexpected keyword argument \(keyword.name.repr)")
        }
    }

    private func apply(to element: Value) throws -> Value {
        if let getter {
            return try getter._withUnsafeGuaranteedRef { try $0.value(of: element, state) }
        }
        if let application {
            return try application._withUnsafeGuaranteedRef { try $0.apply(to: element, state) }
        }
        // A name that there is not is an error only once there is an element.
        let found = Application(
            try state.filter(named: arguments[0] ?? .none), arguments.dropping(1))
        application = .passUnretained(found)
        owner = found
        return try found.apply(to: element, state)
    }

    override func takeChildren() -> [Value] { [source] }
}

/// What `select`, `reject`, `selectattr` and `rejectattr` give: the elements that a test, or their
/// truth, lets through.
final class SelectIterator: LazyIterator {
    private let source: Value
    private let arguments: Arguments
    private let state: RenderState
    private let byAttribute: Bool
    private let wanted: Bool
    @exclusivity(unchecked) private var iterator = ValueIterator.empty
    @exclusivity(unchecked) private var getter: AttributeGetter?
    @exclusivity(unchecked) private var test: Test?
    @exclusivity(unchecked) private var rest = Arguments()
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
        try super.init(name, over: source)
    }

    override func next() throws -> Value? {
        if !isStarted { try start() }
        do {
            while let element = try iterator.next() {
                try state.countStep()
                if try holds(for: element) == wanted { return element }
            }
            return nil
        } catch {
            // What threw is at its end.
            iterator = .empty
            throw error
        }
    }

    private func start() throws {
        isStarted = true
        guard try source.isTrue() else { return }
        if byAttribute {
            guard let attribute = arguments[0] else {
                throw TemplateError.filterArgument("Missing parameter for attribute name")
            }
            getter = try state.getter(attribute)
        }
        iterator = try source.makeIterator()
    }

    private func holds(for element: Value) throws -> Bool {
        let value = try getter?.value(of: element, state) ?? element
        if let test { return try test.body(value, rest, state) }
        let offset = byAttribute ? 1 : 0
        guard let name = arguments[offset] else { return try value.isTrue() }
        let found = try state.test(named: name)
        rest = arguments.dropping(offset + 1)
        test = found
        return try found.body(value, rest, state)
    }

    override func takeChildren() -> [Value] { [source] }
}
