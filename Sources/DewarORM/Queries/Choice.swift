/// SQL's `CASE`: the value of the first condition that is true.
///
/// ```swift
/// let sizes = Post.select { post in
///     choose(post.views > 1000, "large").when(post.views > 10, "middling").otherwise("small")
/// }
/// ```
public struct Choice<Value: ColumnValue>: Sendable {
    private var cases: [(when: SQLNode, then: SQLNode)]

    fileprivate init(_ condition: SQLNode, _ value: SQLNode) {
        cases = [(condition, value)]
    }

    /// Adds a case.
    ///
    /// ```swift
    /// let sizes = try Post.select { post in
    ///     choose(post.views > 1000, "large").when(post.views > 10, "middling").otherwise("small")
    /// }.all()
    /// print(sizes)
    /// ```
    ///
    /// - Parameters:
    ///   - condition: Looked at if none before is true.
    ///   - value: The value then.
    /// - Returns: The choice with the case.
    /// - SeeAlso: SQLAlchemy `case`.
    public func when(_ condition: SQLExpression<Bool>, _ value: Value) -> Choice {
        when(condition, SQLExpression(value))
    }

    /// Adds a case.
    ///
    /// - Parameters:
    ///   - condition: Looked at if none before is true.
    ///   - value: The value then.
    /// - Returns: The choice with the case.
    public func when(_ condition: SQLExpression<Bool>, _ value: SQLExpression<Value>) -> Choice {
        var copy = self
        copy.cases.append((condition.node, value.node))
        return copy
    }

    /// Ends the choice.
    ///
    /// ```swift
    /// let seen = try Post.select { choose($0.views > 0, "read").otherwise("unread") }.all()
    /// print(seen)
    /// ```
    ///
    /// - Parameter value: The value when no condition is true.
    /// - Returns: An expression.
    /// - SeeAlso: SQLAlchemy `case`, `else_`.
    public func otherwise(_ value: Value) -> SQLExpression<Value> {
        otherwise(SQLExpression(value))
    }

    /// Ends the choice.
    ///
    /// - Parameter value: The value when no condition is true.
    /// - Returns: An expression.
    public func otherwise(_ value: SQLExpression<Value>) -> SQLExpression<Value> {
        // A lone value has no type of its own on PostgreSQL.
        let typed = cases.map { (when: $0.when, then: SQLNode.cast($0.then, Value.columnType)) }
        return SQLExpression(
            node: .choice(typed, otherwise: .cast(value.node, Value.columnType)))
    }
}

/// Begins a choice.
///
/// ```swift
/// let posts = try Post.order { choose($0.views > 1000, 0).otherwise(1) }.all()
/// print(posts.count)
/// ```
///
/// - Parameters:
///   - condition: Looked at first.
///   - value: The value if it is true.
/// - Returns: A choice, to be ended with `otherwise`.
/// - SeeAlso: SQLAlchemy `case`.
public func choose<Value: ColumnValue>(
    _ condition: SQLExpression<Bool>, _ value: Value
) -> Choice<Value> {
    Choice(condition.node, .bind(value.databaseValue))
}

/// Begins a choice.
///
/// - Parameters:
///   - condition: Looked at first.
///   - value: The value if it is true.
/// - Returns: A choice, to be ended with `otherwise`.
public func choose<Value: ColumnValue>(
    _ condition: SQLExpression<Bool>, _ value: SQLExpression<Value>
) -> Choice<Value> {
    Choice(condition.node, value.node)
}
