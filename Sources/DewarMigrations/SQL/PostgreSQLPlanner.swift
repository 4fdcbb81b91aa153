import DewarORM

/// Plans operations for PostgreSQL.
enum PostgreSQLPlanner {
    /// The statements of an operation.
    ///
    /// - Parameters:
    ///   - operation: The operation.
    ///   - state: The schema before it, which it fits.
    /// - Returns: One statement each, in order; none for what only SQLite does.
    /// - Throws: `DatabaseError` for a definition that no SQL says.
    static func statements(
        of operation: Operation, in state: SchemaState
    ) throws -> [MigrationStatement] {
        switch operation {
        case .createIndex(let index, let name, let isConcurrent):
            guard let table = state.table(name) else { return [] }
            let sql = try table.creation(of: index, .postgresql)
            guard isConcurrent else { return [.sql(sql)] }
            return [
                .dropUnfinishedIndex(index.name),
                .sql(sql.replacing("INDEX ", with: "INDEX CONCURRENTLY ", maxReplacements: 1)),
            ]
        default: return try sql(of: operation, state).map { .sql($0) }
        }
    }

    private static func sql(of operation: Operation, _ state: SchemaState) throws -> [String] {
        switch operation {
        case .createTable(let table): return [try table.creation(.postgresql)]
        case .dropTable(let name): return ["DROP TABLE \(quoted(name))"]
        case .renameTable(let name, let new): return rename(name, new, state)
        case .renameColumn(let path, let new):
            return [alter(path.table, "RENAME COLUMN \(quoted(path.column)) TO \(quoted(new))")]
        case .dropColumn(let path):
            return [alter(path.table, "DROP COLUMN \(quoted(path.column))")]
        case .addColumn(let column, let table, let fill): return try add(column, table, fill)
        case .alterType(let path, let type, let using):
            return try alterType(path, type, using, state)
        case .setNotNull(let path, let fill):
            var sql: [String] = []
            if let fill, let column = state.column(path) {
                sql.append(
                    try update(path, fill, column.type) + " WHERE \(quoted(path.column)) IS NULL")
            }
            return try sql + [alter(path, "SET NOT NULL")] + reindexing(path, false, state)
        case .setNullable(let path):
            return try [alter(path, "DROP NOT NULL")] + reindexing(path, true, state)
        case .setDefault(let path, let value): return [try setDefault(path, value, state)]
        case .setGenerated(let path, let isGenerated):
            return isGenerated ? count(path) : [alter(path, "DROP IDENTITY")]
        case .setKey(let table, let columns): return try setKey(table, columns, state)
        case .addConstraint(let constraint, let name):
            guard let table = state.table(name) else { return [] }
            return [alter(name, "ADD \(try table.clause(of: constraint, .postgresql))")]
        case .dropConstraint(let name, let table):
            return [alter(table, "DROP CONSTRAINT \(quoted(name))")]
        case .renameConstraint(let name, let table, let new):
            return [alter(table, "RENAME CONSTRAINT \(quoted(name)) TO \(quoted(new))")]
        case .dropIndex(let name, _, let isConcurrent):
            return ["DROP INDEX \(isConcurrent ? "CONCURRENTLY IF EXISTS " : "")\(quoted(name))"]
        case .renameIndex(let name, _, let new):
            return ["ALTER INDEX \(quoted(name)) RENAME TO \(quoted(new))"]
        case .sql(let statements, let only): return only == .sqlite ? [] : [statements]
        case .createIndex, .assume: return []
        }
    }
}

extension PostgreSQLPlanner {
    private static func alter(_ table: String, _ action: String) -> String {
        "ALTER TABLE \(quoted(table)) \(action)"
    }

    private static func alter(_ path: ColumnPath, _ action: String) -> String {
        alter(path.table, "ALTER COLUMN \(quoted(path.column)) \(action)")
    }

    /// The primary key is called as its table.
    private static func rename(_ name: String, _ new: String, _ state: SchemaState) -> [String] {
        let sql = [alter(name, "RENAME TO \(quoted(new))")]
        guard let table = state.table(name), !table.key.isEmpty else { return sql }
        let old = table.definition(.postgresql).keyName
        let key = TableState(name: new).definition(.postgresql).keyName
        return sql + [alter(new, "RENAME CONSTRAINT \(quoted(old)) TO \(quoted(key))")]
    }

