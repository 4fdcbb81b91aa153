private import Synchronization

/// The statements of a model that are always the same.
final class ModelStatements: Sendable {
    /// All columns of the row of a primary key.
    let find: String
    /// A row of all columns that the database does not count up.
    let insert: String
    /// The same, with the key that the database counts up.
    let insertCounted: String
    /// The same without the key being given back: for many rows.
    let insertMany: String
    /// Removes the row of a primary key.
    let delete: String

    init(_ table: TableDefinition, _ dialect: Dialect) {
        let key = table.key.map { SQLNode.column(table: table.name, name: $0) }
        var select = SelectStatement(.table(name: table.name, alias: table.name))
        select.columns = table.columns.map { .column(table: table.name, name: $0.name) }
        for node in key { select.add(.infix(node, .equal, .bind(.null))) }
        var find = SQLWriter(dialect)
        find.append(select)
        self.find = find.text
        insert = Self.insert(table, dialect, isCounted: false, isReturned: false)
        insertMany = Self.insert(table, dialect, isCounted: true, isReturned: false)
        insertCounted = Self.insert(table, dialect, isCounted: true, isReturned: true)
        var delete = SQLWriter(dialect)
        delete.append("DELETE FROM ")
        delete.append(name: table.name)
        delete.append(where: select.condition)
        self.delete = delete.text
    }

    private static func insert(
        _ table: TableDefinition, _ dialect: Dialect, isCounted: Bool, isReturned: Bool
    ) -> String {
        var writer = SQLWriter(dialect)
        writer.appendInsert(
            table, columns: table.columns.filter { !isCounted || !$0.isGenerated })
        if isReturned {
            writer.append(" RETURNING ")
            writer.append(list: table.key) { $0.append(name: $1) }
        }
        return writer.text
    }
}

extension SQLWriter {
    /// Appends `INSERT INTO … VALUES …` with a placeholder for each column.
    mutating func appendInsert(_ table: TableDefinition, columns: [ColumnDefinition]) {
        append("INSERT INTO ")
        append(name: table.name)
        guard !columns.isEmpty else {
            append(" DEFAULT VALUES")
            return
        }
        append(" (")
        append(list: columns) { $0.append(name: $1.name) }
        append(") VALUES (")
        append(list: columns) { writer, _ in writer.append(bind: .null) }
        append(")")
    }
}

/// The statements of a model, made when they are first needed.
final class StatementStore: Sendable {
    private struct Made {
        private var sqlite: ModelStatements?
        private var postgresql: ModelStatements?

        subscript(dialect: Dialect) -> ModelStatements? {
            get {
                switch dialect {
                case .sqlite: sqlite
                case .postgresql: postgresql
                }
            }
            set {
                switch dialect {
                case .sqlite: sqlite = newValue
                case .postgresql: postgresql = newValue
                }
            }
        }
    }

    private let made = Mutex(Made())

    func statements(_ table: TableDefinition, _ dialect: Dialect) -> ModelStatements {
        made.withLock { made in
            if let statements = made[dialect] { return statements }
            let statements = ModelStatements(table, dialect)
            made[dialect] = statements
            return statements
        }
    }
}
