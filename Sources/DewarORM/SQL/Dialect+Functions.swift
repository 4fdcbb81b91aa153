// What the databases call things, where they differ.
extension Dialect {
    /// The text of an operator.
    func text(of infix: SQLNode.Operator) -> String {
        switch (self, infix) {
        // Older versions do not know the standard's words.
        case (.sqlite, .same): "IS"
        case (.sqlite, .distinct): "IS NOT"
        default: infix.rawValue
        }
    }

    /// The type that `CAST` is told.
    func castName(of type: ColumnType) -> String {
        switch (self, type) {
        case (.sqlite, .integer), (.sqlite, .bool): "INTEGER"
        case (.sqlite, .double): "REAL"
        case (.sqlite, .bytes): "BLOB"
        case (.sqlite, _): "TEXT"
        case (.postgresql, .text(let length)): length.map { "varchar(\($0))" } ?? "text"
        case (.postgresql, _): typeName(of: type)
        }
    }

    /// What stands behind an expression of a type: text is compared by code points, as SQLite does.
    func collation(of type: ColumnType) -> StaticString {
        if case (.postgresql, .text) = (self, type) { " COLLATE \"C\"" } else { "" }
    }

    /// The type that a column is declared as.
    package func typeName(of type: ColumnType) -> String {
        switch self {
        case .sqlite: sqliteTypeName(of: type)
        case .postgresql: postgresqlTypeName(of: type)
        }
    }

    /// SQLite looks only for parts of the name: `INT`, `CHAR`, `TEXT`, `BLOB`, `REAL`.
    private func sqliteTypeName(of type: ColumnType) -> String {
        switch type {
        case .integer: "INTEGER"
        case .double: "REAL"
        // Not BOOLEAN: what is no number would stay one.
        case .bool: "INTEGER"
        case .text(let length): length.map { "VARCHAR(\($0))" } ?? "TEXT"
        case .bytes: "BLOB"
        case .decimal(let size):
            size.map { "DECIMAL_TEXT(\($0.precision),\($0.scale)) COLLATE dewar_decimal" }
                ?? "DECIMAL_TEXT COLLATE dewar_decimal"
        case .timestamp: "TIMESTAMP_TEXT"
        case .localTimestamp: "DATETIME_TEXT"
        case .date: "DATE_TEXT"
        case .time: "TIME_TEXT"
        case .uuid: "UUID_TEXT"
        case .json: "JSON_TEXT"
        }
    }

    private func postgresqlTypeName(of type: ColumnType) -> String {
        switch type {
        case .integer(let bytes): bytes <= 2 ? "smallint" : bytes <= 4 ? "integer" : "bigint"
        case .double: "double precision"
        case .bool: "boolean"
        case .text: castName(of: type) + "\(collation(of: type))"
        case .bytes: "bytea"
        case .decimal(let size):
            size.map { "numeric(\($0.precision),\($0.scale))" } ?? "numeric"
        case .timestamp: "timestamp with time zone"
        case .localTimestamp: "timestamp without time zone"
        case .date: "date"
        case .time: "time without time zone"
        case .uuid: "uuid"
        case .json: "jsonb"
        }
    }
}

extension SQLWriter {
    /// Appends a call.
    mutating func append(_ function: SQLNode.Function, _ arguments: [SQLNode]) {
        switch function {
        case .count where arguments.isEmpty: append("count(*)")
        case .count: append(call: "count(", arguments)
        case .countDistinct: append(call: "count(DISTINCT ", arguments)
        case .sum(let type): append(sumOf: type, arguments)
        case .average: append(average: arguments)
        case .min: append(call: "min(", arguments)
        case .max: append(call: "max(", arguments)
        case .lower: append(call: "lower(", arguments)
        case .upper: append(call: "upper(", arguments)
        case .length: append(call: "length(", arguments)
        case .abs: append(call: "abs(", arguments)
        case .round: append(call: "round(", arguments)
        case .coalesce: append(call: "coalesce(", arguments)
        case .nullIf: append(call: "nullif(", arguments)
        case .position: append(call: dialect == .sqlite ? "instr(" : "strpos(", arguments)
        case .prefix(let count): append(edge: arguments, count, isLast: false)
        case .suffix(let count): append(edge: arguments, count, isLast: true)
        }
    }

    private mutating func append(call name: StaticString, _ arguments: [SQLNode]) {
        append(name)
        append(list: arguments) { $0.append($1) }
        append(")")
    }

    /// PostgreSQL's sum of integers is a decimal number, SQLite's of decimals would be a double.
    private mutating func append(sumOf type: ColumnType, _ arguments: [SQLNode]) {
        switch (dialect, type) {
        case (.sqlite, .decimal): append(call: "dewar_sum(", arguments)
        case (.postgresql, .integer):
            append("CAST(")
            append(call: "sum(", arguments)
            append(" AS bigint)")
        default: append(call: "sum(", arguments)
        }
    }

    private mutating func append(average arguments: [SQLNode]) {
        append("avg(CAST(")
        append(list: arguments) { $0.append($1) }
        append(dialect == .sqlite ? " AS REAL))" : " AS double precision))")
    }

    /// The first or the last characters of a text.
    private mutating func append(edge arguments: [SQLNode], _ count: Int, isLast: Bool) {
        switch (dialect, isLast) {
        case (_, false): append("substr(")
        case (.sqlite, true): append("substr(")
        case (.postgresql, true): append("right(")
        }
        append(list: arguments) { $0.append($1) }
        if !isLast { append(", 1") }
        append(sql: ", \(isLast && dialect == .sqlite ? -count : count))")
    }
}
