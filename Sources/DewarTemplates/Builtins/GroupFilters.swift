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
        let getter = try AttributeGetter(
            bound[0], ignoresCase: !isCaseSensitive, default: bound[1])
        let sorted = try Sorting.keyed(value.elements()) { try getter.value(of: $0, state) }
        var groups: [(key: Value, elements: [Value])] = []
        for (key, element) in sorted {
            if let last = groups.last?.key, try Value.isSameOrEqual(last, key) {
                groups[groups.count - 1].elements.append(element)
            } else {
                groups.append((key, [element]))
            }
        }
        // Without regard to case, a group is named as its first element has it.
        let plain = try AttributeGetter(bound[0], default: bound[1])
        return .list(
            try groups.map { group in
                let key =
                    try isCaseSensitive ? group.key : plain.value(of: group.elements[0], state)
                return .tuple(Tuple([key, .list(group.elements)], names: groupNames))
            })
    }
}
