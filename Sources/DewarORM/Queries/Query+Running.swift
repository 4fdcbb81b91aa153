extension Query {
    /// The rows.
    ///
    /// ```swift
    /// let posts = try Post.filter { $0.views > 3 }.all()
    /// print(posts.count)
    /// ```
    ///
    /// - Parameter database: The current one unless told.
    /// - Returns: All of them, in the query's order.
    /// - Throws: ``DatabaseError``.
    /// - SeeAlso: SQLAlchemy `ScalarResult.all`.
    public func all(in database: Database? = nil) throws -> [M] {
        try rows(Database.required(database))
    }

    /// The first row.
    ///
    /// ```swift
    /// let popular = try Post.order { $0.views.descending }.first()
    /// print(popular?.title ?? "none")
    /// ```
    ///
    /// - Parameter database: The current one unless told.
    /// - Returns: nil if there is none.
    /// - Throws: ``DatabaseError``.
    /// - SeeAlso: SQLAlchemy `ScalarResult.first`.
    public func first(in database: Database? = nil) throws -> M? {
        try limit(1).rows(Database.required(database)).first
    }

    /// The only row.
    ///
    /// ```swift
    /// let ada = try Author.filter { $0.name == "Ada" }.one()
    /// print(ada.email)
    /// ```
    ///
    /// - Parameter database: The current one unless told.
    /// - Returns: The row.
    /// - Throws: ``DatabaseError`` of kind `noRow` or `severalRows`.
    /// - SeeAlso: SQLAlchemy `ScalarResult.one`.
    public func one(in database: Database? = nil) throws -> M {
        guard let row = try oneOrNone(in: database) else {
            throw DatabaseError.noRow("\(M.self)")
        }
        return row
    }

    /// The only row, or nil if there is none.
    ///
    /// ```swift
    /// let ada = try Author.filter { $0.name == "Ada" }.oneOrNone()
    /// print(ada?.email ?? "nobody")
    /// ```
    ///
    /// - Parameter database: The current one unless told.
    /// - Returns: The row.
    /// - Throws: ``DatabaseError`` of kind `severalRows`.
    /// - SeeAlso: SQLAlchemy `ScalarResult.one_or_none`.
    public func oneOrNone(in database: Database? = nil) throws -> M? {
        let rows = try limit(2).rows(Database.required(database))
        guard rows.count < 2 else { throw DatabaseError.severalRows("\(M.self)") }
        return rows.first
    }

    /// How many rows there are.
    ///
    /// ```swift
    /// print(try Post.filter { $0.views > 3 }.count())
    /// ```
    ///
    /// - Parameter database: The current one unless told.
    /// - Returns: A number from 0.
    /// - Throws: ``DatabaseError``.
    /// - SeeAlso: SQLAlchemy `Query.count`.
    public func count(in database: Database? = nil) throws -> Int {
        let database = try Database.required(database)
        var statement = counted
        statement.columns = [.call(.count, [])]
        statement.orders = []
        return try database.scalar(statement) ?? 0
    }

    /// Whether there is a row.
    ///
    /// ```swift
    /// print(try Author.filter { $0.email == "ada@example.org" }.exists())
    /// ```
    ///
    /// - Parameter database: The current one unless told.
    /// - Returns: Whether there is one.
    /// - Throws: ``DatabaseError``.
    /// - SeeAlso: SQLAlchemy `exists`.
    public func exists(in database: Database? = nil) throws -> Bool {
        let database = try Database.required(database)
        var inner = limit(1).statement
        inner.columns = [.fixed("1")]
        return try database.scalar(inner) as Int? != nil
    }

    /// Whether there is a row, in a condition of another query.
    public var exist: SQLExpression<Bool> {
        var inner = statement
        inner.columns = [.fixed("1")]
        return SQLExpression(node: .exists(inner))
    }

    /// What the query would run, for a look at it.
    ///
    /// ```swift
    /// print(try Tag.query.limit(1).sql(.sqlite))
    /// ```
    ///
    /// - Parameter dialect: Whose SQL.
    /// - Returns: The statement, with placeholders.
    /// - Throws: ``DatabaseError`` of kind `invalidQuery` for what no SQL says.
    /// - SeeAlso: SQLAlchemy `str(select(…))`.
    public func sql(_ dialect: Dialect) throws -> String {
        try selected(dialect).sql
    }

    /// A statement whose rows can be counted.
    private var counted: SelectStatement {
        statement.isPlain
            || statement.groups.isEmpty && !statement.isDistinct
                && statement.limit == nil && statement.offset == nil
            ? statement : nested().statement
    }

    func selected(_ dialect: Dialect) throws -> SQLStatement {
        _ = try M.schema.checked()
        var select = statement
        select.columns = M.schema.nodes(alias: alias)
        var writer = SQLWriter(dialect)
        writer.append(select)
        return try writer.statement()
    }

    func rows(_ database: Database) throws -> [M] {
        let statement = try selected(database.dialect)
        let rows = RowCollector(M.schema.mapper)
        try database.run(statement, .reading) { try rows.append($0) }
        return rows.take()
    }
}

extension Database {
    /// The first value of the first row; nil if there is no row.
    func scalar<Value: ColumnValue>(_ select: SelectStatement) throws -> Value? {
        try scalar(try written(select))
    }

    /// The first value of the first row; nil if there is no row.
    func scalar<Value: ColumnValue>(_ statement: SQLStatement) throws -> Value? {
        var result: Value?
        try run(statement, .reading) { row in
            guard result == nil, row.columnCount > 0 else { return }
            let first = row.value(at: 0)
            guard let value = Value(databaseValue: first) else {
                throw DatabaseError.misfit(column: 1, type: "\(Value.self)", found: first.kindName)
            }
            result = value
        }
        return result
    }
}
