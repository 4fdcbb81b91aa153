import DewarORM

/// The operations that make one schema another.
///
/// They come in this order: what is in the way goes (foreign keys, conditions, indexes), names
/// change, tables and columns come and change, columns and tables go, rules and indexes come.
package struct SchemaComparison {
    /// The operations, in order.
    package private(set) var operations: [Operation] = []
    /// What takes them back, in order.
    package private(set) var inverse: [Operation] = []
    /// What they may do to rows that are there.
    package private(set) var hazards: [Hazard] = []

    private var state: SchemaState
    private let target: SchemaState
    private let choices: RenameChoices
    /// The columns in which rows that are there can get a value.
    private(set) var fillable: [ColumnPath] = []
    /// Foreign keys of new tables that point to tables that come later.
    private var lateKeys: [(table: String, key: ConstraintState)] = []

    /// Compares two schemas.
    ///
    /// - Parameters:
    ///   - old: The schema before.
    ///   - new: The schema that is wanted; the order of its columns does not matter.
    ///   - choices: What was renamed.
    /// - Throws: ``MigrationError`` when a choice names what is not there.
    package init(
        from old: SchemaState, to new: SchemaState, _ choices: RenameChoices = RenameChoices()
    ) throws(MigrationError) {
        state = old
        target = new
        self.choices = choices
        try rename()
        let kept = target.tables.filter { state.table($0.name) != nil }
        for table in kept { try dropRules(table) }
        try createTables()
        for table in kept { try changeColumns(table) }
        for table in kept { try dropColumns(table) }
        try dropTables()
        for table in kept { try addRules(table, isKey: false) }
        for table in kept { try addRules(table, isKey: true) }
        for late in lateKeys { try emit(.addConstraint(late.key, table: late.table)) }
    }

    private mutating func emit(_ operation: Operation) throws(MigrationError) {
        let before = state
        try state.apply(operation)
        operations.append(operation)
        inverse = operation.inverse(in: before) + inverse
        if let hazard = operation.hazard(in: before) { hazards.append(hazard) }
    }
}

// Names.
extension SchemaComparison {
    private mutating func rename() throws(MigrationError) {
        for (old, new) in choices.tableSteps { try emit(.renameTable(old, to: new)) }
        for (path, new) in choices.columnSteps { try emit(.renameColumn(path, to: new)) }
        for table in target.tables { try renameRules(table) }
    }

    /// Rules that say the same under another name get that name.
    private mutating func renameRules(_ table: TableState) throws(MigrationError) {
        guard let old = state.table(table.name) else { return }
        for constraint in old.constraints where table.constraint(constraint.name) == nil {
            let same = table.constraints.first { new in
                var named = constraint
                named.name = new.name
                return named == new && state.table(table.name)?.constraint(new.name) == nil
            }
            if let same {
                try emit(.renameConstraint(constraint.name, table: table.name, to: same.name))
            }
        }
        for index in old.indexes where table.index(index.name) == nil {
            let same = table.indexes.first { new in
                new.columns == index.columns && new.isUnique == index.isUnique
                    && state.table(table.name)?.index(new.name) == nil
            }
            if let same { try emit(.renameIndex(index.name, table: table.name, to: same.name)) }
        }
    }
}

// Rules.
extension SchemaComparison {
    private mutating func dropRules(_ table: TableState) throws(MigrationError) {
        guard let old = state.table(table.name) else { return }
        for constraint in old.constraints
        where table.constraint(constraint.name) != constraint || isDisturbed(constraint, of: table)
        {
            try emit(.dropConstraint(constraint.name, table: table.name))
        }
        for index in old.indexes where table.index(index.name) != index {
            try emit(.dropIndex(index.name, table: table.name, isConcurrent: false))
        }
    }

    /// Whether a constraint stands in the way of a change of columns or keys.
    private func isDisturbed(_ constraint: ConstraintState, of table: TableState) -> Bool {
        switch constraint {
        case .unique: return false
        case .check:
            return table.columns.contains {
                constraint.mentions($0.name) && changesKind(ColumnPath(table.name, $0.name))
            }
        case .foreignKey(let key):
            return state.table(key.target)?.key != target.table(key.target)?.key
                || key.columns.contains { changesKind(ColumnPath(table.name, $0)) }
                || key.targetColumns.contains { changesKind(ColumnPath(key.target, $0)) }
        }
    }

