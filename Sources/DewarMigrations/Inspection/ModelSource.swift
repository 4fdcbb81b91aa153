public import DewarORM

/// Writes models for the tables of a database.
package struct ModelSource {
    private let state: SchemaState
    private var types: [String: String] = [:]
    private var properties: [ColumnPath: String] = [:]
    private var text = ""

    /// The models of a schema.
    ///
    /// - Parameters:
    ///   - state: Tables as they are.
    ///   - dialect: Whose conditions are taken.
    /// - Returns: Swift that compiles where DewarORM is there.
    package static func text(of state: SchemaState, _ dialect: Dialect) -> String {
        var source = ModelSource(state)
        for table in state.tables { source.append(table, dialect) }
        return source.head + source.text
    }

    private init(_ state: SchemaState) {
        self.state = state
        var taken: Set<String> = [
            "Model", "Schema", "String", "Int", "Bool", "Double", "Date", "Decimal", "UUID",
            "HasMany", "BelongsTo", "LocalDate", "LocalTime", "LocalDateTime", "JSONText", "Int16",
            "Int32", "SQLExpression", "ColumnType", "ColumnValue", "DatabaseValue", "Database",
            "Any", "Self", "Type", "Protocol", "Optional", "Row", "Query", "Columns",
        ]
        for table in state.tables {
            let type = SwiftName.type(table.name, taken: taken)
            taken.insert(type)
            types[table.name] = type
            // What a model has besides its columns.
            var names: Set<String> = [
                "schema", "query", "insert", "update", "delete", "upsert", "save", "init",
            ]
            for column in table.columns {
                let name = SwiftName.property(column.name, taken: names)
                names.insert(name)
                properties[ColumnPath(table.name, column.name)] = name
            }
        }
    }

    private var head: String {
        let columns = state.tables.filter { !$0.key.isEmpty }.flatMap(\.columns)
        let needsFoundation = columns.contains {
            switch $0.type {
            case .decimal, .timestamp, .uuid: true
            default: false
            }
        }
        var head = "import DewarORM\n"
        if needsFoundation { head += "import FoundationEssentials\n" }
        if columns.contains(where: { $0.type == .json }) { head += "\n" + Self.jsonText }
        return head
    }

    /// JSON of which nothing is known.
    private static let jsonText = """
        /// JSON as text: a structure that is a `JSONColumn` says what is in it.
        struct JSONText: ColumnValue {
            var text: String
            static var columnType: ColumnType { .json }
            var databaseValue: DatabaseValue { .json(text) }
            init?(databaseValue: DatabaseValue) {
                switch databaseValue {
                case .json(let text), .text(let text): self.text = text
                default: return nil
                }
            }
        }

        """
}

extension ModelSource {
    private mutating func append(_ table: TableState, _ dialect: Dialect) {
        guard !table.key.isEmpty else {
            text +=
                "\n// Table \(MigrationText.visible(table.name)) has no primary key, which a model needs.\n"
            return
        }
        let type = types[table.name] ?? ""
        text += "\nstruct \(SwiftName.written(type)): Model {\n"
        for column in table.columns {
            text +=
                "    var \(SwiftName.written(property(table, column.name))): \(Self.type(column))\n"
        }
        text +=
            "\n    static let schema = Schema<\(type)>(\(MigrationText.quoted(table.name))) { t in\n"
        for line in lines(of: table, dialect) { text += "        \(line)\n" }
        text += "    }\n"
        for relation in relations(of: table) { text += "    \(relation)\n" }
        text += "}\n"
    }

    private func property(_ table: TableState, _ column: String) -> String {
        properties[ColumnPath(table.name, column)] ?? ""
    }

    private func path(_ table: TableState, _ column: String) -> String {
        "\\.\(SwiftName.written(property(table, column)))"
    }

    private func paths(_ table: TableState, _ columns: [String]) -> String {
        columns.map { path(table, $0) }.joined(separator: ", ")
    }

    private static func type(_ column: ColumnState) -> String {
        let name =
            switch column.type {
            case .integer(let bytes): bytes <= 2 ? "Int16" : bytes <= 4 ? "Int32" : "Int"
            case .double: "Double"
            case .bool: "Bool"
            case .text: "String"
            case .bytes: "[UInt8]"
            case .decimal: "Decimal"
            case .timestamp: "Date"
            case .localTimestamp: "LocalDateTime"
            case .date: "LocalDate"
            case .time: "LocalTime"
            case .uuid: "UUID"
            case .json: "JSONText"
            }
        return column.isNullable || column.isGenerated ? "\(name)?" : name
    }
}

// The schema's lines.
extension ModelSource {
    private func lines(of table: TableState, _ dialect: Dialect) -> [String] {
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

    private func isToKey(_ key: ForeignKeyState) -> Bool {
        guard let target = state.table(key.target) else { return false }
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

// Relations.
extension ModelSource {
    private func relations(of table: TableState) -> [String] {
        var taken = Set(table.columns.map { property(table, $0.name) })
        var lines: [String] = []
        let own = types[table.name] ?? ""
        for key in foreignKeys(of: table) {
            guard let column = table.column(key.columns[0]) else { continue }
            let target = (types[key.target] ?? "") + (column.isNullable ? "?" : "")
            let name = SwiftName.property(Self.stem(key.columns[0]), taken: taken)
            taken.insert(name)
            lines.append(
                "static let \(SwiftName.written(name)) = BelongsTo<\(own), \(target)>(\(path(table, key.columns[0])))"
            )
        }
        for other in state.tables where !other.key.isEmpty {
            for key in foreignKeys(of: other) where key.target == table.name {
                var name = SwiftName.property("\(other.name)s", taken: [])
                if taken.contains(name) {
                    let stem = Self.stem(key.columns[0])
                    name = SwiftName.property("\(stem)_\(other.name)s", taken: taken)
                }
                taken.insert(name)
                lines.append(
                    "static let \(SwiftName.written(name)) = HasMany<\(own), \(types[other.name] ?? "")>(\(path(other, key.columns[0])))"
                )
            }
        }
        return lines
    }

    /// Foreign keys of one column to a primary key of the same type.
    private func foreignKeys(of table: TableState) -> [ForeignKeyState] {
        table.constraints.compactMap { constraint in
            guard case .foreignKey(let key) = constraint, key.columns.count == 1, isToKey(key),
                let target = state.table(key.target)?.column(key.targetColumns[0]),
                table.column(key.columns[0])?.type == target.type
            else { return nil }
            return key
        }
    }

    /// `author_id` without `_id`.
    private static func stem(_ column: String) -> String {
        for suffix in ["_id", "ID", "Id"] where column.hasSuffix(suffix) {
            let stem = column.dropLast(suffix.count)
            if !stem.isEmpty { return String(stem) }
        }
        return "\(column)_row"
    }
}

extension Migrations {
    /// Models for the tables of a database, as Swift.
    ///
    /// What a model does not say stands in a comment. Tables without a primary key are left out.
    ///
    /// - Parameter database: The database.
    /// - Returns: A file's text.
    /// - Throws: `DatabaseError`.
    /// - SeeAlso: sqlacodegen.
    public static func models(of database: Database) throws -> String {
        ModelSource.text(of: try LiveSchema(database).state, database.dialect)
    }
}
