/// A value that the database works out: a column, a comparison, a sum.
public struct SQLExpression<Value: ColumnValue>: Sendable {
    /// Its SQL.
    package let node: SQLNode
    /// Whether it may be `NULL`.
    let isNullable: Bool

    package init(node: SQLNode) {
        self.init(node: node, isNullable: Value.isNullable)
    }

    init(node: SQLNode, isNullable: Bool) {
        self.node = node
        self.isNullable = isNullable
    }

    /// A value of yours, which is bound.
    public init(_ value: Value) {
        self.init(node: .bind(value.databaseValue))
    }

    /// SQL of your own, of which you say what type it has.
    ///
    /// ```swift
    /// let least = 4
    /// print(try Post.filter { _ in SQLExpression("length(title) > \(least)") }.count())
    /// ```
    ///
    /// - Parameters:
    ///   - sql: An expression; what is interpolated is bound.
    ///   - type: The type of its value.
    /// - SeeAlso: SQLAlchemy `literal_column`.
    public init(_ sql: RawSQL, as type: Value.Type = Value.self) {
        self.init(node: .raw(sql))
    }
}

// Comparisons. Two forms each, so that the type checker has little to try. What is compared with
// NULL is false, and `!=` is the opposite of `==`, as in Swift.
extension SQLExpression {
    /// Whether the value is another; of nil, whether it is `NULL`.
    public static func == (left: SQLExpression, right: Value.Unwrapped?) -> SQLExpression<Bool> {
        guard let right else {
            return SQLExpression<Bool>(node: .isNull(left.node, isNegated: false))
        }
        return left.compare(.equal, right)
    }

    /// Whether two values are the same; both may be `NULL`.
    public static func == <Other: ColumnValue>(
        left: SQLExpression, right: SQLExpression<Other>
    ) -> SQLExpression<Bool> where Other.Unwrapped == Value.Unwrapped {
        left.compare(left.isNullable && right.isNullable ? .same : .equal, right)
    }

    /// Whether the value is not another: `NULL` is not.
    public static func != (left: SQLExpression, right: Value.Unwrapped?) -> SQLExpression<Bool> {
        guard let right else {
            return SQLExpression<Bool>(node: .isNull(left.node, isNegated: true))
        }
        return left.compare(left.isNullable ? .distinct : .notEqual, right)
    }

    /// Whether two values differ.
    public static func != <Other: ColumnValue>(
        left: SQLExpression, right: SQLExpression<Other>
    ) -> SQLExpression<Bool> where Other.Unwrapped == Value.Unwrapped {
        left.compare(left.isNullable || right.isNullable ? .distinct : .notEqual, right)
    }

    /// Whether the value is less than another.
    public static func < (left: SQLExpression, right: Value.Unwrapped) -> SQLExpression<Bool> {
        left.compare(.less, right)
    }

    /// Whether the left value is less than the right one.
    public static func < <Other: ColumnValue>(
        left: SQLExpression, right: SQLExpression<Other>
    ) -> SQLExpression<Bool> where Other.Unwrapped == Value.Unwrapped {
        left.compare(.less, right)
    }

    /// Whether the value is another or less.
    public static func <= (left: SQLExpression, right: Value.Unwrapped) -> SQLExpression<Bool> {
        left.compare(.lessOrEqual, right)
    }

    /// Whether the left value is the right one or less.
    public static func <= <Other: ColumnValue>(
        left: SQLExpression, right: SQLExpression<Other>
    ) -> SQLExpression<Bool> where Other.Unwrapped == Value.Unwrapped {
        left.compare(.lessOrEqual, right)
    }

    /// Whether the value is greater than another.
    public static func > (left: SQLExpression, right: Value.Unwrapped) -> SQLExpression<Bool> {
        left.compare(.greater, right)
    }

    /// Whether the left value is greater than the right one.
    public static func > <Other: ColumnValue>(
        left: SQLExpression, right: SQLExpression<Other>
    ) -> SQLExpression<Bool> where Other.Unwrapped == Value.Unwrapped {
        left.compare(.greater, right)
    }

    /// Whether the value is another or greater.
    public static func >= (left: SQLExpression, right: Value.Unwrapped) -> SQLExpression<Bool> {
        left.compare(.greaterOrEqual, right)
    }

    /// Whether the left value is the right one or greater.
    public static func >= <Other: ColumnValue>(
        left: SQLExpression, right: SQLExpression<Other>
    ) -> SQLExpression<Bool> where Other.Unwrapped == Value.Unwrapped {
        left.compare(.greaterOrEqual, right)
    }

    private func compare(
        _ infix: SQLNode.Operator, _ value: Value.Unwrapped
    ) -> SQLExpression<Bool> {
        SQLExpression<Bool>(node: .infix(node, infix, .bind(value.databaseValue)))
    }

    private func compare<Other>(
        _ infix: SQLNode.Operator, _ other: SQLExpression<Other>
    ) -> SQLExpression<Bool> {
        SQLExpression<Bool>(node: .infix(node, infix, other.node))
    }
}

extension SQLExpression<Bool> {
    /// Whether both are true.
    public static func && (left: SQLExpression, right: SQLExpression) -> SQLExpression {
        SQLExpression(node: .infix(left.node, .and, right.node))
    }

    /// Whether one is true.
    public static func || (left: SQLExpression, right: SQLExpression) -> SQLExpression {
        SQLExpression(node: .infix(left.node, .or, right.node))
    }

    /// Whether it is not true.
    public static prefix func ! (operand: SQLExpression) -> SQLExpression {
        SQLExpression(node: .not(operand.node))
    }
}
