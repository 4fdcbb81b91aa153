public import DewarORM

/// Writes models for the tables of a database.
package struct ModelSource {
    let state: SchemaState
    var types: [String: String] = [:]
    var properties: [ColumnPath: String] = [:]
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

    func property(_ table: TableState, _ column: String) -> String {
        properties[ColumnPath(table.name, column)] ?? ""
    }

    func path(_ table: TableState, _ column: String) -> String {
        "\\.\(SwiftName.written(property(table, column)))"
    }

    func paths(_ table: TableState, _ columns: [String]) -> String {
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

extension Migrations {
    /// Models for the tables of a database, as Swift.
    ///
    /// What a model does not say stands in a comment. Tables without a primary key are left out.
    ///
    /// ```swift
    /// print(try Migrations.models(of: database))
    /// ```
    ///
    /// - Parameter database: The database.
    /// - Returns: A file's text.
    /// - Throws: `DatabaseError`.
    /// - SeeAlso: sqlacodegen.
    public static func models(of database: Database) throws -> String {
        ModelSource.text(of: try LiveSchema(database).state, database.dialect)
    }
}
