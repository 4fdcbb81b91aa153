/// Takes nested containers apart one after the other.
///
/// Left to itself, the release of a list in a list in a list … recurses, and a hostile template
/// that nests a million of them would run out of stack.
enum Reclaimer {
    /// Empties `elements`, which nothing else refers to any more.
    static func reclaim(_ elements: inout [Value]) {
        guard elements.contains(where: mayNest) else { return }
        var pending: [Value] = []
        swap(&pending, &elements)
        while let value = pending.popLast() {
            takeApart(value, into: &pending)
        }
    }

    /// Empties values that an object held, which nothing else refers to any more.
    static func reclaim(_ value: inout Value) {
        guard mayNest(value) else { return }
        var elements = [value]
        value = .none
        reclaim(&elements)
    }

    @inline(__always)
    static func mayNest(_ value: Value) -> Bool {
        switch value {
        case .list, .tuple, .dict, .object: true
        default: false
        }
    }

    /// Moves the children of a container that only `value` refers to.
    private static func takeApart(_ value: consuming Value, into pending: inout [Value]) {
        switch consume value {
        case .list(var list):
            guard isKnownUniquelyReferenced(&list) else { return }
            pending.append(contentsOf: list.takeElements().lazy.filter(mayNest))
        case .tuple(var tuple):
            guard isKnownUniquelyReferenced(&tuple) else { return }
            pending.append(contentsOf: tuple.takeElements().lazy.filter(mayNest))
        case .dict(var dict):
            guard isKnownUniquelyReferenced(&dict) else { return }
            pending.append(contentsOf: dict.takeValues().lazy.filter(mayNest))
        case .object(var object):
            guard isKnownUniquelyReferenced(&object) else { return }
            pending.append(contentsOf: object.takeChildren().lazy.filter(mayNest))
        default: break
        }
    }
}
