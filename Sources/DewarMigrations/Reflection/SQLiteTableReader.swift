import DewarORM

/// Reads the `CREATE TABLE` of a table of SQLite, which keeps the text of it.
struct SQLiteTableReader {
    private let all: [SQLTokens.Token]
    private var tokens: ArraySlice<SQLTokens.Token>
    private var table: TableState

    /// The table of a statement.
    ///
    /// - Parameters:
    ///   - sql: What SQLite keeps.
    ///   - name: The table's name.
    /// - Returns: The table, without indexes; what is not understood is left out.
    static func table(of sql: String, name: String) -> TableState {
        var reader = SQLiteTableReader(SQLTokens(sql).tokens, TableState(name: name))
        guard let open = reader.tokens.firstIndex(where: { $0.text == "(" }) else {
            return reader.table
        }
        reader.tokens = reader.tokens[open...]
        for part in reader.parts() {
            reader.tokens = part
            reader.readDefinition()
        }
        reader.finish()
        return reader.table
    }

    private init(_ tokens: [SQLTokens.Token], _ table: TableState) {
        all = tokens
        self.tokens = tokens[...]
        self.table = table
    }

    private mutating func readDefinition() {
        skipSpace()
        let rules = ["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"]
        guard let first = tokens.first else { return }
        if rules.contains(where: { first.isWord($0) }) {
            readRule(of: nil)
        } else {
            readColumn()
        }
    }

    private mutating func readColumn() {
        guard let name = next()?.name else { return }
        var type: [Substring] = []
        while let token = peek(), !Self.endsType(token) {
            if token.text == "(" {
                type.append("(" + Self.text(parenthesized()) + ")")
            } else {
                type.append(token.text)
                _ = next()
            }
        }
        table.columns.append(
            ColumnState(
                name: name, type: SQLiteType.type(of: type.joined(separator: " ")),
                isNullable: true))
        while peek() != nil {
            if accept("COLLATE") {
                _ = next()
            } else {
                readRule(of: table.columns.count - 1)
            }
        }
    }

    private static func endsType(_ token: SQLTokens.Token) -> Bool {
        [
            "CONSTRAINT", "PRIMARY", "NOT", "NULL", "UNIQUE", "CHECK", "DEFAULT", "COLLATE",
            "REFERENCES", "GENERATED", "AS", "ON",
        ].contains { token.isWord($0) }
    }

    /// Columns that conditions and keys name are known only now.
    private mutating func finish() {
        for index in table.columns.indices where table.key.contains(table.columns[index].name) {
            table.columns[index].isNullable = false
        }
        let names = table.columns.map(\.name)
        table.constraints = table.constraints.compactMap { constraint in
            guard case .check(let name, let condition) = constraint else { return constraint }
            let text = SQLTokens.normalized(condition.sqlite, names: names)
            // The length of a text is part of its type.
            for column in table.columns {
                if case .text(let length?) = column.type,
                    text == "length ( \(quoted(column.name)) ) < = \(length)"
                {
                    return nil
                }
            }
            return .check(name: name, condition: DialectText(text))
        }
    }
}

// Rules.
extension SQLiteTableReader {
    /// Reads one rule of a column, or of the table.
    private mutating func readRule(of column: Int?) {
        let name = accept("CONSTRAINT") ? next()?.name : nil
        let own = column.map { [table.columns[$0].name] }
        if accept("PRIMARY") {
            _ = accept("KEY")
            table.key = own ?? names()
            _ = accept("ASC") || accept("DESC")
            skipConflict()
            // Of a column alone it is the number of the row.
            if let column, case .integer = table.columns[column].type {
                table.columns[column].isGenerated = true
            }
            _ = accept("AUTOINCREMENT")
        } else if accept("UNIQUE") {
            let columns = own ?? names()
            skipConflict()
            table.constraints.append(
                .unique(name: name ?? self.name(columns, "key"), columns: columns))
        } else if accept("CHECK") {
            let condition = SQLiteTableReader.text(parenthesized())
            table.constraints.append(
                .check(name: name ?? self.name(own ?? [], "check"), condition: .init(condition)))
        } else if accept("FOREIGN") {
            _ = accept("KEY")
            readReference(of: names(), name)
        } else if peek()?.isWord("REFERENCES") == true {
            readReference(of: own ?? [], name)
        } else if accept("NOT") {
            _ = accept("NULL")
            skipConflict()
            if let column { table.columns[column].isNullable = false }
        } else if accept("DEFAULT") {
            readDefault(of: column)
        } else {
            _ = next()
        }
    }

