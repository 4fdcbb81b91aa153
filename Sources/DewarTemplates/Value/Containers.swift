/// Python's `list`: a reference.
final class List: Container {
    @exclusivity(unchecked) var elements: [Value]
    /// The size that its meter knows.
    private var reportedSize: Int

    init(_ elements: [Value] = []) {
        self.elements = elements
        reportedSize = elements.size
        super.init()
        MemoryMeter.didMake(self, size: reportedSize)
    }

    /// Reports that an element was added, if there may be new memory for it.
    @inline(__always)
    func didAdd() {
        if elements.count & (elements.count &- 1) == 0 { report() }
    }

    /// Reports that there are more elements, or fewer.
    func report() {
        MemoryMeter.didChange(self, from: reportedSize, to: elements.size)
        reportedSize = elements.size
    }

    override func takeChildren() -> [Value] {
        var taken: [Value] = []
        swap(&taken, &elements)
        return taken
    }

    deinit {
        MemoryMeter.willEnd(self, size: reportedSize)
        Reclaimer.reclaim(&elements)
    }
}

/// Python's `tuple`.
final class Tuple: Container {
    @exclusivity(unchecked) private(set) var elements: [Value]
    /// The names of the elements, for what Python makes of `NamedTuple`; else empty.
    let names: [Text]
    /// The size that its meter knows.
    private let reportedSize: Int

    init(_ elements: [Value], names: [Text] = []) {
        self.elements = elements
        self.names = names
        reportedSize = elements.size
        super.init()
        MemoryMeter.didMake(self, size: reportedSize)
    }

    override func takeChildren() -> [Value] {
        var taken: [Value] = []
        swap(&taken, &elements)
        return taken
    }

    deinit {
        MemoryMeter.willEnd(self, size: reportedSize)
        Reclaimer.reclaim(&elements)
    }
}

extension [Value] {
    /// How many bytes the values themselves take.
    fileprivate var size: Int { count &* MemoryLayout<Value>.stride }
}