    private static func update(
        _ path: ColumnPath, _ value: DefaultState, _ type: ColumnType
    ) throws -> String {
        let text = try value.typed(type).text(.postgresql)
        return "UPDATE \(quoted(path.table)) SET \(quoted(path.column)) = \(text)"
    }

    private static func add(
        _ column: ColumnState, _ table: String, _ fill: DefaultState?
    ) throws -> [String] {
        let path = ColumnPath(table, column.name)
        let owner = TableState(name: table).definition(.postgresql)
        var first = column
        if case .sql = fill {
            first.defaultValue = nil
            first.isNullable = true
        } else if let fill {
            // No row is written again for a value.
            first.defaultValue = try fill.typed(column.type)
        }
        let clause = try owner.clause(of: first.definition(.postgresql), .postgresql)
        var sql = [alter(table, "ADD COLUMN \(clause)")]
        guard let fill else { return sql }
        if case .sql = fill { sql.append(try update(path, fill, column.type)) }
        if first.defaultValue != column.defaultValue {
            let text = try column.defaultValue?.text(.postgresql)
            sql.append(alter(path, text.map { "SET DEFAULT \($0)" } ?? "DROP DEFAULT"))
        }
        if first.isNullable, !column.isNullable { sql.append(alter(path, "SET NOT NULL")) }
        return sql
    }

    private static func alterType(
        _ path: ColumnPath, _ type: ColumnType, _ using: DialectText?, _ state: SchemaState
    ) throws -> [String] {
        let change = "TYPE \(Dialect.postgresql.typeName(of: type))"
        let sql = alter(path, using.map { "\(change) USING (\($0.postgresql))" } ?? change)
        guard let value = state.column(path)?.defaultValue else { return [sql] }
        return [
            alter(path, "DROP DEFAULT"), sql,
            alter(path, "SET DEFAULT \(try value.text(.postgresql))"),
        ]
    }

    private static func setDefault(
        _ path: ColumnPath, _ value: DefaultState?, _ state: SchemaState
    ) throws -> String {
        guard let value, let column = state.column(path) else { return alter(path, "DROP DEFAULT") }
        return alter(path, "SET DEFAULT \(try value.typed(column.type).text(.postgresql))")
    }

    /// Counts on from the rows that are there.
    private static func count(_ path: ColumnPath) -> [String] {
        let (table, column) = (quoted(path.table), quoted(path.column))
        return [
            alter(path, "ADD GENERATED BY DEFAULT AS IDENTITY"),
            "SELECT setval(pg_get_serial_sequence(\(text(table)), \(text(path.column))), coalesce(max(\(column)), 0) + 1, false) FROM \(table)",
        ]
    }

    private static func setKey(
        _ name: String, _ columns: [String], _ state: SchemaState
    ) throws -> [String] {
        guard var table = state.table(name) else { return [] }
        var sql: [String] = []
        if !table.key.isEmpty {
            sql.append(
                alter(name, "DROP CONSTRAINT \(quoted(table.definition(.postgresql).keyName))"))
        }
        table.key = columns
        guard !columns.isEmpty else { return sql }
        return sql + [
            alter(name, "ADD \(try table.definition(.postgresql).keyClause(.postgresql))")
        ]
    }

    /// Where `NULL` stands in an index depends on whether there is any.
    private static func reindexing(
        _ path: ColumnPath, _ isNullable: Bool, _ state: SchemaState
    ) throws -> [String] {
        guard var table = state.table(path.table),
            let place = table.columns.firstIndex(where: { $0.name == path.column }),
            table.columns[place].isNullable != isNullable
        else { return [] }
        table.columns[place].isNullable = isNullable
        return try table.indexes.filter { $0.columns.contains(path.column) }.flatMap { index in
            ["DROP INDEX \(quoted(index.name))", try table.creation(of: index, .postgresql)]
        }
    }
}
