import DewarORM

extension SchemaState {
    /// Does what an operation says.
    ///
    /// - Parameter operation: Any operation; statements change nothing here.
    /// - Throws: ``MigrationError`` when it does not fit: a table is not there, or there already.
    package mutating func apply(_ operation: Operation) throws(MigrationError) {
        switch operation {
        case .createTable(let table): try create(table)
        case .dropTable(let name):
            try change(name) { _ throws(MigrationError) in }
            if let other = tables.first(where: { $0.name != name && $0.points(to: name) }) {
                throw .stillUsed("table", name, by: "a foreign key of table", other.name)
            }
            tables.removeAll { $0.name == name }
        case .renameTable(let name, let new): try rename(name, to: new)
        case .renameColumn(let path, let new): try rename(path, to: new)
        case .sql: break
        case .assume(let operation): try apply(operation)
        case .createIndex(let index, let table, _):
            try change(table) { table throws(MigrationError) in try table.add(index) }
        case .dropIndex(let name, let table, _):
            try change(table) { table throws(MigrationError) in
                try table.require(index: name)
                table.indexes.removeAll { $0.name == name }
            }
        case .renameIndex(let name, let table, let new):
            try change(table) { table throws(MigrationError) in try table.rename(name, to: new) }
        case .addConstraint(let constraint, let table):
            try change(table) { table throws(MigrationError) in try table.add(constraint) }
            if case .foreignKey(let key) = constraint { try check(key, of: table) }
        case .dropConstraint(let name, let table):
            try change(table) { table throws(MigrationError) in
                try table.require(constraint: name)
                table.constraints.removeAll { $0.name == name }
            }
        case .renameConstraint(let name, let table, let new):
            try change(table) { table throws(MigrationError) in
                try table.require(constraint: name)
                try table.requireFree(constraint: new)
                for index in table.constraints.indices where table.constraints[index].name == name {
                    table.constraints[index].name = new
                }
            }
        case .setKey(let table, let columns):
            try change(table) { table throws(MigrationError) in try table.setKey(columns) }
        default: try applyToColumn(operation)
        }
    }

    private mutating func applyToColumn(_ operation: Operation) throws(MigrationError) {
        switch operation {
        case .addColumn(let column, let table, _):
            try change(table) { table throws(MigrationError) in
                guard table.column(column.name) == nil else {
                    throw .exists("column", "\(table.name).\(column.name)")
                }
                try SchemaState.check(name: column.name)
                table.columns.append(column)
            }
        case .dropColumn(let path):
            try change(path) { _ throws(MigrationError) in }
            try change(path.table) { table throws(MigrationError) in try table.drop(path.column) }
        case .alterType(let path, let type, _):
            try change(path) { column throws(MigrationError) in column.type = type }
        case .setNotNull(let path, _):
            try change(path) { column throws(MigrationError) in column.isNullable = false }
        case .setNullable(let path):
            if table(path.table)?.key.contains(path.column) == true {
                throw .stillUsed("column", "\(path)", by: "the primary key of table", path.table)
            }
            try change(path) { column throws(MigrationError) in column.isNullable = true }
        case .setDefault(let path, let value):
            try change(path) { column throws(MigrationError) in
                column.defaultValue = try value?.typed(column.type)
            }
        case .setGenerated(let path, let isGenerated):
            try change(path) { column throws(MigrationError) in column.isGenerated = isGenerated }
        default: break
        }
    }
}

extension SchemaState {
    /// Changes a table that must be there.
    private mutating func change(
        _ name: String, _ body: (inout TableState) throws(MigrationError) -> Void
    ) throws(MigrationError) {
        guard let index = tables.firstIndex(where: { $0.name == name }) else {
            throw .missing("table", name, of: tables.map(\.name))
        }
        try body(&tables[index])
    }

    /// Changes a column that must be there.
    private mutating func change(
        _ path: ColumnPath, _ body: (inout ColumnState) throws(MigrationError) -> Void
    ) throws(MigrationError) {
        try change(path.table) { table throws(MigrationError) in
            guard let index = table.columns.firstIndex(where: { $0.name == path.column }) else {
                throw .missing(
                    "column", "\(path)", of: table.columns.map { "\(path.table).\($0.name)" })
            }
            try body(&table.columns[index])
        }
    }

    private mutating func create(_ table: TableState) throws(MigrationError) {
        guard self.table(table.name) == nil else { throw .exists("table", table.name) }
        try SchemaState.check(name: table.name)
        guard !table.columns.isEmpty else { throw .noColumns(table.name) }
        var made = TableState(name: table.name)
        for column in table.columns {
            guard made.column(column.name) == nil else {
                throw .exists("column", "\(table.name).\(column.name)")
            }
            try SchemaState.check(name: column.name)
            made.columns.append(column)
        }
        try made.setKey(table.key)
        for constraint in table.constraints { try made.add(constraint) }
        for index in table.indexes { try made.add(index) }
        tables.append(made)
        for case .foreignKey(let key) in table.constraints { try check(key, of: table.name) }
    }

    private func check(_ key: ForeignKeyState, of table: String) throws(MigrationError) {
        guard let target = self.table(key.target) else {
            throw .missing("table", key.target, of: tables.map(\.name))
        }
        for column in key.targetColumns where target.column(column) == nil {
            throw .missing(
                "column", "\(key.target).\(column)",
                of: target.columns.map { "\(key.target).\($0.name)" })
        }
        guard key.columns.count == key.targetColumns.count, !key.columns.isEmpty else {
            throw .unequalKey(key.name)
        }
    }

    private mutating func rename(_ name: String, to new: String) throws(MigrationError) {
        guard table(new) == nil else { throw .exists("table", new) }
        try SchemaState.check(name: new)
        try change(name) { table throws(MigrationError) in table.name = new }
        eachForeignKey { key, _ in if key.target == name { key.target = new } }
    }

    private mutating func rename(_ path: ColumnPath, to new: String) throws(MigrationError) {
        if table(path.table)?.column(new) != nil {
            throw .exists("column", "\(path.table).\(new)")
        }
        try SchemaState.check(name: new)
        try change(path) { column throws(MigrationError) in column.name = new }
        try change(path.table) { table throws(MigrationError) in
            table.renameInside(path.column, to: new)
        }
        eachForeignKey { key, table in
            if key.target == path.table {
                key.targetColumns = key.targetColumns.map { $0 == path.column ? new : $0 }
            }
            if table == path.table {
                key.columns = key.columns.map { $0 == path.column ? new : $0 }
            }
        }
    }

    /// Changes all foreign keys.
    private mutating func eachForeignKey(_ body: (inout ForeignKeyState, String) -> Void) {
        for index in tables.indices {
            for place in tables[index].constraints.indices {
                guard case .foreignKey(var key) = tables[index].constraints[place] else { continue }
                body(&key, tables[index].name)
                tables[index].constraints[place] = .foreignKey(key)
            }
        }
    }

    /// Refuses a name that no database can keep.
    static func check(name: String) throws(MigrationError) {
        if let reason = TableDefinition.fault(ofName: name) { throw .invalidName(name, reason) }
    }
}
