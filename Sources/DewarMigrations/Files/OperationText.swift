import DewarORM
private import FoundationEssentials

/// Operations as migrations write them.
enum OperationText {
    static func text(of operation: Operation) -> String {
        switch operation {
        case .createTable(let table): create(table)
        case .dropTable(let name): "drop table \(MigrationText.name(name))"
        case .renameTable(let name, let new):
            "rename table \(MigrationText.name(name)) to \(MigrationText.name(new))"
        case .addColumn(let column, let table, let fill):
            "add column \(MigrationText.name(table)).\(self.column(column))" + self.fill(fill)
        case .dropColumn(let path): "drop column \(MigrationText.path(path))"
        case .renameColumn(let path, let new):
            "rename column \(MigrationText.path(path)) to \(MigrationText.name(new))"
        case .alterType(let path, let type, let using):
            "alter column \(MigrationText.path(path)) type \(TypeText.text(type))"
                + (using.map { " using \(sql($0))" } ?? "")
        case .setNotNull(let path, let fill):
            "alter column \(MigrationText.path(path)) not null" + self.fill(fill)
        case .setNullable(let path): "alter column \(MigrationText.path(path)) null"
        case .setDefault(let path, let value):
            "alter column \(MigrationText.path(path)) "
                + (value.map { "default \(self.value($0))" } ?? "no default")
        case .setGenerated(let path, let isGenerated):
            "alter column \(MigrationText.path(path)) \(isGenerated ? "" : "not ")generated"
        case .setKey(let table, let columns):
            "alter table \(MigrationText.name(table)) "
                + (columns.isEmpty
                    ? "no primary key" : "primary key \(MigrationText.names(columns))")
        case .addConstraint(let constraint, let table):
            "add \(self.constraint(constraint)) to \(MigrationText.name(table))"
        case .dropConstraint(let name, let table):
            "drop constraint \(MigrationText.name(name)) of \(MigrationText.name(table))"
        case .renameConstraint(let name, let table, let new):
            """
            rename constraint \(MigrationText.name(name)) of \(MigrationText.name(table)) to \
            \(MigrationText.name(new))
            """
        case .createIndex(let index, let table, let isConcurrent):
            """
            create \(index.isUnique ? "unique " : "")index \(MigrationText.name(index.name)) on \
            \(MigrationText.name(table)) \(MigrationText.names(index.columns))\
            \(isConcurrent ? " concurrently" : "")
            """
        case .dropIndex(let name, let table, let isConcurrent):
            "drop index \(MigrationText.name(name)) of \(MigrationText.name(table))"
                + (isConcurrent ? " concurrently" : "")
        case .renameIndex(let name, let table, let new):
            """
            rename index \(MigrationText.name(name)) of \(MigrationText.name(table)) to \
            \(MigrationText.name(new))
            """
        case .sql(let statements, let only): block(statements, only)
        case .assume(let operation): "assume \(text(of: operation))"
        }
    }

    private static func create(_ table: TableState) -> String {
        var lines = table.columns.map { column in
            self.column(column, isKey: table.key.contains(column.name))
        }
        if !table.key.isEmpty { lines.append("primary key \(MigrationText.names(table.key))") }
        lines += table.constraints.map { constraint($0) }
        let body = lines.map { "    \($0)" }.joined(separator: ",\n")
        return "create table \(MigrationText.name(table.name)) (\n\(body)\n)"
    }

    private static func column(_ column: ColumnState, isKey: Bool = false) -> String {
        var text = "\(MigrationText.name(column.name)) \(TypeText.text(column.type))"
        if column.isGenerated { text += " generated" }
        if !column.isNullable, !isKey, !column.isGenerated { text += " not null" }
        if let value = column.defaultValue { text += " default \(self.value(value))" }
        return text
    }

    private static func fill(_ value: DefaultState?) -> String {
        value.map { " fill \(self.value($0))" } ?? ""
    }

    private static func constraint(_ constraint: ConstraintState) -> String {
        switch constraint {
        case .unique(let name, let columns):
            "unique \(MigrationText.name(name)) \(MigrationText.names(columns))"
        case .check(let name, let condition):
            "check \(MigrationText.name(name)) \(sql(condition))"
        case .foreignKey(let key):
            """
            foreign key \(MigrationText.name(key.name)) \(MigrationText.names(key.columns)) \
            references \(MigrationText.name(key.target)) \(MigrationText.names(key.targetColumns))\
            \(action("delete", key.onDelete))\(action("update", key.onUpdate))
            """
        }
    }

    private static func action(_ event: String, _ action: ReferenceAction) -> String {
        action == .noAction ? "" : " on \(event) \(action.rawValue.lowercased())"
    }

    private static func sql(_ text: DialectText) -> String {
        guard text.sqlite != text.postgresql else { return MigrationText.sql(text.sqlite) }
        return
            "sqlite \(MigrationText.sql(text.sqlite)) postgresql \(MigrationText.sql(text.postgresql))"
    }

    private static func value(_ value: DefaultState) -> String {
        switch value {
        case .now: "now"
        // Text in quotation marks would be a value.
        case .sql(let text) where text.sqlite == text.postgresql:
            MigrationText.sql(text.sqlite).hasPrefix("(")
                ? sql(text)
                : "sqlite \(MigrationText.sql(text.sqlite)) postgresql \(MigrationText.sql(text.postgresql))"
        case .sql(let text): sql(text)
        case .value(let value): self.value(value)
        }
    }

    private static func value(_ value: DatabaseValue) -> String {
        switch value {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .integer(let value): "\(value)"
        case .double(let value): value.isFinite ? "\(value)" : MigrationText.quoted("\(value)")
        case .decimal(let value): MigrationText.quoted(value.description)
        case .text(let text), .json(let text): MigrationText.quoted(text)
        case .bytes(let bytes):
            "hex "
                + MigrationText.quoted(
                    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
        case .timestamp(let date): MigrationText.quoted(InstantText.text(of: date) ?? "")
        case .localTimestamp(let value): MigrationText.quoted(value.description)
        case .date(let value): MigrationText.quoted(value.description)
        case .time(let value): MigrationText.quoted(value.description)
        case .uuid(let value): MigrationText.quoted(value.uuidString.lowercased())
        case .invalid: "null"
        }
    }

    private static func block(_ statements: String, _ only: Dialect?) -> String {
        let lines = statements.split(separator: "\n", omittingEmptySubsequences: false)
        var marks = ""
        while lines.contains(where: {
            $0.allSatisfy { $0.isWhitespace || $0 == "\"" || $0 == "#" }
                && $0.contains("\"\"\"\(marks)")
        }) {
            marks += "#"
        }
        let dialect = only.map { " on \($0.rawValue)" } ?? ""
        let body = lines.map { $0.isEmpty ? "" : "    \($0)" }.joined(separator: "\n")
        return "sql\(dialect) \(marks)\"\"\"\n\(body)\n    \"\"\"\(marks)"
    }
}
