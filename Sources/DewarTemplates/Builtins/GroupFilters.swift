/// `groupby`.
extension BuiltinFilters {
    static let groupFilters: [Filter] = [Filter("groupby", groupBy)]

    private static let groupSignature = Signature(
        "sync_do_groupby", "attribute", "default", "case_sensitive", required: 1)
    private static let groupNames: [Text] = ["grouper", "list"]

    @Sendable private static func groupBy(
        _ value: Value, _ arguments: Arguments, _ state: RenderState
    ) throws -> Value {
        let bound = try groupSignature.bind(arguments)
        let isCaseSensitive = try bound.isTrue(2)
        let getter = try state.getter(
            bound[0], ignoresCase: !isCaseSensitive, default: bound[1])
        // Without regard to case, a group is named as its first element has it.
        let plain = try state.getter(bound[0], default: bound[1])
        let elements = try value.elements()
        let keys = try getter.values(of: elements, state)
        let order = try Sorting.order(of: keys)
        var groups: [Value] = []
        var start = 0
        while start < order.count {
            let first = order[start]
            var end = start + 1
            while end < order.count, try areSame(keys, first, order[end]) { end += 1 }
            let key = isCaseSensitive ? keys[first] : try plain.value(of: elements[first], state)
            let group = order[start..<end].map { elements[$0] }
            groups.append(.tuple(Tuple([key, .list(group)], names: groupNames)))
            start = end
        }
        return .list(groups)
    }

    private static func areSame(_ keys: [Value], _ left: Int, _ right: Int) throws -> Bool {
        switch (UnretainedValue(keys[left]), UnretainedValue(keys[right])) {
        case (.string(let left), .string(let right)):
            left.withBytes { left in right.withBytes { UTF8Scan.areEqual(left, $0) } }
        case (.int(let left), .int(let right)): left == right
        default: try Value.isSameOrEqual(keys[left], keys[right])
        }
    }
}
