import DewarORM

/// Plans operations for SQLite: several changes of one table in a row make it anew once.
struct SQLitePlanner {
    /// A table that will be made anew.
    fileprivate struct Pending {
        var old: TableState
        var name: String
        /// The values of the columns, over the old ones.
        var values: [String: String]
        /// Where the first of the changes stands.
        var line: Int
    }

    /// The schema after the operations so far.
    private(set) var state: SchemaState
    private var statements: [MigrationPlan.Part] = []
    /// Where the operation stands.
    private var line = 1
    private var pending: Pending?

    init(_ state: SchemaState) {
        self.state = state
    }

    /// The statements.
    mutating func finished() throws -> [MigrationPlan.Part] {
        try flush()
        return statements
    }

    mutating func add(_ step: Migration.Step) throws {
        let operation = step.operation
        line = step.line
        switch operation {
        case .createTable(let table):
            try flush()
            try check(table)
            try run(operation, [try table.creation(.sqlite)])
        case .dropTable(let name):
            try flush()
            try state.apply(operation)
            statements.append(.init(.dropTable(name), line))
        case .renameTable(let name, let new):
            try flush()
            try run(operation, Self.rename(name, to: new))
        case .renameColumn(let path, let new):
            // Not by a new table: foreign keys, triggers and views get the name too.
            try flush()
            try run(
                operation,
                [
                    "ALTER TABLE \(quoted(path.table)) RENAME COLUMN \(quoted(path.column)) TO \(quoted(new))"
                ])
        case .createIndex(let index, let name, _):
            let sql = try state.table(name)?.creation(of: index, .sqlite)
            try runUnlessPending(operation, name, [sql])
        case .dropIndex(let name, let table, _):
            try runUnlessPending(operation, table, ["DROP INDEX \(quoted(name))"])
        case .renameIndex(let name, let table, let new):
            var index = state.table(table)?.index(name)
            index?.name = new
            let sql = try index.flatMap { try state.table(table)?.creation(of: $0, .sqlite) }
            try runUnlessPending(operation, table, ["DROP INDEX \(quoted(name))", sql])
        case .sql(let statements, let only):
            try flush()
            if only != .postgresql { self.statements.append(.init(.sql(statements), line)) }
        case .assume:
            try flush()
            try state.apply(operation)
        default: try change(operation)
        }
    }

    /// A table whose letters alone change their case has another name for a moment: SQLite takes
    /// both for the same.
    private static func rename(_ name: String, to new: String) -> [String] {
        let meanwhile = TableDefinition.name(of: ["dewar", new], suffix: "renamed")
        let names = name.lowercased() == new.lowercased() ? [name, meanwhile, new] : [name, new]
        return zip(names, names.dropFirst()).map {
            "ALTER TABLE \(quoted($0)) RENAME TO \(quoted($1))"
        }
    }

    private mutating func run(_ operation: Operation, _ sql: [String?]) throws {
        try state.apply(operation)
        for text in sql.compactMap(\.self) { statements.append(.init(.sql(text), line)) }
    }

    /// The indexes of a table that is made anew are made with it.
    private mutating func runUnlessPending(
        _ operation: Operation, _ table: String, _ sql: [String?]
    ) throws {
        if pending?.name != table { try flush() }
        try run(operation, pending == nil ? sql : [])
    }
}

extension SQLitePlanner {
    /// Changes a table: one that is made anew takes the change with it.
    private mutating func change(_ operation: Operation) throws {
        guard let name = operation.table else { return }
        if pending?.name != name { try flush() }
        let before = state.table(name)
        try state.apply(operation)
        guard let before, let after = state.table(name) else { return }
        if pending == nil, case .addColumn(let column, _, let fill) = operation,
            let sql = try addition(of: column, to: after, fill: fill)
        {
            statements.append(.init(.sql(sql), line))
            return
        }
        var pending =
            self.pending
            ?? Pending(
                old: before, name: name,
                values: Dictionary(
                    before.columns.map { ($0.name, quoted($0.name)) }, uniquingKeysWith: { $1 }),
                line: line)
        try note(operation, &pending)
        self.pending = pending
    }

