/// A `SELECT`, before it is known for which database.
package struct SelectStatement: Sendable {
    /// What rows come from.
    package indirect enum Source: Sendable {
        /// A table under an alias.
        case table(name: String, alias: String)
        /// The rows of a statement under an alias.
        case rows(SelectStatement, alias: String)
        /// The rows of several statements, with the keyword between them.
        case compound([SelectStatement], keyword: StaticString, alias: String)

        /// What the query calls it.
        var alias: String {
            switch self {
            case .table(_, let alias), .rows(_, let alias), .compound(_, _, let alias): alias
            }
        }
    }

    /// A table beside the first one.
    package struct Join: Sendable {
        var table: String
        var alias: String
        /// Whether rows stay that have no partner.
        var isOuter: Bool
        var condition: SQLNode
        /// How a query's columns lead to it; empty if none do.
        var way = ""
    }

    /// A term of `ORDER BY`.
    package struct Order: Sendable {
        var node: SQLNode
        var isDescending: Bool
        /// Whether it may be `NULL`.
        var isNullable: Bool
        /// Where `NULL` comes; nil for the place that the least value has.
        var nullsFirst: Bool?
        /// The type of its values.
        var type: any ColumnValue.Type

        /// The opposite order.
        var reversed: Order {
            var copy = self
            copy.isDescending.toggle()
            copy.nullsFirst = nullsFirst.map(!)
            return copy
        }
    }

    var source: Source
    var columns: [SQLNode] = []
    var joins: [Join] = []
    var condition: SQLNode?
    var groups: [SQLNode] = []
    var having: SQLNode?
    var orders: [Order] = []
    var limit: Int?
    var offset: Int?
    var isDistinct = false

    init(_ source: Source) {
        self.source = source
    }

    /// Adds a condition to those there are.
    mutating func add(_ condition: SQLNode) {
        self.condition = self.condition.map { .infix($0, .and, condition) } ?? condition
    }

    /// Whether its rows are those of the table that its condition selects, no more and no less.
    var isPlain: Bool {
        guard case .table = source else { return false }
        return joins.isEmpty && groups.isEmpty && having == nil && limit == nil && offset == nil
            && !isDistinct
    }
}
