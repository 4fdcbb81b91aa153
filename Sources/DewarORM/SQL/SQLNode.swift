/// A piece of SQL, before it is known for which database.
package indirect enum SQLNode: Sendable {
    /// A column of a table, which the query calls by an alias.
    case column(table: String, name: String)
    /// A value, for which a placeholder is written.
    case bind(DatabaseValue)
    /// SQL that is the same on all databases and holds nothing from outside.
    case fixed(StaticString)
    /// Values in parentheses, compared together.
    case row([SQLNode])
    /// Two operands with an operator between them.
    case infix(SQLNode, Operator, SQLNode)
    /// `(operand) IS NOT TRUE`: what is unknown is not true either.
    case not(SQLNode)
    /// `operand IS NULL`, or not.
    case isNull(SQLNode, isNegated: Bool)
    /// A call of a function.
    case call(Function, [SQLNode])
    /// `operand IN (…)`; with no values it is false.
    case among(SQLNode, [DatabaseValue])
    /// `operand IN (SELECT …)`.
    case amongRows(SQLNode, SelectStatement)
    /// `operand BETWEEN low AND high`.
    case between(SQLNode, SQLNode, SQLNode)
    /// `operand LIKE pattern`, with `\` before a character that means itself.
    case like(SQLNode, SQLNode, ignoresCase: Bool)
    /// `CASE WHEN … THEN … ELSE … END`.
    case choice([(when: SQLNode, then: SQLNode)], otherwise: SQLNode)
    /// `CAST(operand AS type)`.
    case cast(SQLNode, ColumnType)
    /// `EXISTS (SELECT …)`.
    case exists(SelectStatement)
    /// `(SELECT …)` of one value.
    case scalar(SelectStatement)
    /// SQL of the user's, with values among it.
    case raw(RawSQL)
    /// A key path that is no column: an error when the query is written.
    case unknown(String)

    /// What stands between two operands.
    package enum Operator: String, Sendable {
        case equal = "=", notEqual = "<>", less = "<", lessOrEqual = "<=", greater = ">",
            greaterOrEqual = ">=", and = "AND", or = "OR", add = "+", subtract = "-",
            multiply = "*", divide = "/", remainder = "%", concatenate = "||",
            /// As `=` and `<>`, but `NULL` is a value like others.
            same = "IS NOT DISTINCT FROM", distinct = "IS DISTINCT FROM"

        /// How tightly it binds; what binds less is put in parentheses.
        var precedence: Int {
            switch self {
            case .or: 1
            case .and: 2
            case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .same,
                .distinct:
                4
            case .add, .subtract: 6
            case .multiply, .divide, .remainder: 7
            case .concatenate: 8
            }
        }
    }

    /// Functions, which ``Dialect`` names.
    package enum Function: Sendable {
        case count, countDistinct, sum(ColumnType), average(ColumnType), min, max, lower, upper
        case length, abs, coalesce, prefix(Int), suffix(Int), position, nullIf, round
    }

    /// How tightly the node's text binds.
    var precedence: Int {
        switch self {
        case .infix(_, let infix, _): infix.precedence
        case .not, .isNull: 3
        case .among(_, let values): values.isEmpty ? 10 : 4
        case .amongRows, .between, .like: 4
        case .raw: 0
        default: 10
        }
    }
}
