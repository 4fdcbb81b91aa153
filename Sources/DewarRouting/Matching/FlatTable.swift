/// Values that are written once, and read where they lie: to look at one costs neither a reference
/// count nor a check of its index.
///
/// Indices must come from whoever made the table, never from a request.
final class FlatTable<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
    // Unchecked because of the pointer alone: what it points to never changes.
    let elements: UnsafeBufferPointer<Element>

    /// Makes a table of the elements of an array.
    init(_ elements: [Element]) {
        let memory = UnsafeMutableBufferPointer<Element>.allocate(capacity: elements.count)
        _ = memory.initialize(fromContentsOf: elements)
        self.elements = UnsafeBufferPointer(memory)
    }

    deinit { elements.deallocate() }

    /// The element at a place.
    subscript(place: Int) -> Element {
        @inline(__always) get { elements[place] }
    }
}

/// The places of the texts that variables take, in memory that is the search's alone.
struct TextPlaces: ~Copyable {
    private let memory: UnsafeMutableBufferPointer<Range<Int>>
    /// How many there are.
    private(set) var count = 0

    /// Takes memory, which must outlive the places: room for the variables of any one rule.
    init(_ memory: UnsafeMutableBufferPointer<Range<Int>>) {
        self.memory = memory
    }

    /// The place of a text.
    subscript(index: Int) -> Range<Int> {
        @inline(__always) get { memory[index] }
    }

    /// Adds a place; there is room, as no path through the tree has more variables than its rule.
    @inline(__always) mutating func append(_ place: Range<Int>) {
        guard count < memory.count else { return }
        memory.initializeElement(at: count, to: place)
        count += 1
    }

    /// Forgets all but the first ones.
    @inline(__always) mutating func keep(_ kept: Int) {
        count = min(count, kept)
    }
}
