extension Model {
    /// A query of all rows.
    public static var query: Query<Self> { Query() }

    /// The rows that fulfil a condition: ``Query/filter(_:)``.
    ///
    /// - Parameter condition: A condition over the columns.
    /// - Returns: A query.
    public static func filter(
        _ condition: (Columns<Self>) -> SQLExpression<Bool>
    ) -> Query<Self> {
        Query().filter(condition)
    }

    /// The rows in an order: ``Query/order(_:)``.
    ///
    /// ```swift
    /// let latest = try Post.order { ($0.views.descending, $0.title) }.limit(10).all()
    /// print(latest.count)
    /// ```
    ///
    /// - Parameter terms: One or more terms, in parentheses.
    /// - Returns: A query.
    /// - SeeAlso: SQLAlchemy `Select.order_by`.
    public static func order<each Term: OrderTerm>(
        _ terms: (Columns<Self>) -> (repeat each Term)
    ) -> Query<Self> {
        Query().order(terms)
    }

    /// The rows in an order: ``Query/order(_:)``.
    ///
    /// - Parameter term: An expression, or one with a direction.
    /// - Returns: A query.
    public static func order<Term: OrderTerm>(_ term: (Columns<Self>) -> Term) -> Query<Self> {
        Query().order(term)
    }

    /// One value of each row: ``Query/select(_:)``.
    ///
    /// ```swift
    /// let titles = try Post.select { $0.title }.all()
    /// print(titles)
    /// ```
    ///
    /// - Parameter value: An expression.
    /// - Returns: A query of values.
    /// - SeeAlso: SQLAlchemy `select(Post.title)`.
    public static func select<Value: ColumnValue>(
        _ value: (Columns<Self>) -> SQLExpression<Value>
    ) -> Selection<Value> {
        Query().select(value)
    }

    /// Some values of each row: ``Query/select(_:)``.
    ///
    /// - Parameter values: One or more expressions, in parentheses.
    /// - Returns: A query of values.
    public static func select<each Value: ColumnValue>(
        _ values: (Columns<Self>) -> (repeat SQLExpression<each Value>)
    ) -> Selection<(repeat each Value)> {
        Query().select(values)
    }

    /// Takes rows together that share values: ``Query/group(by:)``.
    ///
    /// ```swift
    /// let counts = try Post.group { $0.authorID }.select { ($0.authorID, $0.countOfRows()) }.all()
    /// print(counts)
    /// ```
    ///
    /// - Parameter keys: One or more expressions, in parentheses.
    /// - Returns: A grouped query.
    /// - SeeAlso: SQLAlchemy `Select.group_by`.
    public static func group<each Key: ColumnValue>(
        by keys: (Columns<Self>) -> (repeat SQLExpression<each Key>)
    ) -> Query<Self> {
        Query().group(by: keys)
    }

    /// The row of a primary key.
    ///
    /// ```swift
    /// if let author = try Author.find(1) { print(author.name) }
    /// let tagging = try Tagging.find(1, 2)  // a key of two columns
    /// print(tagging != nil)
    /// ```
    ///
    /// - Parameters:
    ///   - key: The value of each of its columns, in the schema's order.
    ///   - database: The current one unless told.
    /// - Returns: nil if there is none.
    /// - Throws: ``DatabaseError``.
    /// - SeeAlso: SQLAlchemy `Session.get`.
    public static func find<each Key: ColumnValue>(
        _ key: repeat each Key, in database: Database? = nil
    ) throws -> Self? {
        let database = try Database.required(database)
        var binds: [DatabaseValue] = []
        for value in repeat each key { binds.append(value.databaseValue) }
        let schema = schema
        let statements = try schema.statements(database.dialect)
        guard binds.count == schema.table.key.count else {
            throw DatabaseError.wrongKey(
                "\(Self.self)", found: binds.count, wanted: schema.table.key.count)
        }
        var result: Self?
        try database.run(SQLStatement(sql: statements.find, binds: binds), .reading) { row in
            result = try schema.mapper.make(row)
        }
        return result
    }

    /// The row of a primary key, which there must be.
    ///
    /// ```swift
    /// print(try Author.get(1).name)
    /// ```
    ///
    /// - Parameters:
    ///   - key: The value of each of its columns, in the schema's order.
    ///   - database: The current one unless told.
    /// - Returns: The row.
    /// - Throws: ``DatabaseError``, of kind `noRow` if there is none.
    /// - SeeAlso: SQLAlchemy `Session.get_one`.
    public static func get<each Key: ColumnValue>(
        _ key: repeat each Key, in database: Database? = nil
    ) throws -> Self {
        guard let model = try find(repeat each key, in: database) else {
            throw DatabaseError.noRow("\(Self.self)")
        }
        return model
    }
}
