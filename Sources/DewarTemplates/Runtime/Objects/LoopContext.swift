/// `loop`, in the body of a loop that mentions it.
///
/// - SeeAlso: Jinja2 `runtime.LoopContext`.
final class LoopContext: Object {
    /// What templates may read of it.
    enum Attribute: String, CaseIterable {
        case index, index0, revindex, revindex0, first, last, length, depth, depth0
        case previtem, nextitem, cycle, changed
    }

    /// Renders the body of a recursive loop for other elements.
    typealias Recursion = (_ iterable: Value, _ depth: Int, RenderState) throws -> Value

    /// What templates may call of it.
    enum Method {
        case cycle, changed

        init?(_ key: ConstantKey) {
            switch key.text {
            case "cycle": self = .cycle
            case "changed": self = .changed
            default: return nil
            }
        }
    }

    private let iterable: Value
    @exclusivity(unchecked) private var iterator: ValueIterator
    private let undefined: Undefined.Style
    /// Renders the loop's body for other elements; nil unless the loop is recursive.
    private let recurse: Recursion?
    private let depth0: Int

    @exclusivity(unchecked) private var index0 = -1
    @exclusivity(unchecked) private var knownLength: Int?
    @exclusivity(unchecked) private var current: Value?
    @exclusivity(unchecked) private var before: Value?
    /// The next element, if it was asked for; and whether there is one.
    @exclusivity(unchecked) private var after: Value?
    @exclusivity(unchecked) private var isPeeked = false
    @exclusivity(unchecked) private var lastChanged: [Value]?

    /// Wraps what is iterated.
    ///
    /// - Throws: TypeError if it cannot be.
    init(
        _ iterable: Value, undefined: Undefined.Style, depth0: Int = 0,
        recurse: Recursion? = nil
    ) throws {
        self.iterable = iterable
        iterator = try iterable.makeIterator()
        self.undefined = undefined
        self.depth0 = depth0
        self.recurse = recurse
    }

    /// The next element, or nil at the end.
    func advance() throws -> Value? {
        let next: Value?
        if isPeeked {
            next = after
            // At its end an iterator is asked again.
            guard next != nil else {
                return nil
            }
            isPeeked = false
            after = nil
        } else {
            next = try iterator.next()
        }
        guard let next else { return nil }
        index0 &+= 1
        swap(&before, &current)
        current = next
        return next
    }

    /// Whether a value is this.
    @inline(__always)
    func isHeld(by value: Value?) -> Bool {
        guard case .object(let object) = UnretainedValue(value) else { return false }
        return object.toOpaque() == Unmanaged.passUnretained(self).toOpaque()
    }

    private func peek() throws -> Value? {
        if !isPeeked || after == nil {
            after = try iterator.next()
            isPeeked = true
        }
        return after
    }

    private func count() throws -> Int {
        if let knownLength { return knownLength }
        let length: Int
        if let known = try iterable.lengthIfAny() {
            length = known
        } else {
            var left = iterator
            let rest = try left.collect()
            iterator = ValueIterator(rest)
            length = rest.count + index0 + 1 + (after == nil ? 0 : 1)
        }
        knownLength = length
        return length
    }

    /// Lets go of what ``Method/changed`` compares with, which may hold the loop.
    func forgetChanges() {
        if lastChanged?.contains(where: CycleBreaker.mayClose) == true { lastChanged = nil }
    }

    /// What an attribute is.
    func value(of attribute: Attribute) throws -> Value {
        switch attribute {
        case .index: return .int(index0 &+ 1)
        case .index0: return .int(index0)
        case .revindex: return .int(try count() - index0)
        case .revindex0: return .int(try count() - index0 - 1)
        case .first: return .bool(index0 == 0)
        case .last: return .bool(try peek() == nil)
        case .length: return .int(try count())
        case .depth: return .int(depth0 + 1)
        case .depth0: return .int(depth0)
        case .previtem:
            if index0 == 0 { return missing("there is no previous item") }
            return before ?? .none
        case .nextitem: return try peek() ?? missing("there is no next item")
        case .cycle: return function("cycle", .cycle)
        case .changed: return function("changed", .changed)
        }
    }

    private func missing(_ hint: String) -> Value {
        .undefined(Undefined(undefined, hint: hint))
    }

    private func function(_ name: String, _ method: Method) -> Value {
        .object(LoopMethod(self, method))
    }

    /// Calls one of its methods.
    func call(_ method: Method, _ arguments: Arguments) throws -> Value {
        guard arguments.keywords.isEmpty else {
            throw TemplateError.type(
                "LoopContext.\(method == .cycle ? "cycle" : "changed")() got an unexpected"
                    + " keyword argument '\(arguments.keywords[0].name.string)'")
        }
        switch method {
        case .cycle:
            guard arguments.count > 0 else {
                throw TemplateError.type("no items for cycling given")
            }
            return arguments[max(index0, 0) % arguments.count] ?? .none
        case .changed:
            let values = arguments.positional
            if let lastChanged, try Value.areEqual(.tuple(lastChanged), .tuple(values)) {
                return .bool(false)
            }
            lastChanged = values
            return .bool(true)
        }
    }

    // MARK: - As a value

    override var typeName: String { "LoopContext" }
    override var endsWithRendering: Bool { true }
    override var qualifiedTypeName: String { "jinja2.runtime.LoopContext" }
    override var isCallable: Bool { true }

    override func attribute(_ name: Text) throws -> Value? {
        guard let attribute = Attribute(rawValue: name.string) else { return nil }
        return try value(of: attribute)
    }

    override var attributeNames: [String] { Attribute.allCases.map(\.rawValue) }

    override func makeIterator() throws -> ValueIterator? { ValueIterator(LoopIterator(self)) }

    override func length() throws -> Int? { try count() }

    override func isTrue() throws -> Bool { try count() > 0 }

    override func call(_ arguments: Arguments, _ state: RenderState) throws -> Value {
        guard let recurse else {
            throw TemplateError.type(
                "The loop must have the 'recursive' marker to be called recursively.")
        }
        guard let iterable = arguments[0] ?? arguments["iterable"], arguments.count <= 1 else {
            throw TemplateError.type("LoopContext.__call__() takes one iterable")
        }
        return try recurse(iterable, depth0 + 1, state)
    }

    override func appendRepr(to output: inout Output, depth: Int) throws {
        output.write("<LoopContext ")
        output.append(index0 + 1)
        output.append(ascii: UInt8(ascii: "/"))
        output.append(try count())
        output.append(ascii: UInt8(ascii: ">"))
    }
}

/// A method of `loop` as a value.
final class LoopMethod: Object {
    private let loop: LoopContext
    private let method: LoopContext.Method

    init(_ loop: LoopContext, _ method: LoopContext.Method) {
        self.loop = loop
        self.method = method
    }

    override var typeName: String { "method" }
    override var endsWithRendering: Bool { true }
    override var isCallable: Bool { true }

    override func call(_ arguments: Arguments, _ state: RenderState) throws -> Value {
        try loop.call(method, arguments)
    }
}

/// `loop` as something that is iterated: what is left of the loop, each element with `loop`.
final class LoopIterator: IteratorObject {
    private let loop: LoopContext

    init(_ loop: LoopContext) { self.loop = loop }

    override func next() throws -> Value? {
        try loop.advance().map { .tuple([$0, .object(loop)]) }
    }
}
