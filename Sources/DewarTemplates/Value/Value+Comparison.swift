extension Value {
    /// Python's `==`.
    ///
    /// - Throws: UndefinedError if one is a strict undefined value; RecursionError.
    static func areEqual(
        _ left: Value, _ right: Value, depth: Int = 0, budget: ElementBudget? = nil
    ) throws -> Bool {
        switch (left, right) {
        case (.string(let left), .string(let right)): return left == right
        case (.int(let left), .int(let right)): return left == right
        case (.undefined(let left), .undefined(let right)):
            if left.kind == .strict { throw left.error }
            if right.kind == .strict { throw right.error }
            return left.kind == right.kind
        case (.undefined(let undefined), _), (_, .undefined(let undefined)):
            if undefined.kind == .strict { throw undefined.error }
            return false
        case (.none, .none): return true
        case (.tuple(let left), .tuple(let right)):
            return try areEqual(
                left.elements, right.elements, depth: depth, budget ?? ElementBudget())
        case (.list(let left), .list(let right)):
            return try left === right
                || areEqual(
                    left.elements, right.elements, depth: depth, budget ?? ElementBudget())
        case (.dict(let left), .dict(let right)):
            return try left === right
                || areEqual(
                    left, right, depth: depth, budget ?? ElementBudget())
        case (.object(let object), _):
            if let result = try object.isEqual(to: right) { return result }
            if case .object(let other) = right {
                return try other.isEqual(to: left) ?? (object === other)
            }
            return false
        case (_, .object(let object)): return try object.isEqual(to: left) ?? false
        default:
            if let first = left.text, let second = right.text { return first == second }
            return compareNumbers(left, right) == .equal
        }
    }

    private static func areEqual(
        _ left: [Value], _ right: [Value], depth: Int, _ budget: ElementBudget
    ) throws -> Bool {
        guard left.count == right.count else { return false }
        try checkDepth(depth, "in comparison")
        try budget.take(left.count)
        for (first, second) in zip(left, right)
        where try !isSameOrEqual(first, second, depth: depth + 1, budget: budget) {
            return false
        }
        return true
    }

    private static func areEqual(
        _ left: Dict, _ right: Dict, depth: Int, _ budget: ElementBudget
    ) throws -> Bool {
        guard left.count == right.count else { return false }
        try checkDepth(depth, "in comparison")
        try budget.take(left.count)
        for entry in left.live {
            guard let other = try right.lookup(entry.key),
                try isSameOrEqual(entry.value, other, depth: depth + 1, budget: budget)
            else { return false }
        }
        return true
    }

    /// How containers compare elements: identity goes before equality.
    static func isSameOrEqual(
        _ left: Value, _ right: Value, depth: Int = 0, budget: ElementBudget? = nil
    ) throws -> Bool {
        switch (left, right) {
        case (.float, .float), (.undefined, .undefined):
            if left.isSame(as: right) { return true }
        default: break
        }
        return try areEqual(left, right, depth: depth, budget: budget)
    }

    /// Whether two keys of the same hash are one.
    static func areSameKey(_ left: Value, _ right: Value) throws -> Bool {
        try isSameOrEqual(left, right)
    }

    /// The order of two numbers.
    enum NumberOrder { case less, equal, greater, unordered, notNumbers }

    static func compareNumbers(_ left: Value, _ right: Value) -> NumberOrder {
        if let left = left.int, let right = right.int {
            return left < right ? .less : left == right ? .equal : .greater
        }
        switch (left, right) {
        case (.float(let left), .float(let right)):
            return left < right
                ? .less : left == right ? .equal : left > right ? .greater : .unordered
        case (.float(let float), _): return compare(float, right)
        case (_, .float(let float)):
            return switch compare(float, left) {
            case .less: .greater
            case .greater: .less
            case let order: order
            }
        default:
            guard let left = left.bigInteger, let right = right.bigInteger else {
                return .notNumbers
            }
            return left < right ? .less : left == right ? .equal : .greater
        }
    }

    private static func compare(_ float: Double, _ other: Value) -> NumberOrder {
        let order: Int
        switch other {
        case .integer(let integer):
            if float.isNaN { return .unordered }
            order =
                float.isInfinite ? (float < 0 ? -1 : 1) : float.compared(to: integer)
        default:
            guard let integer = other.int else { return .notNumbers }
            if float.isNaN { return .unordered }
            order = float.compared(to: integer)
        }
        return order < 0 ? .less : order == 0 ? .equal : .greater
    }

    /// An operator that orders.
    enum Ordering: String, Sendable {
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="

        fileprivate func holds(isLess: Bool, isEqual: Bool) -> Bool {
            switch self {
            case .less: isLess
            case .lessOrEqual: isLess || isEqual
            case .greater: !isLess && !isEqual
            case .greaterOrEqual: !isLess
            }
        }

        fileprivate var reversed: Ordering {
            switch self {
            case .less: .greater
            case .lessOrEqual: .greaterOrEqual
            case .greater: .less
            case .greaterOrEqual: .lessOrEqual
            }
        }
    }

    /// Python's `<`, `<=`, `>` and `>=`.
    ///
    /// - Throws: TypeError if the values have no order; UndefinedError if one is undefined.
    static func compare(
        _ left: Value, _ ordering: Ordering, _ right: Value, depth: Int = 0,
        budget: ElementBudget? = nil
    ) throws -> Bool {
        switch (left, right) {
        case (.string(let left), .string(let right)), (.markup(let left), .string(let right)),
            (.string(let left), .markup(let right)), (.markup(let left), .markup(let right)):
            return ordering.holds(isLess: left < right, isEqual: left == right)
        case (.tuple(let left), .tuple(let right)):
            return try compare(
                left.elements, ordering, right.elements, depth: depth, budget ?? ElementBudget())
        case (.list(let left), .list(let right)):
            return try compare(
                left.elements, ordering, right.elements, depth: depth, budget ?? ElementBudget())
        default: break
        }
        switch compareNumbers(left, right) {
        case .less: return ordering.holds(isLess: true, isEqual: false)
        case .equal: return ordering.holds(isLess: false, isEqual: true)
        case .greater: return ordering.holds(isLess: false, isEqual: false)
        case .unordered: return false
        case .notNumbers: return try compareOthers(left, ordering, right)
        }
    }

    private static func compareOthers(
        _ left: Value, _ ordering: Ordering, _ right: Value
    ) throws -> Bool {
        if case .undefined(let undefined) = left { throw undefined.error }
        if case .undefined(let undefined) = right { throw undefined.error }
        if case .object(let object) = left, let result = try object.compare(ordering, right) {
            return result
        }
        if case .object(let object) = right,
            let result = try object.compare(ordering.reversed, left)
        {
            return result
        }
        throw TemplateError.type(
            "'\(ordering.rawValue)' not supported between instances of '\(left.typeName)' and"
                + " '\(right.typeName)'")
    }

    private static func compare(
        _ left: [Value], _ ordering: Ordering, _ right: [Value], depth: Int, _ budget: ElementBudget
    ) throws -> Bool {
        try checkDepth(depth, "in comparison")
        for (first, second) in zip(left, right)
        where try !isSameOrEqual(first, second, depth: depth + 1, budget: budget) {
            return try compare(first, ordering, second, depth: depth + 1, budget: budget)
        }
        return ordering.holds(isLess: left.count < right.count, isEqual: left.count == right.count)
    }
}

extension Object {
    fileprivate func compare(_ ordering: Value.Ordering, _ other: Value) throws -> Bool? {
        switch ordering {
        case .less: return try isLess(than: other)
        case .greaterOrEqual: return try isLess(than: other).map { !$0 }
        case .lessOrEqual:
            guard let isLess = try isLess(than: other) else { return nil }
            return try isLess || isEqual(to: other) ?? false
        case .greater:
            guard let isLess = try isLess(than: other) else { return nil }
            return try !isLess && !(isEqual(to: other) ?? false)
        }
    }
}

/// How many elements of nested containers one comparison, or one hash, may look at: few lists that
/// hold each other again and again may stand for more elements than anyone can compare.
final class ElementBudget {
    /// The most elements.
    static let maximum = 1 << 24
    private var left = ElementBudget.maximum

    /// - Throws: TemplateLimitError if they are used up.
    func take(_ count: Int) throws {
        left -= count
        guard left >= 0 else {
            throw TemplateError.limit("the number of elements of one comparison", Self.maximum)
        }
    }
}
