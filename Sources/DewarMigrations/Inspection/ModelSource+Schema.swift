import DewarORM

// The schema's lines.
extension ModelSource {
    func lines(of table: TableState, _ dialect: Dialect) -> [String] {
        var rest = table
        var lines: [String] = []
        if table.key.count == 1 {
            lines += table.columns.filter { table.key == [$0.name] }.flatMap { column in
                self.lines(of: column, in: table, &rest, call: "key")
            }
        } else {
            lines.append("t.key(\(paths(table, table.key)))")
            lines += table.columns.filter { table.key.contains($0.name) }.compactMap { column in
                let options = options(of: column, in: table)
                return options.isEmpty
                    ? nil : "// \(column.name): \(options.joined(separator: ", "))"
            }.map { MigrationText.visible($0) }
        }
        for column in table.columns where !table.key.contains(column.name) {
            lines += self.lines(of: column, in: table, &rest, call: "column")
        }
        return lines + rules(of: rest, dialect)
    }

    private func lines(
        of column: ColumnState, in table: TableState, _ rest: inout TableState, call: String
    ) -> [String] {
        var options = [path(table, column.name)] + options(of: column, in: table)
        options += takeRules(of: column, in: table, &rest)
        var lines = ["t.\(call)(\(options.joined(separator: ", ")))"]
        if let value = column.defaultValue, value != .value(.null),
            Self.option(of: value, column.type) == nil
        {
            let text = OperationText.text(
                of: .setDefault(ColumnPath(table.name, column.name), value))
            lines.insert("// \(MigrationText.visible(text))", at: 0)
        }
        return lines
    }

    private func options(of column: ColumnState, in table: TableState) -> [String] {
        var options: [String] = []
        if PropertyName.columnName(of: property(table, column.name)) != column.name {
            options.append(".name(\(MigrationText.quoted(column.name)))")
        }
        switch column.type {
        case .text(let length?): options.append(".length(\(length))")
        case .decimal(let size?):
            options.append(".digits(\(size.precision), scale: \(size.scale))")
        default: break
        }
        if let value = column.defaultValue, let option = Self.option(of: value, column.type) {
            options.append(option)
        }
        return options
    }

    private static func option(of value: DefaultState, _ type: ColumnType) -> String? {
        switch value {
        case .now: return type == .timestamp ? ".defaultNow" : nil
        case .sql: return nil
        case .value(let value):
            switch value {
            case .bool(let value): return ".default(\(value))"
            case .integer(let value): return ".default(\(value))"
            case .double(let value): return value.isFinite ? ".default(\(value))" : nil
            case .text(let text): return ".default(\(MigrationText.quoted(text)))"
            case .bytes(let bytes): return ".default(\(bytes))"
            default: return nil
            }
        }
    }

    /// The rules of a column alone whose names are those that the schema would give.
    private func takeRules(
        of column: ColumnState, in table: TableState, _ rest: inout TableState
    ) -> [String] {
        var options: [String] = []
        let name = { TableDefinition.name(of: [table.name, column.name], suffix: $0) }
        for constraint in table.constraints {
            switch constraint {
            case .unique(name("key"), [column.name]): options.append(".unique")
            case .foreignKey(let key)
            where key.name == name("fkey") && key.columns == [column.name] && isToKey(key):
                options.append(
                    ".references(\(types[key.target] ?? "").self\(Self.actions(key)))")
            default: continue
            }
            rest.constraints.removeAll { $0 == constraint }
        }
        for index in table.indexes
        where index == .init(name: name("idx"), columns: [column.name]) {
            options.append(".index")
            rest.indexes.removeAll { $0 == index }
        }
        return options
    }

    /// Whether a foreign key points to the primary key of a table that has a model.
    func isToKey(_ key: ForeignKeyState) -> Bool {
        guard let target = state.table(key.target), !target.key.isEmpty else { return false }
        return target.key == key.targetColumns
    }

    private static func actions(_ key: ForeignKeyState) -> String {
        var text = ""
        for (event, action) in [("onDelete", key.onDelete), ("onUpdate", key.onUpdate)] {
            let name: String? =
                switch action {
                case .noAction: nil
                case .restrict: "restrict"
                case .cascade: "cascade"
                case .setNull: "setNull"
                case .setDefault: "setDefault"
                }
            if let name { text += ", \(event): .\(name)" }
        }
        return text
    }

    private func rules(of table: TableState, _ dialect: Dialect) -> [String] {
        var lines = table.constraints.map { constraint in
            let name = MigrationText.quoted(constraint.name)
            switch constraint {
            case .unique(_, let columns):
                return "t.unique(\(paths(table, columns)), name: \(name))"
            case .check(_, let condition):
                let sql = MigrationText.quoted(condition[dialect])
                return "t.check(\(name)) { _ in SQLExpression<Bool>(\(sql)) }"
            case .foreignKey(let key):
                guard isToKey(key) else {
                    let text = OperationText.text(of: .addConstraint(constraint, table: table.name))
                    return "// \(MigrationText.visible(text))"
                }
                let target = "model: \(types[key.target] ?? "").self"
                return
                    "t.references(\(paths(table, key.columns)), \(target)\(Self.actions(key)), name: \(name))"
            }
        }
        for index in table.indexes where !index.columns.isEmpty {
            let isUnique = index.isUnique ? ", isUnique: true" : ""
            let name = MigrationText.quoted(index.name)
            lines.append("t.index(\(paths(table, index.columns))\(isUnique), name: \(name))")
        }
        return lines
    }
}
