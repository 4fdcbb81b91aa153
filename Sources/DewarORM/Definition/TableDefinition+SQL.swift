// The pieces of definitions, for statements that change a table.
extension TableDefinition {
    /// `CREATE TABLE …`, without indexes.
    package func creationSQL(_ dialect: Dialect) throws -> String {
        try Self.write(dialect) { $0.appendCreate(self) }
    }

    /// `CREATE INDEX …`.
    package func creationSQL(of index: Constraint, _ dialect: Dialect) throws -> String {
        try Self.write(dialect) { $0.appendCreate(index, on: self) }
    }

    /// A column as it stands in `CREATE TABLE` and behind `ADD COLUMN`.
    package func clause(of column: ColumnDefinition, _ dialect: Dialect) throws -> String {
        try Self.write(dialect) { $0.append(column: column, of: self) }
    }

    /// The primary key as it stands in `CREATE TABLE` and behind `ADD`.
    package func keyClause(_ dialect: Dialect) throws -> String {
        try Self.write(dialect) { $0.appendKey(of: self) }
    }

    /// All constraints but the primary key, as they stand in `CREATE TABLE` and behind `ADD`.
    package func constraintClauses(_ dialect: Dialect) throws -> [String] {
        try uniques.map { unique in try Self.write(dialect) { $0.append(unique: unique) } }
            + checks.map { check in try Self.write(dialect) { $0.append(check: check) } }
            + foreignKeys.map { key in try Self.write(dialect) { $0.append(foreignKey: key) } }
    }

    /// A condition as it stands in `CHECK (…)`.
    package static func text(of condition: SQLNode, _ dialect: Dialect) throws -> String {
        try write(dialect, isDefinition: true) { $0.append(condition) }
    }

    /// A default as it stands behind `DEFAULT`.
    package static func text(
        of value: ColumnDefinition.Default, _ dialect: Dialect
    ) throws -> String {
        try write(dialect) { $0.append(default: value) }
    }

    private static func write(
        _ dialect: Dialect, isDefinition: Bool = false, _ body: (inout SQLWriter) -> Void
    ) throws -> String {
        var writer = SQLWriter(dialect, isDefinition: isDefinition)
        body(&writer)
        return try writer.statement().sql
    }
}