    /// Whether a column that stays gets a type of another kind.
    private func changesKind(_ path: ColumnPath) -> Bool {
        guard let old = state.column(path)?.type, let new = target.column(path)?.type else {
            return false
        }
        return !old.isAkin(to: new)
    }

    private mutating func addRules(
        _ table: TableState, isKey wanted: Bool
    ) throws(MigrationError) {
        for constraint in table.constraints
        where state.table(table.name)?.constraint(constraint.name) == nil {
            let isKey = if case .foreignKey = constraint { true } else { false }
            if isKey == wanted { try emit(.addConstraint(constraint, table: table.name)) }
        }
        guard !wanted else { return }
        for index in table.indexes where state.table(table.name)?.index(index.name) == nil {
            try emit(.createIndex(index, table: table.name, isConcurrent: false))
        }
    }
}

// Tables and columns.
extension SchemaComparison {
    private mutating func createTables() throws(MigrationError) {
        var rest = target.tables.filter { state.table($0.name) == nil }
        while !rest.isEmpty {
            let names = Set(rest.map(\.name))
            let isFree = { (table: TableState) in
                names.allSatisfy { $0 == table.name || !table.points(to: $0) }
            }
            // In a circle any comes first, and its keys later.
            var table = rest.remove(at: rest.firstIndex(where: isFree) ?? 0)
            for case .foreignKey(let key) in table.constraints
            where key.target != table.name && state.table(key.target) == nil {
                lateKeys.append((table.name, .foreignKey(key)))
            }
            table.constraints.removeAll { constraint in
                lateKeys.contains { $0.table == table.name && $0.key == constraint }
            }
            for operation in Operation.creation(table) { try emit(operation) }
        }
    }

    private mutating func dropTables() throws(MigrationError) {
        var rest = state.tables.filter { target.table($0.name) == nil }
        while let last = rest.last {
            let free = rest.lastIndex { table in
                rest.allSatisfy { $0.name == table.name || !$0.points(to: table.name) }
            }
            guard let free else {
                // A circle: one of its tables lets go of the others.
                for case .foreignKey(let key) in last.constraints where key.target != last.name {
                    try emit(.dropConstraint(key.name, table: last.name))
                }
                rest[rest.count - 1].constraints.removeAll { constraint in
                    if case .foreignKey = constraint { true } else { false }
                }
                continue
            }
            try emit(.dropTable(rest.remove(at: free).name))
        }
    }

    private mutating func changeColumns(_ table: TableState) throws(MigrationError) {
        for column in table.columns {
            let path = ColumnPath(table.name, column.name)
            if let old = state.column(path) {
                try change(path, old, column)
            } else {
                fillable.append(path)
                try emit(.addColumn(column, table: table.name, fill: choices.fills[path]))
            }
        }
        let old = state.table(table.name)
        for column in old?.columns ?? [] where column.isGenerated {
            if table.column(column.name)?.isGenerated != true {
                try emit(.setGenerated(ColumnPath(table.name, column.name), false))
            }
        }
        if old?.key != table.key { try emit(.setKey(table: table.name, table.key)) }
        for column in table.columns {
            let path = ColumnPath(table.name, column.name)
            if column.isGenerated, state.column(path)?.isGenerated == false {
                try emit(.setGenerated(path, true))
            }
            if column.isNullable, state.column(path)?.isNullable == false {
                try emit(.setNullable(path))
            }
        }
    }

    private mutating func change(
        _ path: ColumnPath, _ old: ColumnState, _ new: ColumnState
    ) throws(MigrationError) {
        if old.type != new.type {
            // A default of another kind cannot stay.
            if !old.type.isAkin(to: new.type), old.defaultValue != nil {
                try emit(.setDefault(path, nil))
            }
            let using = TypeConversion.using(old.type, new.type, path.column)
            try emit(.alterType(path, new.type, using: using))
        }
        if state.column(path)?.defaultValue != new.defaultValue {
            try emit(.setDefault(path, new.defaultValue))
        }
        if old.isNullable, !new.isNullable {
            fillable.append(path)
            let fill = choices.fills[path] ?? (new.needsFill ? nil : new.fillWhenForbidden)
            try emit(.setNotNull(path, fill: fill))
        }
    }

    private mutating func dropColumns(_ table: TableState) throws(MigrationError) {
        for column in state.table(table.name)?.columns ?? [] {
            let path = ColumnPath(table.name, column.name)
            if target.column(path) == nil { try emit(.dropColumn(path)) }
        }
    }
}
