/// What holds values, and may hold itself deep inside of them.
class Container {
    /// Gives the values away that it holds, when it is about to end.
    func takeChildren() -> [Value] { [] }

    /// Whether it may hold others that do.
    var mayNest: Bool { true }
}

/// Takes nested containers apart one after the other.
///
/// Left to itself, the release of a list in a list in a list … recurses, and a hostile template
/// that nests a million of them would run out of stack.
enum Reclaimer {
    /// Empties `elements`, which nothing else refers to any more.
    static func reclaim(_ elements: inout [Value]) {
        guard mayNest(elements) else { return }
        var pending: [Container] = []
        move(&elements, to: &pending)
        while !pending.isEmpty { takeApartLast(&pending) }
    }

    /// Whether one of the elements may hold others.
    private static func mayNest(_ elements: [Value]) -> Bool {
        for index in elements.indices {
            switch UnretainedValue(elements[index]) {
            case .list, .dict, .object: return true
            case .other: if mayNest(elements[index]) { return true }
            default: break
            }
        }
        return false
    }

    @inline(__always)
    static func mayNest(_ value: Value) -> Bool {
        switch value {
        case .list, .tuple, .dict, .object: true
        case .undefined(let undefined): undefined.searched != nil
        default: false
        }
    }

    // These are functions of their own, so that no reference of theirs outlives them.

    @inline(never)
    private static func takeApartLast(_ pending: inout [Container]) {
        var children = pending[pending.count - 1].takeChildren()
        pending.removeLast()
        move(&children, to: &pending)
    }

    /// Moves the containers that nobody else refers to, and lets go of the others.
    private static func move(_ values: inout [Value], to pending: inout [Container]) {
        while !values.isEmpty {
            guard var container = takeLast(&values) else { continue }
            // What holds nothing that nests ends by itself: rows of a table, in most pages.
            if isKnownUniquelyReferenced(&container), container.mayNest {
                pending.append(container)
            }
        }
    }

    @inline(never)
    private static func takeLast(_ values: inout [Value]) -> Container? {
        switch values.removeLast() {
        case .list(let list): list
        case .tuple(let tuple): tuple
        // What holds nothing that nests ends by itself: rows of a table, in most pages.
        case .dict(let dict): dict.mayNest ? dict : nil
        case .object(let object): object
        case .undefined(let undefined): undefined
        default: nil
        }
    }
}
