package import DewarORM
private import FoundationEssentials

extension Operation {
    /// What takes the operation back.
    ///
    /// - Parameter state: The schema before it.
    /// - Returns: Operations, in order; none for statements, of which nothing is known.
    package func inverse(in state: SchemaState) -> [Operation] {
        switch self {
        case .createTable(let table): return [.dropTable(table.name)]
        case .dropTable(let name): return state.table(name).map(Self.creation) ?? []
        case .renameTable(let name, let new): return [.renameTable(new, to: name)]
        case .addColumn(let column, let table, _):
            return [.dropColumn(ColumnPath(table, column.name))]
        case .dropColumn(let path):
            guard let column = state.column(path) else { return [] }
            let fill = column.needsFill ? DefaultState.blank(column.type) : nil
            return [.addColumn(column, table: path.table, fill: fill)]
        case .renameColumn(let path, let new):
            return [.renameColumn(ColumnPath(path.table, new), to: path.column)]
        case .alterType(let path, let new, _):
            guard let old = state.column(path)?.type else { return [] }
            return [
                .alterType(path, old, using: TypeConversion.using(new, old, path.column))
            ]
        case .setNotNull(let path, _):
            return state.column(path)?.isNullable == true ? [.setNullable(path)] : []
        case .setNullable(let path):
            guard let column = state.column(path), !column.isNullable else { return [] }
            return [.setNotNull(path, fill: column.fillWhenForbidden)]
        case .setDefault(let path, _):
            return state.column(path).map { [.setDefault(path, $0.defaultValue)] } ?? []
        case .setGenerated(let path, let isGenerated): return [.setGenerated(path, !isGenerated)]
        case .setKey(let table, _):
            return state.table(table).map { [.setKey(table: table, $0.key)] } ?? []
        case .addConstraint(let constraint, let table):
            return [.dropConstraint(constraint.name, table: table)]
        case .dropConstraint(let name, let table):
            let constraint = state.table(table)?.constraint(name)
            return constraint.map { [.addConstraint($0, table: table)] } ?? []
        case .renameConstraint(let name, let table, let new):
            return [.renameConstraint(new, table: table, to: name)]
        case .createIndex(let index, let table, let isConcurrent):
            return [.dropIndex(index.name, table: table, isConcurrent: isConcurrent)]
        case .dropIndex(let name, let table, let isConcurrent):
            let index = state.table(table)?.index(name)
            return index.map { [.createIndex($0, table: table, isConcurrent: isConcurrent)] } ?? []
        case .renameIndex(let name, let table, let new):
            return [.renameIndex(new, table: table, to: name)]
        case .sql: return []
        case .assume(let operation): return operation.inverse(in: state).map(Operation.assume)
        }
    }

    /// What creates a table with its indexes.
    package static func creation(_ table: TableState) -> [Operation] {
        var bare = table
        bare.indexes = []
        return [.createTable(bare)]
            + table.indexes.map { .createIndex($0, table: table.name, isConcurrent: false) }
    }
}

extension SchemaState {
    /// The column of a path.
    package func column(_ path: ColumnPath) -> ColumnState? {
        table(path.table)?.column(path.column)
    }
}

extension ColumnState {
    /// Whether rows that are there must be told what to put into it.
    var needsFill: Bool {
        !isNullable && !isGenerated && defaultValue.map { $0 == .value(.null) } ?? true
    }

    /// What rows get in which it is `NULL` when that is forbidden.
    var fillWhenForbidden: DefaultState {
        if let defaultValue, defaultValue != .value(.null) { return defaultValue }
        return .blank(type)
    }
}

extension DefaultState {
    /// A value of a type that says nothing: 0, or the empty text.
    package static func blank(_ type: ColumnType) -> DefaultState {
        switch type {
        case .integer: .value(.integer(0))
        case .double: .value(.double(0))
        case .bool: .value(.bool(false))
        case .text: .value(.text(""))
        case .bytes: .value(.bytes([]))
        case .decimal: .value(.decimal(0))
        case .json: .value(.json("null"))
        case .timestamp:
            .sql(
                DialectText(
                    sqlite: "'1970-01-01 00:00:00.000000'",
                    postgresql: "'1970-01-01 00:00:00+00'"))
        case .localTimestamp: .sql(DialectText("'1970-01-01 00:00:00.000000'"))
        case .date: .sql(DialectText("'1970-01-01'"))
        case .time: .sql(DialectText("'00:00:00.000000'"))
        case .uuid: .sql(DialectText("'00000000-0000-0000-0000-000000000000'"))
        }
    }
}