    /// `ADD COLUMN`, if it can say all; nil otherwise.
    private func addition(
        of column: ColumnState, to table: TableState, fill: DefaultState?
    ) throws -> String? {
        guard fill == nil, !column.isGenerated, column.isNullable || !column.needsFill else {
            return nil
        }
        switch column.defaultValue {
        case nil, .value: break
        case .now, .sql: return nil
        }
        let clause = try table.definition(.sqlite).clause(
            of: column.definition(.sqlite), .sqlite)
        return "ALTER TABLE \(quoted(table.name)) ADD COLUMN \(clause)"
    }

    /// Notes what an operation makes of the values.
    private func note(_ operation: Operation, _ pending: inout Pending) throws {
        switch operation {
        case .addColumn(let column, _, let fill):
            if column.isGenerated { break }
            let value = fill ?? column.defaultValue ?? .value(.null)
            pending.values[column.name] = try Self.value(value, column.type, pending)
        case .dropColumn(let path): pending.values[path.column] = nil
        case .alterType(let path, let type, let using):
            guard let old = pending.values[path.column] else { break }
            if let using {
                pending.values[path.column] = pending.filledIn(using.sqlite)
            } else if case .text = type {
                // An integer's text is what PostgreSQL makes of it too.
                pending.values[path.column] = "CAST(\(old) AS TEXT)"
            }
        case .setNotNull(let path, let fill):
            guard let fill, let old = pending.values[path.column],
                let type = state.column(path)?.type
            else { break }
            pending.values[path.column] =
                "coalesce(\(old), \(try Self.value(fill, type, pending)))"
        default: break
        }
    }

    private static func value(
        _ value: DefaultState, _ type: ColumnType, _ pending: Pending
    ) throws -> String {
        let typed = try value.typed(type)
        let text = try typed.text(.sqlite)
        if case .sql = typed { return pending.filledIn(text) }
        return text
    }

    private mutating func flush() throws {
        guard let pending, let new = state.table(pending.name) else { return }
        self.pending = nil
        try check(new)
        let columns = new.columns.map(\.name).filter { pending.values[$0] != nil }
        let rebuild = TableRebuild(
            old: pending.old, new: new, columns: columns,
            values: columns.compactMap { pending.values[$0] })
        statements.append(.init(.rebuild(rebuild), pending.line))
    }

    private func check(_ table: TableState) throws(MigrationError) {
        for column in table.columns where column.isGenerated && table.key != [column.name] {
            throw .generatedOutsideKey("\(table.name).\(column.name)")
        }
    }
}

fileprivate extension SQLitePlanner.Pending {
    /// An expression over columns, some of which have other values by now.
    func filledIn(_ text: String) -> String {
        let changed = values.filter { $0.value != quoted($0.key) }
        return SQLTokens(text).replacing(changed.mapValues { "(\($0))" })
    }
}

extension Operation {
    /// The table that it changes, if it is one.
    var table: String? {
        switch self {
        case .addColumn(_, let table, _), .setKey(let table, _), .addConstraint(_, let table),
            .dropConstraint(_, let table), .renameConstraint(_, let table, _),
            .createIndex(_, let table, _), .dropIndex(_, let table, _),
            .renameIndex(_, let table, _), .dropTable(let table), .renameTable(let table, _):
            table
        case .dropColumn(let path), .renameColumn(let path, _), .alterType(let path, _, _),
            .setNotNull(let path, _), .setNullable(let path), .setDefault(let path, _),
            .setGenerated(let path, _):
            path.table
        case .createTable(let table): table.name
        case .sql: nil
        case .assume(let operation): operation.table
        }
    }
}
