/// The new values of columns, in the closure of ``Query/update(in:_:)``.
public struct Assignments<M: Model> {
    let columns: Columns<M>
    fileprivate(set) var assigned: [(column: String, value: SQLNode)] = []
    fileprivate var unknown: String?

    /// Sets a column to a value.
    ///
    /// ```swift
    /// try Post.filter { $0.authorID == 1 }.update { $0.set(\.title, "Hello") }
    /// ```
    ///
    /// - Parameters:
    ///   - path: The column's property.
    ///   - value: The value.
    /// - SeeAlso: SQLAlchemy `Update.values`.
    public mutating func set<Value: ColumnValue>(_ path: KeyPath<M, Value>, _ value: Value) {
        set(path, node: .bind(value.databaseValue))
    }

    /// Sets a column to what the database works out: `$0.set(\.views) { $0.views + 1 }`.
    ///
    /// ```swift
    /// try Post.filter { $0.id == id }.update { $0.set(\.views) { $0.views + 1 } }
    /// ```
    ///
    /// - Parameters:
    ///   - path: The column's property.
    ///   - value: An expression over the row as it was.
    /// - SeeAlso: SQLAlchemy `Update.values`.
    public mutating func set<Value: ColumnValue>(
        _ path: KeyPath<M, Value>, to value: (Columns<M>) -> SQLExpression<Value>
    ) {
        set(path, node: value(columns).node)
    }

    private mutating func set(_ path: PartialKeyPath<M>, node: SQLNode) {
        guard let name = M.columnName(of: path) else {
            unknown = "\(path)"
            return
        }
        assigned.append((name, node))
    }
}

extension Query {
    /// Changes columns of all rows of the query, in one statement.
    ///
    /// ```swift
    /// try Post.filter { $0.id == id }.update { $0.set(\.views) { $0.views + 1 } }
    /// ```
    ///
    /// - Parameters:
    ///   - database: The current one unless told.
    ///   - assign: Sets the columns; with none set, no statement is run.
    /// - Returns: How many rows there were.
    /// - Throws: ``DatabaseError``.
    /// - SeeAlso: SQLAlchemy `update`.
    @discardableResult
    public func update(
        in database: Database? = nil, _ assign: (inout Assignments<M>) -> Void
    ) throws -> Int {
        let database = try Database.required(database)
        guard let statement = try updating(database.dialect, assign) else { return 0 }
        return try database.run(try statement.statement(), .writing)
    }

    /// Changes columns of all rows of the query, and gives the rows as they are then.
    ///
    /// ```swift
    /// let seen = try Post.filter { $0.id == id }.updateReturning { $0.set(\.views) { $0.views + 1 } }
    /// print(seen.first?.views ?? 0)
    /// ```
    ///
    /// - Parameters:
    ///   - database: The current one unless told.
    ///   - assign: Sets the columns; with none set, no statement is run.
    /// - Returns: The rows, in no order.
    /// - Throws: ``DatabaseError``.
    /// - SeeAlso: SQLAlchemy `Update.returning`.
    public func updateReturning(
        in database: Database? = nil, _ assign: (inout Assignments<M>) -> Void
    ) throws -> [M] {
        let database = try Database.required(database)
        guard let statement = try updating(database.dialect, assign) else { return [] }
        return try returned(statement, database)
    }

    /// Removes all rows of the query, in one statement.
    ///
    /// ```swift
    /// let count = try Post.filter { $0.views == 0 }.delete()
    /// print(count)
    /// ```
    ///
    /// - Parameter database: The current one unless told.
    /// - Returns: How many there were.
    /// - Throws: ``DatabaseError``.
    /// - SeeAlso: SQLAlchemy `delete`.
    @discardableResult
    public func delete(in database: Database? = nil) throws -> Int {
        let database = try Database.required(database)
        return try database.run(try deleting(database.dialect).statement(), .writing)
    }

    /// Removes all rows of the query, and gives them.
    ///
    /// ```swift
    /// let gone = try Post.filter { $0.views == 0 }.deleteReturning()
    /// print(gone.map(\.title))
    /// ```
    ///
    /// - Parameter database: The current one unless told.
    /// - Returns: The rows, in no order.
    /// - Throws: ``DatabaseError``.
    /// - SeeAlso: SQLAlchemy `Delete.returning`.
    public func deleteReturning(in database: Database? = nil) throws -> [M] {
        let database = try Database.required(database)
        return try returned(try deleting(database.dialect), database)
    }

    private func updating(
        _ dialect: Dialect, _ assign: (inout Assignments<M>) -> Void
    ) throws -> SQLWriter? {
        let table = try M.schema.checked()
        let scope = QueryScope(alias: table.name)
        var assignments = Assignments<M>(columns: Columns(alias: table.name, scope: scope))
        scope.run { assign(&assignments) }
        if let unknown = assignments.unknown { throw DatabaseError.unknownColumn(unknown) }
        guard scope.joins.isEmpty else {
            throw DatabaseError.invalidQuery(
                "an update of '\(table.name)' cannot set columns from other tables: use a subquery."
            )
        }
        guard !assignments.assigned.isEmpty else { return nil }
        var writer = SQLWriter(dialect)
        writer.append("UPDATE ")
        writer.append(name: table.name)
        writer.append(" SET ")
        writer.append(list: assignments.assigned) { writer, assigned in
            writer.append(name: assigned.column)
            writer.append(" = ")
            writer.append(assigned.value)
        }
        writer.append(where: changedCondition(table))
        return writer
    }

    private func deleting(_ dialect: Dialect) throws -> SQLWriter {
        let table = try M.schema.checked()
        var writer = SQLWriter(dialect)
        writer.append("DELETE FROM ")
        writer.append(name: table.name)
        writer.append(where: changedCondition(table))
        return writer
    }

    /// The condition of the rows: by their keys if the query is more than a condition.
    private func changedCondition(_ table: TableDefinition) -> SQLNode? {
        if statement.isPlain, alias == table.name { return statement.condition }
        var inner = nested().statement
        inner.columns = table.key.map { .column(table: alias, name: $0) }
        let key = table.key.map { SQLNode.column(table: table.name, name: $0) }
        return key.count == 1 ? .amongRows(key[0], inner) : .amongRows(.row(key), inner)
    }

    private func returned(_ writer: SQLWriter, _ database: Database) throws -> [M] {
        var writer = writer
        writer.append(" RETURNING ")
        writer.append(list: M.schema.table.columns) { $0.append(name: $1.name) }
        let rows = RowCollector(M.schema.mapper)
        try database.run(try writer.statement(), .writing) { try rows.append($0) }
        return rows.take()
    }
}
