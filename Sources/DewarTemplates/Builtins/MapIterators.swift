/// What `map` gives: a filter or a look-up of every element, done when the element is asked for.
///
/// What is wrong with the arguments is an error only once an element is asked for, as in Python's
/// generators.
class MapIterator: LazyIterator {
    fileprivate let source: Value
    fileprivate let arguments: Arguments
    fileprivate let state: RenderState
    @exclusivity(unchecked) fileprivate var iterator = ValueIterator.empty
    @exclusivity(unchecked) private var isStarted = false

    fileprivate init(_ source: Value, _ arguments: Arguments, _ state: RenderState) throws {
        self.source = source
        self.arguments = arguments
        self.state = state
        try super.init("sync_do_map", over: source)
    }

    /// Goes through `source` with a filter, or with what is to be looked up.
    static func make(
        _ source: Value, _ arguments: Arguments, _ state: RenderState
    ) throws -> MapIterator {
        if let name = arguments[0] {
            if let filter = try? state.filter(named: name) {
                return try FilterMapIterator(filter, source, arguments, state)
            }
        } else if let attribute = arguments["attribute"],
            let getter = try? state.getter(attribute, default: arguments["default"])
        {
            return try AttributeMapIterator(getter, source, arguments, state)
        }
        return try MapIterator(source, arguments, state)
    }

    override func advance() throws -> Value? {
        try startOnce()
        guard try iterator.next() != nil else { return nil }
        // An element, and nothing that could be done with it.
        throw try state.unknown("filter", arguments[0] ?? .none)
    }

    /// Begins, when the first element is asked for.
    @inline(__always)
    fileprivate final func startOnce() throws {
        if !isStarted { try start() }
    }

    private func start() throws {
        isStarted = true
        guard try source.isTrue() else { return }
        if arguments.count == 0 {
            guard let attribute = arguments["attribute"] else {
                throw TemplateError.filterArgument("map requires a filter argument")
            }
            try checkKeywords()
            _ = try state.getter(attribute, default: arguments["default"])
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

    override var expectedCount: Int { source.expectedCount }

    override func takeChildren() -> [Value] { [source] }
}

/// `map('filter', …)`.
private final class FilterMapIterator: MapIterator {
    private let filter: Filter
    /// What the filter is given besides the element.
    private let rest: Arguments

    init(
        _ filter: Filter, _ source: Value, _ arguments: Arguments, _ state: RenderState
    ) throws {
        self.filter = filter
        rest = arguments.dropping(1)
        try super.init(source, arguments, state)
    }

    override func advance() throws -> Value? {
        try startOnce()
        guard let element = try iterator.next() else { return nil }
        return try filter.body(element, rest, state)
    }
}

/// `map(attribute=…)`.
private final class AttributeMapIterator: MapIterator {
    private let getter: AttributeGetter

    init(
        _ getter: AttributeGetter, _ source: Value, _ arguments: Arguments, _ state: RenderState
    ) throws {
        self.getter = getter
        try super.init(source, arguments, state)
    }

    override func advance() throws -> Value? {
        try startOnce()
        if let value = iterator.next(reading: { getter.entry(of: $0) }) { return value }
        guard let element = try iterator.next() else { return nil }
        return try getter.value(of: element, state)
    }
}
