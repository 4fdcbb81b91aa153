/// Stable sorting by Python's `<`.
enum Sorting {
    /// The elements in the order of their keys, or in the opposite one.
    ///
    /// Equal elements stay as they are. With `equalFirst`, equal keys need no order, as in lists of
    /// keys.
    static func sorted(
        _ elements: [Value], isReversed: Bool = false, equalFirst: Bool = false,
        by key: (Value) throws -> Value
    ) throws -> [Value] {
        try keyed(elements, isReversed: isReversed, equalFirst: equalFirst, by: key).map(\.value)
    }

    /// The same with the keys.
    static func keyed(
        _ elements: [Value], isReversed: Bool = false, equalFirst: Bool = false,
        by key: (Value) throws -> Value
    ) throws -> [(key: Value, value: Value)] {
        var items: [(key: Value, value: Value)] = []
        items.reserveCapacity(elements.count)
        for element in elements { items.append((try key(element), element)) }
        // Reversed before and after: equal elements keep their order.
        if isReversed { items.reverse() }
        // Swift's sort is stable, as Python's.
        try items.sort { try isLess($0.key, $1.key, equalFirst) }
        if isReversed { items.reverse() }
        return items
    }

    @inline(__always)
    private static func isLess(_ left: Value, _ right: Value, _ equalFirst: Bool) throws -> Bool {
        switch (left, right) {
        case (.int(let left), .int(let right)): return left < right
        case (.string(let left), .string(let right)): return left < right
        default:
            if equalFirst, try Value.isSameOrEqual(left, right) { return false }
            return try Value.compare(left, .less, right)
        }
    }
}

extension BoundArguments {
    /// The parameter `reverse` of Python's sorting, which is an integer of C.
    ///
    /// - Throws: TypeError, OverflowError.
    func isReversed(_ index: Int) throws -> Bool {
        try smallInt(index).map { $0 != 0 } ?? false
    }

    /// An integer of C, of 32 bits.
    ///
    /// - Throws: TypeError, OverflowError.
    func smallInt(_ index: Int) throws -> Int? {
        guard let number = try int(index) else { return nil }
        guard Int32(exactly: number) != nil else {
            throw TemplateError.overflow("Python int too large to convert to C int")
        }
        return number
    }
}
