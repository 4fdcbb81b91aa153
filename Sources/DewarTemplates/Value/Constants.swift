/// What the compiler asks of values that it finds in a template.
extension Value {
    /// Whether Jinja2 would write the value into the code it makes.
    ///
    /// - SeeAlso: Jinja2 `compiler.has_safe_repr`.
    var hasSafeRepr: Bool {
        switch self {
        case .none, .bool, .int, .integer, .float, .string, .markup: true
        case .tuple(let tuple): tuple.names.isEmpty && tuple.elements.allSatisfy(\.hasSafeRepr)
        case .list(let list): list.elements.allSatisfy(\.hasSafeRepr)
        case .dict(let dict):
            dict.live.allSatisfy { $0.key.hasSafeRepr && $0.value.hasSafeRepr }
        case .object(let object): object is RangeValue
        case .undefined: false
        }
    }

    /// Whether it holds something that a template may change.
    var isMutableConstant: Bool {
        switch self {
        case .list, .dict: true
        case .tuple(let tuple): tuple.elements.contains(where: \.isMutableConstant)
        default: false
        }
    }

    /// The same value with lists and dictionaries of its own.
    var copyOfConstant: Value {
        switch self {
        case .list(let list): return .list(list.elements.map(\.copyOfConstant))
        case .tuple(let tuple) where isMutableConstant:
            return .tuple(tuple.elements.map(\.copyOfConstant))
        case .dict(let dict):
            let copy = Dict(capacity: dict.count)
            for entry in dict.live {
                // The keys are there already, so they can be keys.
                try? copy.set(entry.key, to: entry.value.copyOfConstant)
            }
            return .dict(copy)
        default: return self
        }
    }

    /// Python's `len(x)`, or nil if there is no length.
    func lengthIfAny() throws -> Int? {
        switch self {
        case .string, .markup, .tuple, .list, .dict, .undefined: try length()
        case .object(let object): try object.length()
        default: nil
        }
    }
}
