/// The tree's edges that are texts: one table for all nodes, looked up by the path's own bytes.
struct StaticEdges: Sendable {
    private struct Slot: Sendable {
        var node: Int32
        var child: Int32
        var start: Int32
        var count: Int32
    }

    /// A power of two of slots, at most half of them taken.
    private var slots: [Slot] = []
    private var texts: [UInt8] = []
    private static let free = Slot(node: -1, child: -1, start: 0, count: 0)

    /// Makes the table.
    ///
    /// - Parameter edges: Each node and text once.
    init(_ edges: [(node: Int, text: [UInt8], child: Int)]) {
        var capacity = 4
        while capacity < edges.count * 2 { capacity *= 2 }
        slots = Array(repeating: Self.free, count: capacity)
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
    }

    /// The node that a text leads to.
    ///
    /// - Parameters:
    ///   - node: Where the edge begins.
    ///   - bytes: UTF-8.
    ///   - range: The text's place.
    /// - Returns: Nil when there is no such edge.
    func child(of node: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int? {
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

    private func hasText(
        at start: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>
    ) -> Bool {
        for offset in 0..<range.count
        where texts[start + offset] != bytes[range.lowerBound + offset] {
            return false
        }
        return true
    }

    /// The FNV-1a hash of node and text.
    ///
    /// The keys are the application's own, so nobody can choose them to collide.
    private static func hash(
        _ node: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>
    ) -> Int {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        hash = (hash ^ UInt64(truncatingIfNeeded: node)) &* 0x100_0000_01b3
        for index in range { hash = (hash ^ UInt64(bytes[index])) &* 0x100_0000_01b3 }
        return Int(truncatingIfNeeded: hash ^ (hash >> 32))
    }
}
