import Synchronization

/// The memory of outputs whose renderings are over, for those to come.
///
/// A page of some size is otherwise paid for twice: glibc gives memory at the end of the heap back
/// to the system as soon as 128 KiB of it are free, and the next rendering asks for it again, page
/// by page: that can be half of a rendering's time.
final class OutputPool: Sendable {
    /// How many bytes of memory are kept at most.
    let capacity: Int
    private let kept = Mutex(Kept())

    /// Outputs that are smaller cost an allocator next to nothing.
    static let smallestKept = 16 << 10
    /// No more outputs than these are kept: as many renderings at a time make good use of it.
    static let maximalCount = 64

    private struct Kept: ~Copyable {
        var memories: [Output.Memory] = []
        var size = 0

        deinit {
            for memory in memories { memory.deallocate() }
        }

        /// Takes the smallest memory in which there is room for so many bytes; nil if there is none.
        mutating func take(_ count: Int) -> Output.Memory? {
            let places = memories.indices.filter { memories[$0].capacity >= count }
            let smallest = places.min { memories[$0].capacity < memories[$1].capacity }
            guard let smallest else { return nil }
            size -= memories[smallest].capacity
            return memories.remove(at: smallest)
        }

        /// Adds memory, and takes away what has to go for it: what has been there longest.
        mutating func add(_ added: Output.Memory, within capacity: Int) -> [Output.Memory] {
            memories.append(added)
            size += added.capacity
            var removed: [Output.Memory] = []
            while size > capacity || memories.count > maximalCount {
                size -= memories[0].capacity
                removed.append(memories.removeFirst())
            }
            return removed
        }
    }

    init(capacity: Int) {
        self.capacity = max(capacity, 0)
    }

    /// How many bytes of memory are kept now.
    var size: Int { kept.withLock { $0.size } }

    /// An empty output with room for so many bytes.
    func take(_ count: Int) -> Output {
        guard count >= Self.smallestKept, let memory = kept.withLock({ $0.take(count) }) else {
            return Output(capacity: count)
        }
        return Output(memory)
    }

    /// Keeps the memory of an output that nobody needs any more.
    func give(_ output: inout Output) {
        guard output.capacity >= Self.smallestKept, output.capacity <= capacity else { return }
        let memory = output.takeMemory()
        let removed = kept.withLock { $0.add(memory, within: capacity) }
        for memory in removed { memory.deallocate() }
    }
}
