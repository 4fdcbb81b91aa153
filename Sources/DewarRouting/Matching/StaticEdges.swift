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
        let texts = UnsafeRawBufferPointer(texts.elements)
        let bytes = UnsafeRawBufferPointer(bytes)
        var offset = 0
        while offset + 8 <= range.count {
            if texts.loadUnaligned(fromByteOffset: start + offset, as: UInt64.self)
                != bytes.loadUnaligned(fromByteOffset: range.lowerBound + offset, as: UInt64.self)
            {
                return false
            }
            offset += 8
        }
        while offset < range.count {
            if texts[start + offset] != bytes[range.lowerBound + offset] { return false }
            offset += 1
        }
        return true
    }

    /// A hash of node and text, of eight bytes at a time.
    ///
    /// The keys are the application's own, so nobody can choose them to collide.
    @inline(__always) private static func hash(
        _ node: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>
    ) -> Int {
        let factor: UInt64 = 0x9E37_79B9_7F4A_7C15
        let bytes = UnsafeRawBufferPointer(bytes)
        var hash = UInt64(truncatingIfNeeded: node) &* factor
        var index = range.lowerBound
        while index + 8 <= range.upperBound {
            let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            hash = (hash ^ word) &* factor
            hash ^= hash >> 32
            index += 8
        }
        var rest = UInt64(truncatingIfNeeded: range.count)
        while index < range.upperBound {
            rest = rest << 8 | UInt64(bytes[index])
            index += 1
        }
        hash = (hash ^ rest) &* factor
        return Int(truncatingIfNeeded: hash ^ hash >> 29)
    }
}
