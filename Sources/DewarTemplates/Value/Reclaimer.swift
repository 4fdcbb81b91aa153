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
        while var value = pending.popLast() {
            takeApart(&value, into: &pending)
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
    private static func takeApart(_ value: inout Value, into pending: inout [Value]) {
        switch value {
        case .list(var list):
            value = .none
            guard isKnownUniquelyReferenced(&list) else { return }
            pending.append(contentsOf: list.takeElements().lazy.filter(mayNest))
        case .tuple(var tuple):
            value = .none
            guard isKnownUniquelyReferenced(&tuple) else { return }
            pending.append(contentsOf: tuple.takeElements().lazy.filter(mayNest))
        case .dict(var dict):
            value = .none
            guard isKnownUniquelyReferenced(&dict) else { return }
            pending.append(contentsOf: dict.takeValues().lazy.filter(mayNest))
        case .object(var object):
            value = .none
            guard isKnownUniquelyReferenced(&object) else { return }
            pending.append(contentsOf: object.takeChildren().lazy.filter(mayNest))
        default: break
        }
    }
}
