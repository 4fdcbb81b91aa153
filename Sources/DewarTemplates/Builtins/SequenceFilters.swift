/// `batch`, `count`, `first`, `items`, `last`, `length`, `list`, `random`, `reverse`, `slice`.
extension BuiltinFilters {
    static let sequenceFilters: [Filter] = [
        Filter("batch", batch),
        Filter("count", length),
        Filter("length", length),
        Filter("first") { value, arguments, state in
            try Signature.checkNone("sync_do_first", arguments)
            var iterator = try value.makeIterator()
            return try iterator.next()
                ?? state.undefined(hint: "No first item, sequence was empty.")
        },
        Filter("last") { value, arguments, state in
            try Signature.checkNone("do_last", arguments)
            var iterator = try value.makeReversedIterator()
            return try iterator.next()
                ?? state.undefined(hint: "No last item, sequence was empty.")
        },
        Filter("items", items),
        Filter("list") { value, arguments, _ in
            try Signature.checkNone("sync_do_list", arguments)
            return .list(try value.elements())
        },
        Filter("random", isFoldable: false, random),
        Filter("reverse", reverse),
        Filter("slice", slice),
    ]

    @Sendable private static func length(
        _ value: Value, _ arguments: Arguments, _ state: RenderState
    ) throws -> Value {
        guard arguments.isEmpty else {
            throw TemplateError.type(
                "len() takes exactly one argument (\(arguments.count + 1) given)")
        }
        return .int(try value.length())
    }

    private static let batchSignature = Signature(
        "do_batch", "linecount", "fill_with", required: 1)

    @Sendable private static func batch(
        _ value: Value, _ arguments: Arguments, _ state: RenderState
    ) throws -> Value {
        let bound = try batchSignature.bind(arguments)
        let (lineCount, filling) = (bound[0] ?? 0, bound.value(1))
        var iterator: ValueIterator?
        var isAtEnd = false
        var line: [Value] = []
        return .object(
            try Generator("do_batch", over: value, arguments) {
                if isAtEnd { return nil }
                if iterator == nil { iterator = try value.makeIterator() }
                while let element = try iterator?.next() {
                    if try Value.areEqual(.int(line.count), lineCount) {
                        defer { line = [element] }
                        return .list(line)
                    }
                    try state.countStep()
                    try Value.checkCount(line.count + 1)
                    line.append(element)
                }
                isAtEnd = true
                guard !line.isEmpty else { return nil }
                if let filling, try Value.compare(.int(line.count), .less, lineCount) {
                    let missing = try Value.apply(.subtract, lineCount, .int(line.count))
                    let added = try Value.apply(.multiply, .list([filling]), missing)
                    line += try added.elements()
                }
                return .list(line)
            })
    }

    private static let sliceSignature = Signature(
        "sync_do_slice", "slices", "fill_with", required: 1)

    @Sendable private static func slice(
        _ value: Value, _ arguments: Arguments, _ state: RenderState
    ) throws -> Value {
        let bound = try sliceSignature.bind(arguments)
        let (wanted, filling) = (bound[0] ?? 0, bound.value(1))
        var slices: (elements: [Value], count: Int)?
        var number = 0
        var start = 0
        return .object(
            try Generator("sync_do_slice", over: value, arguments) {
                if slices == nil {
                    let elements = try value.elements()
                    _ = try Value.apply(.floorDivide, .int(elements.count), wanted)
                    slices = (elements, try wanted.asIndex())
                }
                guard let (elements, count) = slices, number < count else { return nil }
                try state.countStep()
                let (size, larger) = elements.count.quotientAndRemainder(dividingBy: count)
                let end = start + size + (number < larger ? 1 : 0)
                var slice = Array(elements[start..<end])
                if let filling, number >= larger { slice.append(filling) }
                (start, number) = (end, number + 1)
                return .list(slice)
            })
    }

    @Sendable private static func items(
        _ value: Value, _ arguments: Arguments, _ state: RenderState
    ) throws -> Value {
        try Signature.checkNone("do_items", arguments)
        var iterator: ValueIterator?
        return .object(
            try Generator("do_items", over: value) {
                if iterator == nil {
                    if value.isUndefined { return nil }
                    switch value {
                    case .dict(let dict): iterator = ValueIterator(dict, .items)
                    case .object(let object) where object.isMapping:
                        let items = try value.mappingItems()
                        iterator = ValueIterator(items.map { .tuple([$0.key, $0.value]) })
                    default:
                        throw TemplateError.type("Can only get item pairs from a mapping.")
                    }
                }
                return try iterator?.next()
            })
    }

    @Sendable private static func random(
        _ value: Value, _ arguments: Arguments, _ state: RenderState
    ) throws -> Value {
        try Signature.checkNone("do_random", arguments)
        let count = try value.length()
        guard count > 0 else {
            return state.undefined(hint: "No random item, sequence was empty.")
        }
        return try value.item(.int(Int.random(in: 0..<count)))
    }

    @Sendable private static func reverse(
        _ value: Value, _ arguments: Arguments, _ state: RenderState
    ) throws -> Value {
        try Signature.checkNone("do_reverse", arguments)
        if value.text != nil { return try value.sliced(Slice(step: -1)) }
        if let iterator = try value.reversedIteratorIfAny() {
            return .object(ReversedIterator(iterator, of: value.typeName, state))
        }
        do {
            return .list(try value.elements().reversed())
        } catch let error as TemplateError where error.kind == .typeError {
            // Also what an iterator throws once it is asked for an element.
            throw TemplateError.filterArgument("argument must be iterable")
        }
    }
}

/// What Python's `reversed` gives.
final class ReversedIterator: IteratorObject {
    private var iterator: ValueIterator
    private let name: String
    private let state: RenderState

    init(_ iterator: ValueIterator, of typeName: String, _ state: RenderState) {
        self.iterator = iterator
        name = typeName
        self.state = state
    }

    override func takeChildren() -> [Value] { iterator.source }

    override var typeName: String { name == "list" ? "list_reverseiterator" : "reversed" }

    override func next() throws -> Value? {
        try state.countStep()
        return try iterator.next()
    }
}

extension Value {
    /// Python's `reversed(x)`; nil if there is none.
    func reversedIteratorIfAny() throws -> ValueIterator? {
        switch self {
        case .list(let list): return ValueIterator(Array(list.elements.reversed()))
        case .tuple(let tuple): return ValueIterator(Array(tuple.elements.reversed()))
        case .dict(let dict): return ValueIterator(Array(dict.live.map(\.key).reversed()))
        case .string(let text):
            return ValueIterator(text.scalars.reversed().map { .string(Text($0)) })
        case .markup(let text):
            // `reversed` asks for one item after the other, and items of Markup are Markup.
            return ValueIterator(text.scalars.reversed().map { .markup(Text($0)) })
        case .undefined(let undefined):
            if undefined.kind == .strict { throw undefined.error }
            return .some(ValueIterator.empty)
        case .object(let object): return try object.makeReversedIterator()
        default: return nil
        }
    }

    /// Python's `reversed(x)`.
    ///
    /// - Throws: TypeError if the value cannot be reversed.
    func makeReversedIterator() throws -> ValueIterator {
        if let iterator = try reversedIteratorIfAny() { return iterator }
        throw TemplateError.type("'\(typeName)' object is not reversible")
    }
}
