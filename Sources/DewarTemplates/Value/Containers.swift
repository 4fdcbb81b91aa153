/// Python's `list`: a reference.
final class List {
    @exclusivity(unchecked) var elements: [Value]

    init(_ elements: [Value] = []) {
        self.elements = elements
    }

    /// Gives the elements away, to an owner that empties nested lists one by one.
    func takeElements() -> [Value] {
        var taken: [Value] = []
        swap(&taken, &elements)
        return taken
    }

    deinit { Reclaimer.reclaim(&elements) }
}

/// Python's `tuple`.
final class Tuple {
    @exclusivity(unchecked) private(set) var elements: [Value]
    /// The names of the elements, for what Python makes of `NamedTuple`; else empty.
    let names: [Text]

    init(_ elements: [Value], names: [Text] = []) {
        self.elements = elements
        self.names = names
    }

    /// Gives the elements away, when the tuple is about to end.
    func takeElements() -> [Value] {
        var taken: [Value] = []
        swap(&taken, &elements)
        return taken
    }

    deinit { Reclaimer.reclaim(&elements) }
}
