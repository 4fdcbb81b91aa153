/// Python's `list`: a reference.
final class List: Container {
    @exclusivity(unchecked) var elements: [Value]

    init(_ elements: [Value] = []) {
        self.elements = elements
    }

    override func takeChildren() -> [Value] {
        var taken: [Value] = []
        swap(&taken, &elements)
        return taken
    }

    deinit { Reclaimer.reclaim(&elements) }
}

/// Python's `tuple`.
final class Tuple: Container {
    @exclusivity(unchecked) private(set) var elements: [Value]
    /// The names of the elements, for what Python makes of `NamedTuple`; else empty.
    let names: [Text]

    init(_ elements: [Value], names: [Text] = []) {
        self.elements = elements
        self.names = names
    }

    override func takeChildren() -> [Value] {
        var taken: [Value] = []
        swap(&taken, &elements)
        return taken
    }

    deinit { Reclaimer.reclaim(&elements) }
}
