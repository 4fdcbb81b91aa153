package import DewarORM

/// The tables of a database as migrations know them: names, types and rules, for any dialect.
package struct SchemaState: Sendable, Hashable {
    /// The tables, in the order of their creation.
    package var tables: [TableState]

    /// Makes a schema of tables.
    package init(tables: [TableState] = []) {
        self.tables = tables
    }

    /// The table of a name.
    package func table(_ name: String) -> TableState? {
        tables.first { $0.name == name }
    }
}

/// A table, with its constraints and indexes.
package struct TableState: Sendable, Hashable {
    /// The table's name.
    package var name: String
    /// Its columns, in order.
    package var columns: [ColumnState]
    /// The names of the columns of its primary key, in order; empty if it has none.
    package var key: [String]
    /// Its other constraints, each with a name of its own.
    package var constraints: [ConstraintState]
    /// Its indexes.
    package var indexes: [TableDefinition.Constraint]

    /// Makes a table.
    package init(
        name: String, columns: [ColumnState] = [], key: [String] = [],
        constraints: [ConstraintState] = [], indexes: [TableDefinition.Constraint] = []
    ) {
        self.name = name
        self.columns = columns
        self.key = key
        self.constraints = constraints
        self.indexes = indexes
    }

    /// The column of a name.
    package func column(_ name: String) -> ColumnState? {
        columns.first { $0.name == name }
    }

    /// The constraint of a name.
    package func constraint(_ name: String) -> ConstraintState? {
        constraints.first { $0.name == name }
    }

    /// The index of a name.
    package func index(_ name: String) -> TableDefinition.Constraint? {
        indexes.first { $0.name == name }
    }
}

/// A column.
package struct ColumnState: Sendable, Hashable {
    /// The column's name.
    package var name: String
    /// What it holds.
    package var type: ColumnType
    /// Whether it may be `NULL`.
    package var isNullable: Bool
    /// What the database puts there when it is told nothing.
    package var defaultValue: DefaultState?
    /// Whether the database counts it up when it is told nothing.
    package var isGenerated: Bool

    /// Makes a column.
    package init(
        name: String, type: ColumnType, isNullable: Bool = false,
        defaultValue: DefaultState? = nil, isGenerated: Bool = false
    ) {
        self.name = name
        self.type = type
        self.isNullable = isNullable
        self.defaultValue = defaultValue
        self.isGenerated = isGenerated
    }
}

/// What stands in a column of which nothing is said.
package enum DefaultState: Sendable, Hashable {
    /// A value.
    case value(DatabaseValue)
    /// The instant of the transaction.
    case now
    /// An expression.
    case sql(DialectText)
}

/// A rule about the rows of a table.
package enum ConstraintState: Sendable, Hashable {
    /// No two rows share the values of some columns.
    case unique(name: String, columns: [String])
    /// Every row fulfils a condition.
    case check(name: String, condition: DialectText)
    /// Some columns point to a row of another table.
    case foreignKey(ForeignKeyState)

    /// Its name in the database.
    package var name: String {
        get {
            switch self {
            case .unique(let name, _), .check(let name, _): name
            case .foreignKey(let key): key.name
            }
        }
        set {
            switch self {
            case .unique(_, let columns): self = .unique(name: newValue, columns: columns)
            case .check(_, let condition): self = .check(name: newValue, condition: condition)
            case .foreignKey(var key):
                key.name = newValue
                self = .foreignKey(key)
            }
        }
    }
}

/// Columns that point to a row of another table.
package struct ForeignKeyState: Sendable, Hashable {
    /// Its name in the database.
    package var name: String
    /// The columns' names, in order.
    package var columns: [String]
    /// The other table's name.
    package var target: String
    /// The other table's columns, as many.
    package var targetColumns: [String]
    /// What becomes of the row when the other is deleted.
    package var onDelete: ReferenceAction
    /// What becomes of it when the other's columns change.
    package var onUpdate: ReferenceAction

    /// Makes a foreign key.
    package init(
        name: String, columns: [String], target: String, targetColumns: [String],
        onDelete: ReferenceAction = .noAction, onUpdate: ReferenceAction = .noAction
    ) {
        self.name = name
        self.columns = columns
        self.target = target
        self.targetColumns = targetColumns
        self.onDelete = onDelete
        self.onUpdate = onUpdate
    }
}
