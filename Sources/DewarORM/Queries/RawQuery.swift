/// SQL of your own, to be run: `database.sql("…")`.
public struct RawQuery: Sendable {
    let sql: RawSQL
    let database: Database

    /// The rows.
    ///
    /// ```swift
    /// for row in try database.sql("SELECT title, views FROM post").all() {
    ///     print(try row.get("title", as: String.self))
    /// }
    /// ```
    ///
    /// - Returns: All of them.
    /// - Throws: ``DatabaseError``.
    /// - SeeAlso: SQLAlchemy `Connection.execute(text(…))`.
    public func all() throws -> [Row] {
        var rows: [Row] = []
        var names: RowNames?
        try database.run(try statement(), access) { row in
            let known = names ?? RowNames(row.columnNames)
            names = known
            rows.append(Row(names: known, values: row.values))
        }
        return rows
    }

    /// The first row.
    ///
    /// ```swift
    /// let row = try database.sql("SELECT max(views) AS most FROM post").first()
    /// print(try row?.get("most", as: Int?.self) ?? 0)
    /// ```
    ///
    /// - Returns: nil if there is none.
    /// - Throws: ``DatabaseError``.
    /// - SeeAlso: SQLAlchemy `Result.first`.
    public func first() throws -> Row? { try all().first }

    /// The rows as values of a type, by the names of the columns.
    ///
    /// ```swift
    /// let posts = try database.sql("SELECT * FROM post WHERE id = \(id)").all(as: Post.self)
    /// print(posts.count)
    /// ```
    ///
    /// - Parameter type: A model whose columns are among those of the rows, by name.
    /// - Returns: All of them.
    /// - Throws: ``DatabaseError``.
    /// - SeeAlso: SQLAlchemy `Select.from_statement`.
    public func all<M: Model>(as type: M.Type) throws -> [M] {
        let table = try M.schema.checked()
        // One for all rows: as the statement goes on, so does it.
        var rearranged: RearrangedRow?
        let models = RowCollector(M.schema.mapper)
        try database.run(try statement(), access) { row in
            let found =
                try rearranged
                ?? RearrangedRow(row, Self.places(of: table, in: row.columnNames))
            rearranged = found
            try models.append(found)
        }
        return models.take()
    }

    /// The values of the rows' columns, in order.
    ///
    /// ```swift
    /// let counts = try database.sql("SELECT author_id, count(*) FROM post GROUP BY 1").all(Int.self, Int.self)
    /// print(counts)
    /// ```
    ///
    /// - Parameter types: The columns' types.
    /// - Returns: A tuple for each row, or a value if there is one column.
    /// - Throws: ``DatabaseError``.
    /// - SeeAlso: SQLAlchemy `Result.all`.
    public func all<each Value: ColumnValue>(
        _ types: repeat (each Value).Type
    ) throws -> [(repeat each Value)] {
        var rows: [(repeat each Value)] = []
        for values in try database.values(of: try statement(), access) {
            var reader = TupleReader(values)
            rows.append((repeat try reader.next((each Value).self)))
        }
        return rows
    }

    /// Runs a statement that returns nothing.
    ///
    /// ```swift
    /// let count = try database.sql("UPDATE post SET views = 0 WHERE id = \(id)").run()
    /// print(count)
    /// ```
    ///
    /// - Returns: How many rows it inserted, updated or deleted.
    /// - Throws: ``DatabaseError``.
    /// - SeeAlso: SQLAlchemy `CursorResult.rowcount`.
    @discardableResult
    public func run() throws -> Int {
        try database.run(try statement(), access)
    }

    private func statement() throws -> SQLStatement {
        var writer = SQLWriter(database.dialect)
        writer.append(raw: sql)
        return try writer.statement()
    }

    /// What begins so cannot write; anything else may.
    private var access: Database.Access {
        guard case .sql(let text)? = sql.parts.first else { return .writing }
        let word = text.drop { $0.isWhitespace || $0 == "(" }.prefix { $0.isLetter }
        return ["SELECT", "VALUES", "EXPLAIN"].contains(word.uppercased()) ? .reading : .writing
    }

    private static func places(of table: TableDefinition, in names: [String]) throws -> [Int] {
        try table.columns.map { column in
            guard let place = names.firstIndex(of: column.name) else {
                throw DatabaseError.noColumn(column.name, in: names)
            }
            return place
        }
    }
}

extension Database {
    /// SQL of your own.
    ///
    /// ```swift
    /// let rows = try database.sql("SELECT title FROM post WHERE id = \(id)").all()
    /// ```
    ///
    /// - Parameter sql: A literal: what is interpolated is bound.
    /// - Returns: A query, to be run.
    /// - SeeAlso: SQLAlchemy `text`.
    public func sql(_ sql: RawSQL) -> RawQuery { RawQuery(sql: sql, database: self) }
}
