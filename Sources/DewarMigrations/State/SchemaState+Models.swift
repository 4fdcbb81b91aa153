package import DewarORM

extension SchemaState {
    /// The tables of models.
    ///
    /// - Parameter models: All models of a database, in any order.
    /// - Throws: `DatabaseError` of kind `invalidSchema`; ``MigrationError`` when two models have
    ///   one table, a table and an index or two indexes have one name, or a model points to one that
    ///   is not among them.
    package init(_ models: [any Model.Type]) throws {
        var owners: [String: String] = [:]
        tables = []
        for model in models {
            let table = try Self.definition(of: model)
            if let other = owners.updateValue("\(model)", forKey: table.name) {
                throw MigrationError.sameTable(table.name, models: other, "\(model)")
            }
            tables.append(try TableState(table))
        }
        try checkNames()
        for table in tables {
            for case .foreignKey(let key) in table.constraints where self.table(key.target) == nil {
                throw MigrationError.unknownTarget(
                    model: owners[table.name] ?? "", table: key.target)
            }
        }
    }

    /// Tables, indexes and what PostgreSQL makes indexes for share their names, and SQLite minds no
    /// case of letters in them.
    private func checkNames() throws(MigrationError) {
        var owners: [String: String] = [:]
        for table in tables {
            var names = [(table.name, "table '\(table.name)'")]
            names += table.indexes.map { ($0.name, "index '\($0.name)' of table '\(table.name)'") }
            for case .unique(let name, _) in table.constraints {
                names.append((name, "constraint '\(name)' of table '\(table.name)'"))
            }
            for (name, owner) in names {
                if let other = owners.updateValue(owner, forKey: name.lowercased()) {
                    throw .sameName(other, owner)
                }
            }
        }
    }

    private static func definition<M: Model>(of model: M.Type) throws -> TableDefinition {
        try model.schema.checked()
    }
}

extension TableState {
    /// The table of a model.
    ///
    /// - Throws: `DatabaseError` for a condition that no SQL says.
    package init(_ table: TableDefinition) throws {
        self.init(name: table.name, key: table.key)
        columns = table.columns.map { column in
            ColumnState(
                name: column.name, type: column.type,
                isNullable: column.isNullable && !table.key.contains(column.name),
                defaultValue: column.defaultValue.map(DefaultState.init),
                isGenerated: column.isGenerated)
        }
        constraints = table.uniques.map { .unique(name: $0.name, columns: $0.columns) }
        constraints += try table.checks.map { check in
            .check(
                name: check.name,
                condition: DialectText(
                    sqlite: try TableDefinition.text(of: check.condition, .sqlite),
                    postgresql: try TableDefinition.text(of: check.condition, .postgresql)))
        }
        constraints += table.foreignKeys.map { key in
            let target = key.target()
            return .foreignKey(
                ForeignKeyState(
                    name: key.name, columns: key.columns, target: target.name,
                    targetColumns: key.targetColumns.isEmpty ? target.key : key.targetColumns,
                    onDelete: key.onDelete, onUpdate: key.onUpdate))
        }
        indexes = table.indexes
    }

    /// The table as one dialect declares it.
    func definition(_ dialect: Dialect) -> TableDefinition {
        var table = TableDefinition(name: name)
        table.key = key
        table.columns = columns.map { $0.definition(dialect) }
        table.indexes = indexes
        for constraint in constraints {
            switch constraint {
            case .unique(let name, let columns):
                table.uniques.append(.init(name: name, columns: columns))
            case .check(let name, let condition):
                let node = SQLNode.raw(RawSQL(trusted: condition[dialect]))
                table.checks.append(.init(name: name, condition: node))
            case .foreignKey(let key):
                table.foreignKeys.append(
                    .init(
                        name: key.name, columns: key.columns,
                        target: { TableDefinition(name: key.target) },
                        targetColumns: key.targetColumns, onDelete: key.onDelete,
                        onUpdate: key.onUpdate))
            }
        }
        return table
    }

    /// The statement that creates the table, without indexes.
    func creation(_ dialect: Dialect) throws -> String {
        try definition(dialect).creationSQL(dialect)
    }

    /// The statement that creates one of the table's indexes.
    func creation(of index: TableDefinition.Constraint, _ dialect: Dialect) throws -> String {
        try definition(dialect).creationSQL(of: index, dialect)
    }

    /// A constraint as it stands behind `ADD`.
    func clause(of constraint: ConstraintState, _ dialect: Dialect) throws -> String {
        let alone = TableState(name: name, constraints: [constraint])
        return try alone.definition(dialect).constraintClauses(dialect).joined()
    }
}

extension ColumnState {
    /// The column as one dialect declares it.
    func definition(_ dialect: Dialect) -> ColumnDefinition {
        ColumnDefinition(
            name: name, type: type, isNullable: isNullable,
            defaultValue: defaultValue?.definition(dialect), isGenerated: isGenerated)
    }
}

extension DefaultState {
    init(_ value: ColumnDefinition.Default) {
        switch value {
        case .value(let value): self = .value(value)
        case .now: self = .now
        case .sql(let text): self = .sql(DialectText(text))
        }
    }

    func definition(_ dialect: Dialect) -> ColumnDefinition.Default {
        switch self {
        case .value(let value): .value(value)
        case .now: .now
        case .sql(let text): .sql(text[dialect])
        }
    }

    /// The default as it stands behind `DEFAULT`.
    func text(_ dialect: Dialect) throws -> String {
        try TableDefinition.text(of: definition(dialect), dialect)
    }
}
