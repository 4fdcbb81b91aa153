import DewarORM

// Operations.
extension MigrationParser {
    mutating func operation() throws(MigrationError) -> Operation {
        let operation: Operation
        switch try word(of: ["create", "drop", "rename", "add", "alter", "sql", "assume"]) {
        case "create": operation = try create()
        case "drop": operation = try drop()
        case "rename": operation = try rename()
        case "add": operation = try add()
        case "alter": operation = try alter()
        case "sql": operation = try statements()
        default:
            operation = .assume(
                try nested { parser throws(MigrationError) in try parser.operation() })
        }
        _ = try accept(sign: ";")
        return operation
    }

    private mutating func create() throws(MigrationError) -> Operation {
        if try accept("table") { return .createTable(try table()) }
        let isUnique = try accept("unique")
        guard try accept("index") else { throw unexpected("'table', 'index' or 'unique index'") }
        let name = try name("an index's name")
        try expect("on")
        let table = try self.name("a table's name")
        let index = TableDefinition.Constraint(
            name: name, columns: try names(), isUnique: isUnique)
        return .createIndex(index, table: table, isConcurrent: try accept("concurrently"))
    }

    private mutating func drop() throws(MigrationError) -> Operation {
        switch try word(of: ["table", "column", "constraint", "index"]) {
        case "table": return .dropTable(try name("a table's name"))
        case "column": return .dropColumn(try columnPath())
        case "constraint":
            let (name, table) = try nameOfTable()
            return .dropConstraint(name, table: table)
        default:
            let (name, table) = try nameOfTable()
            return .dropIndex(name, table: table, isConcurrent: try accept("concurrently"))
        }
    }

    private mutating func rename() throws(MigrationError) -> Operation {
        switch try word(of: ["table", "column", "constraint", "index"]) {
        case "table":
            let name = try name("a table's name")
            return .renameTable(name, to: try newName())
        case "column":
            let path = try columnPath()
            return .renameColumn(path, to: try newName())
        case "constraint":
            let (name, table) = try nameOfTable()
            return .renameConstraint(name, table: table, to: try newName())
        default:
            let (name, table) = try nameOfTable()
            return .renameIndex(name, table: table, to: try newName())
        }
    }

    private mutating func nameOfTable() throws(MigrationError) -> (String, String) {
        let name = try name()
        try expect("of")
        return (name, try self.name("a table's name"))
    }

    private mutating func newName() throws(MigrationError) -> String {
        try expect("to")
        return try name("the new name")
    }

    private mutating func add() throws(MigrationError) -> Operation {
        guard try accept("column") else {
            guard let constraint = try constraint() else {
                throw unexpected("'column', 'unique', 'check' or 'foreign key'")
            }
            try expect("to")
            return .addConstraint(constraint, table: try name("a table's name"))
        }
        let table = try name("a table's name")
        try expect(sign: ".")
        let column = try column()
        let fill = try fill()
        return .addColumn(column, table: table, fill: try fill?.typed(column.type))
    }

    private mutating func fill() throws(MigrationError) -> DefaultState? {
        try accept("fill") ? try value() : nil
    }

    private mutating func alter() throws(MigrationError) -> Operation {
        if try accept("table") {
            let table = try name("a table's name")
            let isNone = try accept("no")
            try expect("primary")
            try expect("key")
            return .setKey(table: table, isNone ? [] : try names())
        }
        try expect("column")
        let path = try columnPath()
        switch try word(of: ["type", "not", "null", "default", "no", "generated"]) {
        case "type":
            let type = try type()
            return .alterType(path, type, using: try accept("using") ? try sql() : nil)
        case "not":
            if try accept("generated") { return .setGenerated(path, false) }
            try expect("null")
            return .setNotNull(path, fill: try fill())
        case "null": return .setNullable(path)
        case "default": return .setDefault(path, try value())
        case "no":
            try expect("default")
            return .setDefault(path, nil)
        default: return .setGenerated(path, true)
        }
    }

