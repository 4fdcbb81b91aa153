/// A table: what `CREATE TABLE` says.
package struct TableDefinition: Sendable {
    /// The table's name.
    package var name: String
    /// Its columns, in order.
    package var columns: [ColumnDefinition] = []
    /// The names of the columns of its primary key, in order.
    package var key: [String] = []
    /// Groups of columns that no two rows share.
    package var uniques: [Constraint] = []
    /// Indexes.
    package var indexes: [Constraint] = []
    /// Conditions that every row fulfils.
    package var checks: [Check] = []
    /// Groups of columns that point to rows of other tables.
    package var foreignKeys: [ForeignKey] = []

    package init(name: String) {
        self.name = name
    }

    /// A named group of columns.
    package struct Constraint: Sendable, Hashable {
        /// Its name in the database.
        package var name: String
        /// The columns' names, in order.
        package var columns: [String]
        /// Whether no two rows may share them: of an index.
        package var isUnique = false

        package init(name: String, columns: [String], isUnique: Bool = false) {
            self.name = name
            self.columns = columns
            self.isUnique = isUnique
        }
    }

    /// A named condition.
    package struct Check: Sendable {
        /// Its name in the database.
        package var name: String
        /// The condition, over columns of the table itself.
        package var condition: SQLNode

        package init(name: String, condition: SQLNode) {
            self.name = name
            self.condition = condition
        }
    }

    /// Columns that point to a row of a table.
    package struct ForeignKey: Sendable {
        /// Its name in the database.
        package var name: String
        /// The columns' names, in order.
        package var columns: [String]
        /// The other table, found out when it is needed: schemas may point to each other.
        package var target: @Sendable () -> TableDefinition
        /// The other table's columns; empty for its primary key.
        package var targetColumns: [String]
        /// What becomes of the row when the other is deleted.
        package var onDelete: ReferenceAction
        /// What becomes of it when the other's key changes.
        package var onUpdate: ReferenceAction

        package init(
            name: String, columns: [String], target: @escaping @Sendable () -> TableDefinition,
            targetColumns: [String], onDelete: ReferenceAction, onUpdate: ReferenceAction
        ) {
            self.name = name
            self.columns = columns
            self.target = target
            self.targetColumns = targetColumns
            self.onDelete = onDelete
            self.onUpdate = onUpdate
        }
    }

    /// The name of the constraint that is the primary key, as PostgreSQL would call it.
    package var keyName: String { Self.name(of: [name], suffix: "pkey") }

    /// The column of a name.
    package func column(_ name: String) -> ColumnDefinition? {
        columns.first { $0.name == name }
    }
}

/// A column: its name, type and default.
package struct ColumnDefinition: Sendable {
    /// The column's name in the database.
    package var name: String
    /// The property's name, as templates use it.
    package var property: String
    /// What it holds.
    package var type: ColumnType
    /// Whether it may be `NULL`.
    package var isNullable: Bool
    /// What the database puts there when it is told nothing.
    package var defaultValue: Default?
    /// Whether the database counts it up when it is told nothing.
    package var isGenerated = false

    /// A default of the database's.
    package enum Default: Sendable, Hashable {
        case value(DatabaseValue)
        case now
        /// An expression of the database's own, which no model has.
        case sql(String)
    }

    /// Makes a column.
    package init(
        name: String, property: String = "", type: ColumnType, isNullable: Bool,
        defaultValue: Default? = nil, isGenerated: Bool = false
    ) {
        self.name = name
        self.property = property
        self.type = type
        self.isNullable = isNullable
        self.defaultValue = defaultValue
        self.isGenerated = isGenerated
    }
}

/// What becomes of a row whose foreign key's row changes or goes.
public enum ReferenceAction: String, Sendable, Hashable {
    /// The change is refused at the end of the statement.
    case noAction = "NO ACTION"
    /// The change is refused.
    case restrict = "RESTRICT"
    /// The row goes too, or changes too.
    case cascade = "CASCADE"
    /// The columns become `NULL`.
    case setNull = "SET NULL"
    /// The columns get their defaults.
    case setDefault = "SET DEFAULT"
}
