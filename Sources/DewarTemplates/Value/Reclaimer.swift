/// What holds values, and may hold itself deep inside of them.
class Container {
    /// Gives the values away that it holds, when it is about to end.
    func takeChildren() -> [Value] { [] }
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
        while !pending.isEmpty {
            if isKnownUniquelyReferenced(&pending[pending.count - 1]) {
                takeApartLast(&pending)
            } else {
                pending.removeLast()
            }
        }
    }

    /// Whether one of the elements may hold others.
    private static func mayNest(_ elements: [Value]) -> Bool {
        for index in elements.indices {
            switch UnretainedValue(elements[index]) {
            case .list, .dict, .object, .other: return true
            default: break
            }
        }
        return false
    }

    @inline(__always)
    static func mayNest(_ value: Value) -> Bool {
        switch value {
        case .list, .tuple, .dict, .object: true
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

    @inline(never)
    private static func move(_ values: inout [Value], to pending: inout [Container]) {
        for value in values {
            switch value {
            case .list(let list): pending.append(list)
            case .tuple(let tuple): pending.append(tuple)
            // What holds nothing that nests ends by itself: rows of a table, in most pages.
            case .dict(let dict) where dict.mayNest: pending.append(dict)
            case .object(let object): pending.append(object)
            default: break
            }
        }
        values = []
    }
}
