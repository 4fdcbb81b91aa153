/// The methods of `list` and `tuple`.
enum ListMethods {
    static let names: Set<MethodName> = [
        .append, .clear, .copy, .count, .extend, .index, .insert, .pop, .remove, .reverse, .sort,
    ]

    static func call(
        _ name: MethodName, of list: List, _ arguments: Arguments, _ state: RenderState
    ) throws -> Value {
        switch name {
        case .append:
            try Value.checkCount(list.elements.count + 1)
            let value = try StringMethods.single(name, arguments, of: "list")
            list.elements.append(value)
            state.didPut(value, into: list)
        case .clear:
            try StringMethods.noArguments(name, "list", arguments)
            list.elements = []
        case .copy:
            try StringMethods.noArguments(name, "list", arguments)
            return .list(list.elements)
        case .extend:
            let added = try StringMethods.single(name, arguments, of: "list").elements()
            try Value.checkCount(list.elements.count + added.count)
            list.elements += added
            for value in added { state.didPut(value, into: list) }
        case .insert: try insert(list, arguments, state)
        case .pop: return try pop(list, arguments)
        case .remove:
            let value = try StringMethods.single(name, arguments, of: "list")
            guard let index = try firstIndex(of: value, in: list.elements) else {
                throw TemplateError.value("list.remove(x): x not in list")
            }
            list.elements.remove(at: index)
        case .reverse:
            try StringMethods.noArguments(name, "list", arguments)
            list.elements.reverse()
        case .sort: try sort(list, arguments, state)
        case .count, .index: return .int(try search(name, list.elements, "list", arguments))
        default: throw TemplateError.attribute("list", name.rawValue)
        }
        return .none
    }

    static func call(
        _ name: MethodName, of tuple: Tuple, _ arguments: Arguments
    ) throws -> Value {
        .int(try search(name, tuple.elements, "tuple", arguments))
    }

    private static func firstIndex(of value: Value, in elements: [Value]) throws -> Int? {
        try elements.firstIndex { try Value.isSameOrEqual($0, value) }
    }

    private static func insert(
        _ list: List, _ arguments: Arguments, _ state: RenderState
    ) throws {
        guard let index = arguments[0], let value = arguments[1], arguments.count == 2,
            arguments.keywords.isEmpty
        else {
            throw TemplateError.type("insert expected 2 arguments, got \(arguments.count)")
        }
        try Value.checkCount(list.elements.count + 1)
        let count = list.elements.count
        let position = try index.asIndex()
        let start = position < 0 ? max(position + count, 0) : min(position, count)
        list.elements.insert(value, at: start)
        state.didPut(value, into: list)
    }

    private static let popSignature = Signature(
        "pop", "index", leading: 0, isPositionalOnly: true)

    private static func pop(_ list: List, _ arguments: Arguments) throws -> Value {
        let index = try popSignature.bind(arguments).int(0) ?? -1
        guard !list.elements.isEmpty else { throw TemplateError.index("pop from empty list") }
        let position = index < 0 ? index &+ list.elements.count : index
        guard list.elements.indices.contains(position) else {
            throw TemplateError.index("pop index out of range")
        }
        return list.elements.remove(at: position)
    }

    private static func sort(
        _ list: List, _ arguments: Arguments, _ state: RenderState
    ) throws {
        guard arguments.count == 0 else {
            throw TemplateError.type("sort() takes no positional arguments")
        }
        let bound = try Signature("sort", "key", "reverse", leading: 0).bind(arguments)
        let isReversed = try bound.isReversed(1)
        let function = bound.value(0)
        let elements = list.elements
        // The list is empty while it is sorted, as in CPython.
        list.elements = []
        defer { if list.elements.isEmpty { list.elements = elements } }
        let keys =
            try function.map { function in
                try elements.map { try state.call(function, Arguments($0)) }
            } ?? elements
        list.elements = try Sorting.sorted(elements, by: keys, isReversed: isReversed)
    }

    private static let searchSignature = Signature(
        "index", "value", "start", "stop", required: 1, leading: 0, isPositionalOnly: true)

    private static func search(
        _ name: MethodName, _ elements: [Value], _ type: String, _ arguments: Arguments
    ) throws -> Int {
        guard name == .index else {
            let value = try StringMethods.single(name, arguments, of: type)
            return try elements.count { try Value.isSameOrEqual($0, value) }
        }
        let bound = try searchSignature.bind(arguments)
        guard bound[1]?.isNone != true, bound[2]?.isNone != true else {
            throw TemplateError.type(
                "slice indices must be integers or have an __index__ method")
        }
        let slice = Slice(start: bound[1] ?? .none, stop: bound[2] ?? .none)
        let (start, _, count) = try slice.resolve(count: elements.count)
        let value = bound[0] ?? .none
        if let index = try firstIndex(of: value, in: Array(elements[start..<start + count])) {
            return start + index
        }
        throw TemplateError.value(
            type == "tuple"
                ? "tuple.index(x): x not in tuple" : "\(try value.repr()) is not in list")
    }
}
