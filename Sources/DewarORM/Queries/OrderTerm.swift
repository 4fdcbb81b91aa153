/// What a query can be ordered by: an expression, or one with a direction.
public protocol OrderTerm {
    /// The term.
    var ordering: Ordering { get }
}

extension OrderTerm {
    var orderTerm: SelectStatement.Order { ordering.order }
}

/// An expression with a direction.
public struct Ordering: Sendable, OrderTerm {
    let order: SelectStatement.Order

    /// The term itself.
    public var ordering: Ordering { self }

    /// With `NULL` before everything.
    public var nullsFirst: Ordering { placingNulls(first: true) }

    /// With `NULL` behind everything.
    public var nullsLast: Ordering { placingNulls(first: false) }

    private func placingNulls(first: Bool) -> Ordering {
        var copy = order
        copy.nullsFirst = first
        return Ordering(order: copy)
    }
}

extension SQLExpression: OrderTerm {
    /// The expression, the least first.
    public var ordering: Ordering { ascending }

    /// The least first.
    public var ascending: Ordering {
        Ordering(
            order: .init(
                node: node, isDescending: false, isNullable: isNullable, type: Value.self))
    }

    /// The greatest first.
    public var descending: Ordering {
        Ordering(
            order: .init(
                node: node, isDescending: true, isNullable: isNullable, type: Value.self))
    }
}