    private mutating func readDefault(of column: Int?) {
        var text = ""
        if peek()?.text == "(" {
            text = "(" + Self.text(parenthesized()) + ")"
        } else if let token = next() {
            text = String(token.text)
            if text == "-" || text == "+", let number = next() { text += number.text }
        }
        guard let column else { return }
        table.columns[column].defaultValue = DefaultReader.sqlite(
            text, table.columns[column].type)
    }

    private mutating func readReference(of columns: [String], _ name: String?) {
        _ = accept("REFERENCES")
        var key = ForeignKeyState(
            name: name ?? self.name(columns, "fkey"), columns: columns,
            target: next()?.name ?? "", targetColumns: [])
        if peek()?.text == "(" { key.targetColumns = names() }
        while let token = peek() {
            if accept("ON") {
                let isDelete = accept("DELETE")
                if !isDelete { _ = accept("UPDATE") }
                let action = action()
                if isDelete { key.onDelete = action } else { key.onUpdate = action }
            } else if ["MATCH", "DEFERRABLE", "INITIALLY", "DEFERRED", "IMMEDIATE", "SIMPLE"]
                .contains(where: { token.isWord($0) })
            {
                _ = next()
            } else {
                break
            }
        }
        table.constraints.append(.foreignKey(key))
    }

    private mutating func action() -> ReferenceAction {
        if accept("CASCADE") { return .cascade }
        if accept("RESTRICT") { return .restrict }
        if accept("SET") {
            return accept("NULL")
                ? .setNull
                : {
                    _ = next(); return .setDefault
                }()
        }
        _ = accept("NO")
        _ = accept("ACTION")
        return .noAction
    }

    private mutating func skipConflict() {
        guard accept("ON") else { return }
        _ = accept("CONFLICT")
        _ = next()
    }

    /// PostgreSQL's name for a rule without one.
    private func name(_ columns: [String], _ suffix: String) -> String {
        let name = TableDefinition.name(of: [table.name] + columns, suffix: suffix)
        guard table.constraint(name) != nil else { return name }
        return TableDefinition.name(
            of: [table.name] + columns, suffix: "\(suffix)\(table.constraints.count)")
    }
}

// Tokens.
extension SQLiteTableReader {
    /// What stands between the commas of the parenthesis that comes next.
    private mutating func parts() -> [ArraySlice<SQLTokens.Token>] {
        var parts: [ArraySlice<SQLTokens.Token>] = []
        let inner = parenthesized()
        var start = inner.startIndex
        var depth = 0
        for index in inner.indices where inner[index].kind == .sign {
            switch inner[index].text {
            case "(": depth += 1
            case ")": depth -= 1
            case "," where depth == 0:
                parts.append(inner[start..<index])
                start = inner.index(after: index)
            default: break
            }
        }
        parts.append(inner[start...])
        return parts
    }

    private mutating func parenthesized() -> ArraySlice<SQLTokens.Token> {
        guard peek()?.text == "(" else { return [] }
        _ = next()
        let start = tokens.startIndex
        var depth = 0
        while let token = tokens.first {
            if token.kind == .sign, token.text == "(" { depth += 1 }
            if token.kind == .sign, token.text == ")" {
                if depth == 0 {
                    let end = tokens.startIndex
                    tokens.removeFirst()
                    return all[start..<end]
                }
                depth -= 1
            }
            tokens.removeFirst()
        }
        return all[start..<tokens.endIndex]
    }

    private mutating func names() -> [String] {
        parenthesized().split { $0.kind == .sign && $0.text == "," }.compactMap { part in
            part.first { $0.kind != .space }?.name
        }
    }

    private mutating func skipSpace() {
        while tokens.first?.kind == .space { tokens.removeFirst() }
    }

    private mutating func peek() -> SQLTokens.Token? {
        skipSpace()
        return tokens.first
    }

    private mutating func next() -> SQLTokens.Token? {
        skipSpace()
        return tokens.popFirst()
    }

    private mutating func accept(_ word: String) -> Bool {
        guard peek()?.isWord(word) == true else { return false }
        tokens.removeFirst()
        return true
    }

    private static func text(_ tokens: ArraySlice<SQLTokens.Token>) -> String {
        let text = tokens.map { String($0.text) }.joined()
        return text.trimmingSpaces()
    }
}
