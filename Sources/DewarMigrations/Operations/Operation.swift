package import DewarORM

/// One step of a migration.
package indirect enum Operation: Sendable, Hashable {
    /// Creates a table without indexes.
    case createTable(TableState)
    /// Drops a table with its indexes and rows.
    case dropTable(String)
    /// Gives a table another name.
    case renameTable(String, to: String)
    /// Adds a column; rows that are there get `fill`, otherwise the default.
    case addColumn(ColumnState, table: String, fill: DefaultState?)
    /// Drops a column that nothing else mentions any more.
    case dropColumn(ColumnPath)
    /// Gives a column another name.
    case renameColumn(ColumnPath, to: String)
    /// Gives a column another type; `using` makes the values, if the databases cannot.
    case alterType(ColumnPath, ColumnType, using: DialectText?)
    /// Forbids `NULL`; rows that have it get `fill`.
    case setNotNull(ColumnPath, fill: DefaultState?)
    /// Allows `NULL`.
    case setNullable(ColumnPath)
    /// Gives a column another default, or none.
    case setDefault(ColumnPath, DefaultState?)
    /// Has the database count a column up, or not any more.
    case setGenerated(ColumnPath, Bool)
    /// Makes the primary key of other columns, or of none.
    case setKey(table: String, [String])
    /// Adds a constraint.
    case addConstraint(ConstraintState, table: String)
    /// Drops a constraint.
    case dropConstraint(String, table: String)
    /// Gives a constraint another name.
    case renameConstraint(String, table: String, to: String)
    /// Creates an index, on PostgreSQL perhaps while others write.
    case createIndex(TableDefinition.Constraint, table: String, isConcurrent: Bool)
    /// Drops an index.
    case dropIndex(String, table: String, isConcurrent: Bool)
    /// Gives an index another name.
    case renameIndex(String, table: String, to: String)
    /// Runs statements: on all databases, or on one alone.
    case sql(String, only: Dialect?)
    /// Notes that something was done, and does nothing: what statements changed is known then.
    case assume(Operation)
}

/// A column of a table: `post.title`.
package struct ColumnPath: Sendable, Hashable, CustomStringConvertible {
    /// The table's name.
    package var table: String
    /// The column's name.
    package var column: String

    /// Makes a path of names.
    package init(_ table: String, _ column: String) {
        self.table = table
        self.column = column
    }

    /// The names with a point between them.
    package var description: String { "\(table).\(column)" }
}
