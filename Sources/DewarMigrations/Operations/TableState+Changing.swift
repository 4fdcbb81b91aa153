import DewarORM

// What operations do to one table.
extension TableState {
    /// Whether a foreign key points to a table.
    func points(to name: String) -> Bool {
        constraints.contains { constraint in
            if case .foreignKey(let key) = constraint { key.target == name } else { false }
        }
    }

    mutating func add(_ index: TableDefinition.Constraint) throws(MigrationError) {
        guard self.index(index.name) == nil else { throw .exists("index", index.name) }
        try SchemaState.check(name: index.name)
        try require(columns: index.columns, of: index.name)
        indexes.append(index)
    }

    mutating func add(_ constraint: ConstraintState) throws(MigrationError) {
        try requireFree(constraint: constraint.name)
        try SchemaState.check(name: constraint.name)
        switch constraint {
        case .unique(let name, let columns): try require(columns: columns, of: name)
        case .foreignKey(let key): try require(columns: key.columns, of: key.name)
        case .check: break
        }
        constraints.append(constraint)
    }

    mutating func rename(_ index: String, to new: String) throws(MigrationError) {
        try require(index: index)
        guard self.index(new) == nil else { throw .exists("index", new) }
        try SchemaState.check(name: new)
        for place in indexes.indices where indexes[place].name == index {
            indexes[place].name = new
        }
    }

    /// No column of a primary key may be `NULL`.
    mutating func setKey(_ columns: [String]) throws(MigrationError) {
        if !columns.isEmpty { try require(columns: columns, of: "the primary key") }
        key = columns
        for index in self.columns.indices where columns.contains(self.columns[index].name) {
            self.columns[index].isNullable = false
        }
    }

    mutating func drop(_ column: String) throws(MigrationError) {
        let path = "\(name).\(column)"
        if key.contains(column) {
            throw .stillUsed("column", path, by: "the primary key of table", name)
        }
        for constraint in constraints where constraint.mentions(column) {
            throw .stillUsed("column", path, by: "constraint", constraint.name)
        }
        for index in indexes where index.columns.contains(column) {
            throw .stillUsed("column", path, by: "index", index.name)
        }
        columns.removeAll { $0.name == column }
        if columns.isEmpty { throw .noColumns(name) }
    }

    /// Writes another name in keys, indexes and conditions; foreign keys are the schema's matter.
    mutating func renameInside(_ column: String, to new: String) {
        let renamed = { (names: [String]) in names.map { $0 == column ? new : $0 } }
        key = renamed(key)
        for index in indexes.indices { indexes[index].columns = renamed(indexes[index].columns) }
        for index in constraints.indices {
            switch constraints[index] {
            case .unique(let name, let columns):
                constraints[index] = .unique(name: name, columns: renamed(columns))
            case .check(let name, let condition):
                constraints[index] = .check(
                    name: name, condition: condition.renaming(column, to: new))
            case .foreignKey: break
            }
        }
    }

    func require(constraint name: String) throws(MigrationError) {
        guard constraint(name) == nil else { return }
        throw .missing("constraint", name, of: constraints.map(\.name))
    }

    func requireFree(constraint name: String) throws(MigrationError) {
        guard constraint(name) != nil else { return }
        throw .exists("constraint", name)
    }

    func require(index name: String) throws(MigrationError) {
        guard index(name) == nil else { return }
        throw .missing("index", name, of: indexes.map(\.name))
    }

    private func require(columns names: [String], of user: String) throws(MigrationError) {
        guard !names.isEmpty else { throw .noColumns(user) }
        for name in names where column(name) == nil {
            throw .missing(
                "column", "\(self.name).\(name)", of: columns.map { "\(self.name).\($0.name)" })
        }
    }
}

extension ConstraintState {
    /// Whether a column of its own table is part of it.
    func mentions(_ column: String) -> Bool {
        switch self {
        case .unique(_, let columns): columns.contains(column)
        case .check(_, let condition): condition.mentions(column)
        case .foreignKey(let key): key.columns.contains(column)
        }
    }
}
