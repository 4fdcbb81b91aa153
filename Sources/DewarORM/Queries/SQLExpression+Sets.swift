extension SQLExpression {
    /// Whether the value is one of some; of none it is not.
    ///
    /// nil among them is `NULL`. More values than a statement may have are refused: use a subquery.
    ///
    /// ```swift
    /// let posts = try Post.filter { $0.id.in([1, 2, 3]) }.all()
    /// print(posts.count)
    /// ```
    ///
    /// - Parameter values: Any number of values.
    /// - Returns: A condition.
    /// - SeeAlso: SQLAlchemy `ColumnOperators.in_`.
    public func `in`(_ values: some Sequence<Value>) -> SQLExpression<Bool> {
        let values = values.map(\.databaseValue)
        let others = values.filter { !$0.isNull }
        let among = SQLNode.among(node, others)
        guard others.count < values.count else { return SQLExpression<Bool>(node: among) }
        return SQLExpression<Bool>(node: .infix(among, .or, .isNull(node, isNegated: false)))
    }

    /// Whether the value is among those that a query gives.
    ///
    /// - Parameter rows: A query of one column.
    /// - Returns: A condition.
    public func `in`<Other: ColumnValue>(_ rows: Selection<Other>) -> SQLExpression<Bool>
    where Other.Unwrapped == Value.Unwrapped {
        SQLExpression<Bool>(node: .amongRows(node, rows.statement))
    }

    /// Whether the value lies between two others, both included.
    ///
    /// ```swift
    /// print(try Post.filter { $0.views.between(10, and: 20) }.count())
    /// ```
    ///
    /// - Parameters:
    ///   - low: The least value.
    ///   - high: The greatest value.
    /// - Returns: A condition.
    /// - SeeAlso: SQLAlchemy `ColumnOperators.between`.
    public func between(
        _ low: Value.Unwrapped, and high: Value.Unwrapped
    ) -> SQLExpression<Bool> {
        SQLExpression<Bool>(
            node: .between(node, .bind(low.databaseValue), .bind(high.databaseValue)))
    }

    /// Whether the value lies in a range.
    ///
    /// ```swift
    /// print(try Post.filter { $0.views.between(10...20) }.count())
    /// ```
    ///
    /// - Parameter range: A range with both ends.
    /// - Returns: A condition.
    /// - SeeAlso: SQLAlchemy `ColumnOperators.between`.
    public func between(_ range: ClosedRange<Value.Unwrapped>) -> SQLExpression<Bool>
    where Value.Unwrapped: Comparable {
        between(range.lowerBound, and: range.upperBound)
    }

    /// Whether the value is `NULL`.
    public var isNull: SQLExpression<Bool> {
        SQLExpression<Bool>(node: .isNull(node, isNegated: false))
    }

    /// Whether the value is not `NULL`.
    public var isNotNull: SQLExpression<Bool> {
        SQLExpression<Bool>(node: .isNull(node, isNegated: true))
    }

    /// The value, or another instead of `NULL`.
    ///
    /// ```swift
    /// print(try Post.select { $0.editorID.or(0) }.all())
    /// ```
    ///
    /// - Parameter other: The other value.
    /// - Returns: An expression that is never `NULL`.
    /// - SeeAlso: SQLAlchemy `func.coalesce`.
    public func or(_ other: Value.Unwrapped) -> SQLExpression<Value.Unwrapped> {
        SQLExpression<Value.Unwrapped>(node: .call(.coalesce, [node, .bind(other.databaseValue)]))
    }

    /// The value as another type, as SQL's `CAST` makes it.
    ///
    /// ```swift
    /// print(try Post.select { $0.views.cast(to: String.self) }.all())
    /// ```
    ///
    /// - Parameter type: The type.
    /// - Returns: An expression of that type.
    /// - SeeAlso: SQLAlchemy `cast`.
    public func cast<Other: ColumnValue>(to type: Other.Type) -> SQLExpression<Other> {
        SQLExpression<Other>(node: .cast(node, Other.columnType))
    }
}

extension SQLExpression where Value: ColumnValue {
    /// Whether the value is one of some that may not be nil.
    ///
    /// - Parameter values: Any number of values.
    /// - Returns: A condition.
    @_disfavoredOverload
    public func `in`(_ values: some Sequence<Value.Unwrapped>) -> SQLExpression<Bool> {
        SQLExpression<Bool>(node: .among(node, values.map(\.databaseValue)))
    }
}
