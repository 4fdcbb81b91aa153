/// `dictsort`, `max`, `min`, `sort`, `unique`.
extension BuiltinFilters {
    static let orderFilters: [Filter] = [
        Filter("dictsort", dictionarySort),
        Filter("max") { value, arguments, state in
            try extreme(value, maximumSignature.bind(arguments), .greater, state)
        },
        Filter("min") { value, arguments, state in
            try extreme(value, minimumSignature.bind(arguments), .less, state)
        },
        Filter("sort", sort),
        Filter("unique", unique),
    ]

    private static let dictionarySortSignature = Signature(
        "do_dictsort", "case_sensitive", "by", "reverse")

    @Sendable private static func dictionarySort(
        _ value: Value, _ arguments: Arguments, _ state: RenderState
    ) throws -> Value {
        let bound = try dictionarySortSignature.bind(arguments)
        let position: Int
        switch bound[1].map({ $0.text?.string ?? "" }) ?? "key" {
        case "key": position = 0
        case "value": position = 1
        default:
            throw TemplateError.filterArgument(
                "You can only sort by either \"key\" or \"value\"")
        }
        let isCaseSensitive = try bound.isTrue(0)
        let items = try value.mappingItems().map { Value.tuple([$0.key, $0.value]) }
        let keys = items.map { item in
            guard case .tuple(let pair) = item else { return item }
            let key = pair.elements[position]
            return isCaseSensitive ? key : key.ignoringCase
        }
        return .list(try Sorting.sorted(items, by: keys, isReversed: bound.isReversed(2)))
    }

    private static let sortSignature = Signature(
        "do_sort", "reverse", "case_sensitive", "attribute")

    @Sendable private static func sort(
        _ value: Value, _ arguments: Arguments, _ state: RenderState
    ) throws -> Value {
        let bound = try sortSignature.bind(arguments)
        let isCaseSensitive = try bound.isTrue(1)
        let getters = try AttributeGetter.several(
            bound[2], ignoresCase: !isCaseSensitive, state)
        let elements = try value.elements()
        // A list of one key is ordered as the key is, once equality is settled.
        let keys =
            getters.count == 1
            ? try getters[0].values(of: elements, state)
            : try elements.map { element in
                .list(try getters.map { try $0.value(of: element, state) })
            }
        return .list(
            try Sorting.sorted(
                elements, by: keys, isReversed: bound.isReversed(0), equalFirst: true))
    }

    private static let uniqueSignature = Signature(
        "sync_do_unique", "case_sensitive", "attribute")

    @Sendable private static func unique(
        _ value: Value, _ arguments: Arguments, _ state: RenderState
    ) throws -> Value {
        let bound = try uniqueSignature.bind(arguments)
        let seen = Dict()
        var source: (getter: AttributeGetter, iterator: ValueIterator)?
        return .object(
            try Generator("sync_do_unique", over: value) {
                if source == nil {
                    source = (
                        try state.getter(bound[1], ignoresCase: !bound.isTrue(0)),
                        try value.makeIterator()
                    )
                }
                while let element = try source?.iterator.next() {
                    try state.countStep()
                    guard let key = try source?.getter.value(of: element, state) else { break }
                    if try seen.lookup(key) == nil {
                        try seen.set(key, to: .none)
                        return element
                    }
                }
                return nil
            })
    }

    private static let minimumSignature = Signature("do_min", "case_sensitive", "attribute")
    private static let maximumSignature = Signature("do_max", "case_sensitive", "attribute")

    private static func extreme(
        _ value: Value, _ bound: BoundArguments, _ ordering: Value.Ordering, _ state: RenderState
    ) throws -> Value {
        var iterator = try value.makeIterator()
        guard var best = try iterator.next() else {
            return state.undefined(hint: "No aggregated item, sequence was empty.")
        }
        let getter = try state.getter(bound[1], ignoresCase: !bound.isTrue(0))
        var bestKey = try getter.value(of: best, state)
        while let element = try iterator.next() {
            try state.countStep()
            let key = try getter.value(of: element, state)
            if try Value.compare(key, ordering, bestKey) { (best, bestKey) = (element, key) }
        }
        return best
    }
}