    private mutating func statements() throws(MigrationError) -> Operation {
        var only: Dialect?
        if try accept("on") {
            only = Dialect(rawValue: try word(of: Dialect.allCases.map(\.rawValue)))
        }
        guard case .block(let text) = token else {
            throw unexpected("statements between \"\"\" and \"\"\"")
        }
        try advance()
        return .sql(text, only: only)
    }
}

// Tables.
extension MigrationParser {
    private mutating func table() throws(MigrationError) -> TableState {
        var table = TableState(name: try name("a table's name"))
        try expect(sign: "(")
        repeat {
            if token == .word("primary") {
                try advance()
                try expect("key")
                guard table.key.isEmpty else {
                    throw error("the table has two primary keys.", line)
                }
                table.key = try names()
            } else if let constraint = try constraint() {
                table.constraints.append(constraint)
            } else {
                table.columns.append(try column())
            }
        } while try accept(sign: ",")
        try expect(sign: ")")
        for index in table.columns.indices where table.key.contains(table.columns[index].name) {
            table.columns[index].isNullable = false
        }
        return table
    }

    private mutating func column() throws(MigrationError) -> ColumnState {
        let name = try name("a column's name")
        var column = ColumnState(name: name, type: try type(), isNullable: true)
        while true {
            if try accept("not") {
                try expect("null")
                column.isNullable = false
            } else if try accept("generated") {
                column.isGenerated = true
                column.isNullable = false
            } else if try accept("default") {
                let place = line
                let value = try value()
                do {
                    column.defaultValue = try value.typed(column.type)
                } catch {
                    throw self.error(error.message, place)
                }
            } else if try !accept("null") {
                return column
            }
        }
    }

    private mutating func type() throws(MigrationError) -> ColumnType {
        let words = TypeText.plain.keys.sorted() + ["text", "decimal"]
        switch try word(of: words) {
        case "text":
            guard try accept(sign: "(") else { return .text(length: nil) }
            let length = try count(1...10_485_760)
            try expect(sign: ")")
            return .text(length: length)
        case "decimal":
            guard try accept(sign: "(") else { return .decimal(nil) }
            let precision = try count(1...1000)
            try expect(sign: ",")
            let scale = try count(0...precision)
            try expect(sign: ")")
            return .decimal(.init(precision: precision, scale: scale))
        case let word: return TypeText.plain[word] ?? .text(length: nil)
        }
    }

    /// A constraint; nil if none begins here.
    private mutating func constraint() throws(MigrationError) -> ConstraintState? {
        if try accept("unique") {
            let name = try name("the constraint's name")
            return .unique(name: name, columns: try names())
        }
        if try accept("check") {
            let name = try name("the constraint's name")
            return .check(name: name, condition: try sql())
        }
        guard try accept("foreign") else { return nil }
        try expect("key")
        let name = try name("the constraint's name")
        let columns = try names()
        try expect("references")
        let target = try self.name("a table's name")
        var key = ForeignKeyState(
            name: name, columns: columns, target: target, targetColumns: try names())
        while try accept("on") {
            let event = try word(of: ["delete", "update"])
            let action = try action()
            if event == "delete" { key.onDelete = action } else { key.onUpdate = action }
        }
        return .foreignKey(key)
    }

    private mutating func action() throws(MigrationError) -> ReferenceAction {
        switch try word(of: ["no", "restrict", "cascade", "set"]) {
        case "no":
            try expect("action")
            return .noAction
        case "restrict": return .restrict
        case "cascade": return .cascade
        default:
            return try word(of: ["null", "default"]) == "null" ? .setNull : .setDefault
        }
    }
}

extension Operation {
    /// Whether PostgreSQL refuses it in a transaction.
    var isConcurrent: Bool {
        switch self {
        case .createIndex(_, _, let isConcurrent), .dropIndex(_, _, let isConcurrent): isConcurrent
        default: false
        }
    }
}
