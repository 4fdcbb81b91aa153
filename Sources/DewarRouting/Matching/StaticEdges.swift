/// The tree's edges that are texts: one table for all nodes, looked up by the path's own bytes.
struct StaticEdges: Sendable {
    private struct Slot: Sendable {
        var node: Int32
        var child: Int32
        var start: Int32
        var count: Int32
    }

    /// A power of two of slots, at most half of them taken.
    private let slots: FlatTable<Slot>
    private let texts: FlatTable<UInt8>
    private static let free = Slot(node: -1, child: -1, start: 0, count: 0)

    /// Makes the table.
    ///
    /// - Parameter edges: Each node and text once.
    init(_ edges: [(node: Int, text: [UInt8], child: Int)]) {
        var capacity = 4
        while capacity < edges.count * 2 { capacity *= 2 }
        var slots = Array(repeating: Self.free, count: capacity)
        var texts: [UInt8] = []
        for (node, text, child) in edges {
            let start = texts.count
            texts += text
            var index = text.withUnsafeBufferPointer {
                Self.hash(node, $0, 0..<text.count) & (capacity - 1)
            }
            while slots[index].child >= 0 { index = (index + 1) & (capacity - 1) }
            slots[index] = Slot(
                node: Int32(node), child: Int32(child), start: Int32(start),
                count: Int32(text.count))
        }
        self.slots = FlatTable(slots)
        self.texts = FlatTable(texts)
    }

    /// The node that a text leads to.
    ///
    /// - Parameters:
    ///   - node: Where the edge begins.
    ///   - bytes: UTF-8.
    ///   - range: The text's place.
    /// - Returns: Nil when there is no such edge.
    func child(of node: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int? {
        let slots = slots.elements
        let mask = slots.count - 1
        var index = Self.hash(node, bytes, range) & mask
        while slots[index].child >= 0 {
            let slot = slots[index]
            if Int(slot.node) == node, Int(slot.count) == range.count,
                hasText(at: Int(slot.start), bytes, range)
            {
                return Int(slot.child)
            }
            index = (index + 1) & mask
        }
        return nil
    }

    @inline(__always) private func hasText(
        at start: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>
    ) -> Bool {
        let texts = Words(texts.elements, start..<(start + range.count))
        let bytes = Words(bytes, range)
        var offset = 0
        while offset < bytes.lastOffset {
            if texts.word(at: offset) != bytes.word(at: offset) { return false }
            offset += 8
        }
        return texts.last == bytes.last
    }

    /// A hash of node and text, of eight bytes at a time.
    ///
    /// The keys are the application's own, so nobody can choose them to collide.
    @inline(__always) private static func hash(
        _ node: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>
    ) -> Int {
        let words = Words(bytes, range)
        var hash = mix(UInt64(truncatingIfNeeded: node &* 64 &+ range.count))
        var offset = 0
        while offset < words.lastOffset {
            hash = mix(hash ^ words.word(at: offset))
            offset += 8
        }
        return Int(truncatingIfNeeded: mix(hash ^ words.last))
    }

    /// Mixes bits so that each of them decides on each of the result, the low ones above all.
    @inline(__always) private static func mix(_ bits: UInt64) -> UInt64 {
        let product = bits.multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        return product.high ^ product.low
    }

    /// A text in words of eight bytes, the last of which may lie over the one before.
    private struct Words {
        private let start: UnsafeRawPointer?
        private let count: Int
        /// Where the last word begins; not above 0 where there is but one.
        let lastOffset: Int

        @inline(__always)
        init(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
            start = UnsafeRawPointer(bytes.baseAddress)?.advanced(by: range.lowerBound)
            count = range.count
            lastOffset = count - 8
        }

        /// The word at a place before the last.
        @inline(__always)
        func word(at offset: Int) -> UInt64 {
            start?.loadUnaligned(fromByteOffset: offset, as: UInt64.self) ?? 0
        }

        /// The last word; of less than eight bytes one that no other text of that length has.
        @inline(__always)
        var last: UInt64 {
            guard let start else { return 0 }
            if count >= 8 {
                return start.loadUnaligned(fromByteOffset: lastOffset, as: UInt64.self)
            }
            if count >= 4 {
                let high = start.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self)
                return UInt64(start.loadUnaligned(as: UInt32.self)) | UInt64(high) << 32
            }
            guard count > 0 else { return 0 }
            // The middle one is one of the others where there are but two.
            let (first, middle, last) = (0, count / 2, count - 1)
            return UInt64(start.load(fromByteOffset: first, as: UInt8.self))
                | UInt64(start.load(fromByteOffset: middle, as: UInt8.self)) << 8
                | UInt64(start.load(fromByteOffset: last, as: UInt8.self)) << 16
        }
    }
}
