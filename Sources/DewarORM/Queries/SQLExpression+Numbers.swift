public import FoundationEssentials

/// A number that databases reckon with in the same way: integers and doubles.
public protocol ColumnNumber: ColumnValue {}

extension Int: ColumnNumber {}
extension Int16: ColumnNumber {}
extension Int32: ColumnNumber {}
extension Int64: ColumnNumber {}
extension Double: ColumnNumber {}
extension Optional: ColumnNumber where Wrapped: ColumnNumber {}

// Integers are divided towards zero, and what is divided by zero is NULL.
extension SQLExpression where Value: ColumnNumber {
    /// The sum.
    public static func + (left: SQLExpression, right: Value) -> SQLExpression {
        left.reckon(.add, right)
    }

    /// The sum.
    public static func + (left: SQLExpression, right: SQLExpression) -> SQLExpression {
        SQLExpression(node: .infix(left.node, .add, right.node))
    }

    /// The difference.
    public static func - (left: SQLExpression, right: Value) -> SQLExpression {
        left.reckon(.subtract, right)
    }

    /// The difference.
    public static func - (left: SQLExpression, right: SQLExpression) -> SQLExpression {
        SQLExpression(node: .infix(left.node, .subtract, right.node))
    }

    /// The product.
    public static func * (left: SQLExpression, right: Value) -> SQLExpression {
        left.reckon(.multiply, right)
    }

    /// The product.
    public static func * (left: SQLExpression, right: SQLExpression) -> SQLExpression {
        SQLExpression(node: .infix(left.node, .multiply, right.node))
    }

    /// The quotient; of integers a whole number, nearer to zero.
    public static func / (left: SQLExpression, right: Value) -> SQLExpression<Value.Unwrapped?> {
        SQLExpression<Value.Unwrapped?>(node: left.reckon(.divide, right).node)
    }

    /// The quotient; of integers a whole number, nearer to zero.
    public static func / (
        left: SQLExpression, right: SQLExpression
    ) -> SQLExpression<Value.Unwrapped?> {
        SQLExpression<Value.Unwrapped?>(node: .infix(left.node, .divide, right.node))
    }

    /// The number without its sign.
    public var magnitude: SQLExpression { SQLExpression(node: .call(.abs, [node])) }

    private func reckon(_ infix: SQLNode.Operator, _ value: Value) -> SQLExpression {
        SQLExpression(node: .infix(node, infix, .bind(value.databaseValue)))
    }
}

extension SQLExpression where Value: ColumnNumber, Value.Unwrapped: FixedWidthInteger {
    /// The rest of a division, with the sign of the left number.
    public static func % (left: SQLExpression, right: Value) -> SQLExpression<Value.Unwrapped?> {
        SQLExpression<Value.Unwrapped?>(
            node: .infix(left.node, .remainder, .bind(right.databaseValue)))
    }
}

// What is worked out of many rows. `NULL` does not count, and of no row it is `NULL`.
extension SQLExpression {
    /// In how many rows the value is not `NULL`.
    ///
    /// ```swift
    /// let authors = try Post.select { $0.authorID.count(distinct: true) }.one()
    /// print(authors)
    /// ```
    ///
    /// - Parameter isDistinct: Whether the same value counts once.
    /// - Returns: A number from 0.
    /// - SeeAlso: SQLAlchemy `func.count`, `distinct`.
    public func count(distinct isDistinct: Bool = false) -> SQLExpression<Int> {
        SQLExpression<Int>(node: .call(isDistinct ? .countDistinct : .count, [node]))
    }

    /// The least value.
    ///
    /// ```swift
    /// print(try Post.select { $0.views.min() }.one() ?? 0)
    /// ```
    ///
    /// - SeeAlso: SQLAlchemy `func.min`.
    public func min() -> SQLExpression<Value.Unwrapped?> {
        SQLExpression<Value.Unwrapped?>(node: .call(.min, [node]))
    }

    /// The greatest value.
    ///
    /// ```swift
    /// print(try Post.select { $0.views.max() }.one() ?? 0)
    /// ```
    ///
    /// - SeeAlso: SQLAlchemy `func.max`.
    public func max() -> SQLExpression<Value.Unwrapped?> {
        SQLExpression<Value.Unwrapped?>(node: .call(.max, [node]))
    }
}

extension SQLExpression where Value: ColumnNumber {
    /// The sum of the values; `NULL` of no row.
    ///
    /// ```swift
    /// print(try Post.select { $0.views.sum() }.one() ?? 0)
    /// ```
    ///
    /// - SeeAlso: SQLAlchemy `func.sum`.
    public func sum() -> SQLExpression<Value.Unwrapped?> {
        SQLExpression<Value.Unwrapped?>(node: .call(.sum(Value.columnType), [node]))
    }

    /// The mean of the values.
    ///
    /// ```swift
    /// print(try Post.select { $0.views.average() }.one() ?? 0)
    /// ```
    ///
    /// - SeeAlso: SQLAlchemy `func.avg`.
    public func average() -> SQLExpression<Double?> {
        SQLExpression<Double?>(node: .call(.average(Value.columnType), [node]))
    }
}

extension SQLExpression where Value.Unwrapped == Decimal {
    /// The exact sum of the values; `NULL` of no row.
    public func sum() -> SQLExpression<Decimal?> {
        SQLExpression<Decimal?>(node: .call(.sum(Value.columnType), [node]))
    }

    /// The mean of the values.
    public func average() -> SQLExpression<Double?> {
        SQLExpression<Double?>(node: .call(.average(Value.columnType), [node]))
    }
}

/// How many rows there are: `count(*)`.
///
/// ```swift
/// print(try Post.select { _ in countOfRows() }.one())
/// ```
///
/// - Returns: A number from 0.
/// - SeeAlso: SQLAlchemy `func.count`.
public func countOfRows() -> SQLExpression<Int> {
    SQLExpression<Int>(node: .call(.count, []))
}
