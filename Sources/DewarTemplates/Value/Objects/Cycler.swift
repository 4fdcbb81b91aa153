/// What `cycler(…)` gives: the items one after the other, again and again.
///
/// - SeeAlso: `jinja2.utils.Cycler`.
final class Cycler: Object {
    private let items: Tuple
    private var position = 0

    /// - Throws: RuntimeError if there are no items.
    init(_ items: [Value]) throws {
        guard !items.isEmpty else {
            throw TemplateError(.runtimeError, "at least one item has to be provided")
        }
        self.items = Tuple(items)
    }

    override var typeName: String { "Cycler" }
    override var qualifiedTypeName: String { "jinja2.utils.Cycler" }

    override func attribute(_ name: Text) throws -> Value? {
        switch name {
        case "current": items.elements[position]
        case "items": .tuple(items)
        case "pos": .int(position)
        case "next": .object(CyclerMethod(self, "next"))
        case "reset": .object(CyclerMethod(self, "reset"))
        default: nil
        }
    }

    fileprivate func next() -> Value {
        defer { position = (position + 1) % items.elements.count }
        return items.elements[position]
    }

    fileprivate func reset() {
        position = 0
    }

    override func takeChildren() -> [Value] { [.tuple(items)] }
}

/// `cycler.next` or `cycler.reset`.
private final class CyclerMethod: Object {
    private let cycler: Cycler
    private let name: String

    init(_ cycler: Cycler, _ name: String) {
        self.cycler = cycler
        self.name = name
    }

    override var typeName: String { "method" }
    override var isCallable: Bool { true }

    override func call(_ arguments: Arguments, _ state: RenderState) throws -> Value {
        _ = try Signature("Cycler.\(name)").bind(arguments)
        if name == "next" { return cycler.next() }
        cycler.reset()
        return .none
    }

    override func appendRepr(to output: inout Output, depth: Int) throws {
        output.append(string: "<bound method Cycler.\(name)>")
    }

    override func takeChildren() -> [Value] { [.object(cycler)] }
}

/// What `joiner(…)` gives: nothing at the first call, then the separator.
///
/// - SeeAlso: `jinja2.utils.Joiner`.
final class Joiner: Object {
    private let separator: Value
    private let depth: Int
    private var isUsed = false

    /// - Throws: RecursionError if joiners hold each other too deep.
    init(_ separator: Value) throws {
        self.separator = separator
        depth = try LazyIterator.depth(holding: separator)
    }

    override var chainDepth: Int { depth }

    override var typeName: String { "Joiner" }
    override var qualifiedTypeName: String { "jinja2.utils.Joiner" }
    override var isCallable: Bool { true }

    override func attribute(_ name: Text) throws -> Value? {
        switch name {
        case "sep": separator
        case "used": .bool(isUsed)
        default: nil
        }
    }

    override func call(_ arguments: Arguments, _ state: RenderState) throws -> Value {
        _ = try Signature("Joiner.__call__").bind(arguments)
        if isUsed { return separator }
        isUsed = true
        return .string(.empty)
    }

    override func takeChildren() -> [Value] { [separator] }
}
