/// Stable sorting by Python's `<`.
enum Sorting {
    /// The elements in the order of their keys, or in the opposite one.
    ///
    /// Equal elements stay as they are. With `equalFirst`, equal keys need no order, as in lists of
    /// keys.
    static func sorted(
        _ elements: [Value], by keys: [Value], isReversed: Bool = false, equalFirst: Bool = false
    ) throws -> [Value] {
        try order(of: keys, isReversed: isReversed, equalFirst: equalFirst).map { elements[$0] }
    }

    /// The indices of keys in their order, or in the opposite one.
    static func order(
        of keys: [Value], isReversed: Bool = false, equalFirst: Bool = false
    ) throws -> [Int] {
        if let numbers = Numbers(keys) { return numbers.order(isReversed: isReversed) }
        if let texts = Texts(keys) { return texts.order(isReversed: isReversed) }
        var indices = Array(keys.indices)
        // Reversed before and after: equal elements keep their order.
        if isReversed { indices.reverse() }
        // Swift's sort is stable, as Python's.
        try indices.sort { try isLess(keys[$0], keys[$1], equalFirst) }
        if isReversed { indices.reverse() }
        return indices
    }

    @inline(__always)
    private static func isLess(_ left: Value, _ right: Value, _ equalFirst: Bool) throws -> Bool {
        if equalFirst, try Value.isSameOrEqual(left, right) { return false }
        return try Value.compare(left, .less, right)
    }

    // Keys of one kind are sorted without the values around them.

    /// Keys that are all integers.
    private struct Numbers {
        private var items: [(number: Int, index: Int)] = []

        init?(_ keys: [Value]) {
            items.reserveCapacity(keys.count)
            for index in keys.indices {
                guard case .int(let number) = UnretainedValue(keys[index]) else { return nil }
                items.append((number, index))
            }
        }

        func order(isReversed: Bool) -> [Int] {
            items.sorted { left, right in
                if left.number == right.number { return left.index < right.index }
                return (left.number < right.number) != isReversed
            }
            .map { $0.index }
        }
    }

    /// Keys that are all text.
    private struct Texts {
        private let keys: [Value]
        private var items: [Item] = []

        private struct Item {
            /// The first bytes, such that their order is that of the numbers.
            let prefix: UInt64
            /// Whether the prefix is all of it.
            let isShort: Bool
            let index: Int
        }

        init?(_ keys: [Value]) {
            self.keys = keys
            items.reserveCapacity(keys.count)
            for index in keys.indices {
                switch UnretainedValue(keys[index]) {
                case .string(let text), .markup(let text):
                    let (prefix, isShort) = text.prefix
                    items.append(Item(prefix: prefix, isShort: isShort, index: index))
                default: return nil
                }
            }
        }

        func order(isReversed: Bool) -> [Int] {
            items.sorted { left, right in
                if left.prefix != right.prefix {
                    return (left.prefix < right.prefix) != isReversed
                }
                if left.isShort, right.isShort { return left.index < right.index }
                let order = order(left.index, right.index)
                return order == 0 ? left.index < right.index : (order < 0) != isReversed
            }
            .map { $0.index }
        }

        private func order(_ left: Int, _ right: Int) -> Int {
            guard let left = keys[left].text, let right = keys[right].text else { return 0 }
            return left == right ? 0 : left < right ? -1 : 1
        }
    }
}

extension UnretainedText {
    /// The first eight bytes, the first of them highest, zeros after the last; and whether they are
    /// all, and equal to those of no other text that has no more.
    fileprivate var prefix: (bytes: UInt64, isAll: Bool) {
        withBytes { bytes in
            let raw = UnsafeRawBufferPointer(bytes)
            if raw.count >= 8 {
                return (UInt64(bigEndian: raw.loadUnaligned(as: UInt64.self)), false)
            }
            let word = UTF8Scan.lastBytes(of: raw, count: raw.count).byteSwapped
            // A text that ends in zeros has the same word as one without them.
            return (word, raw.last != 0)
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
