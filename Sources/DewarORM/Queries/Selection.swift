/// A query of some values of each row instead of a model.
///
/// ```swift
/// let counts = Post.group { $0.authorID }.select { ($0.authorID, $0.id.count()) }
/// for (author, count) in try counts.all() { print(author, count) }
/// ```
public struct Selection<Row>: Sendable {
    package var statement: SelectStatement
    let read: @Sendable ([DatabaseValue]) throws -> Row

    /// The rows.
    ///
    /// ```swift
    /// let titles = try Post.select { ($0.title, $0.views) }.all()
    /// print(titles.map(\.0))
    /// ```
    ///
    /// - Parameter database: The current one unless told.
    /// - Returns: A tuple for each row, or a value if there is one column.
    /// - Throws: ``DatabaseError``.
    /// - SeeAlso: SQLAlchemy `Result.all`.
    public func all(in database: Database? = nil) throws -> [Row] {
        let database = try Database.required(database)
        var results: [Row] = []
        try database.run(try database.written(statement), .reading) { row in
            results.append(try read(row.values))
        }
        return results
    }

    /// The rows, each made into something else.
    ///
    /// ```swift
    /// let lines = try Post.select { ($0.title, $0.views) }.all { "\($0): \($1)" }
    /// print(lines)
    /// ```
    ///
    /// - Parameters:
    ///   - database: The current one unless told.
    ///   - make: Makes a result of a row's values: `Summary.init`.
    /// - Returns: A result for each row.
    /// - Throws: ``DatabaseError``, and what `make` throws.
    /// - SeeAlso: SQLAlchemy `Bundle`.
    public func all<Result>(
        in database: Database? = nil, _ make: (Row) throws -> Result
    ) throws -> [Result] {
        try all(in: database).map(make)
    }

    /// The first row.
    ///
    /// ```swift
    /// print(try Post.order { $0.views.descending }.select { $0.title }.first() ?? "none")
    /// ```
    ///
    /// - Parameter database: The current one unless told.
    /// - Returns: nil if there is none.
    /// - Throws: ``DatabaseError``.
    /// - SeeAlso: SQLAlchemy `Result.first`.
    public func first(in database: Database? = nil) throws -> Row? {
        try limit(1).all(in: database).first
    }

    /// The only row.
    ///
    /// ```swift
    /// print(try Post.select { $0.views.max() }.one() ?? 0)
    /// ```
    ///
    /// - Parameter database: The current one unless told.
    /// - Returns: The row.
    /// - Throws: ``DatabaseError`` of kind `noRow` or `severalRows`.
    /// - SeeAlso: SQLAlchemy `Result.one`.
    public func one(in database: Database? = nil) throws -> Row {
        let rows = try limit(2).all(in: database)
        guard let row = rows.first else { throw DatabaseError.noRow("row") }
        guard rows.count < 2 else { throw DatabaseError.severalRows("row") }
        return row
    }

    /// What the query would run, for a look at it.
    ///
    /// ```swift
    /// print(try Post.select { $0.title }.sql(.postgresql))
    /// ```
    ///
    /// - Parameter dialect: Whose SQL.
    /// - Returns: The statement, with placeholders.
    /// - Throws: ``DatabaseError`` of kind `invalidQuery` for what no SQL says.
    /// - SeeAlso: SQLAlchemy `str(select(…))`.
    public func sql(_ dialect: Dialect) throws -> String {
        var writer = SQLWriter(dialect)
        writer.append(statement)
        return try writer.statement().sql
    }

    /// Every row of values once.
    ///
    /// ```swift
    /// print(try Post.select { $0.authorID }.distinct().all())
    /// ```
    ///
    /// - Returns: A query.
    /// - SeeAlso: SQLAlchemy `Select.distinct`.
    public func distinct() -> Selection {
        var copy = self
        copy.statement.isDistinct = true
        return copy
    }

    /// So many rows at most.
    ///
    /// ```swift
    /// print(try Post.order { $0.title }.select { $0.title }.limit(5).all())
    /// ```
    ///
    /// - Parameter count: A number from 0; less is 0. Of two limits the smaller one holds.
    /// - Returns: A bounded query.
    /// - SeeAlso: SQLAlchemy `Select.limit`.
    public func limit(_ count: Int) -> Selection {
        var copy = self
        copy.statement.limit = min(max(0, count), statement.limit ?? .max)
        return copy
    }
}

extension SQLExpression {
    /// The only value of the only row of a query: `NULL` if there is no row.
    ///
    /// - Parameter selection: A query of one column and one row at most.
    public init<Only: ColumnValue>(_ selection: Selection<Only>) where Value == Only.Unwrapped? {
        self.init(node: .scalar(selection.statement))
    }
}

extension Database {
    /// The values of all rows.
    func values(of statement: SQLStatement, _ access: Access) throws -> [[DatabaseValue]] {
        var rows: [[DatabaseValue]] = []
        try run(statement, access) { rows.append($0.values) }
        return rows
    }
}

/// Takes the values of a row in order.
struct TupleReader {
    private let values: [DatabaseValue]
    private var index = 0

    init(_ values: [DatabaseValue]) {
        self.values = values
    }

    mutating func next<Value: ColumnValue>(_ type: Value.Type) throws -> Value {
        defer { index += 1 }
        let found = index < values.count ? values[index] : nil
        guard let found, let value = Value(databaseValue: found) else {
            throw DatabaseError.misfit(
                column: index + 1, type: "\(type)", found: found?.kindName ?? "no value")
        }
        return value
    }
}

/// Makes a tuple of a row.
///
/// Not a closure: the compiler crashes on packs in closures (6.3.1).
private struct TupleMaker<each Value: ColumnValue>: Sendable {
    @Sendable func make(_ values: [DatabaseValue]) throws -> (repeat each Value) {
        var reader = TupleReader(values)
        return (repeat try reader.next((each Value).self))
    }
}

extension Query {
    /// One value of each row instead of the model.
    ///
    /// ```swift
    /// print(try Post.filter { $0.views > 3 }.select { $0.title }.all())
    /// ```
    ///
    /// - Parameter value: An expression.
    /// - Returns: A query of values.
    /// - SeeAlso: SQLAlchemy `Select.with_only_columns`.
    public func select<Value: ColumnValue>(
        _ value: (Columns<M>) -> SQLExpression<Value>
    ) -> Selection<Value> {
        Selection(statement: selecting { [value($0).node] }) { values in
            var reader = TupleReader(values)
            return try reader.next(Value.self)
        }
    }

    /// Some values of each row instead of the model.
    ///
    /// - Parameter values: Expressions, in parentheses.
    /// - Returns: A query of tuples.
    public func select<each Value: ColumnValue>(
        _ values: (Columns<M>) -> (repeat SQLExpression<each Value>)
    ) -> Selection<(repeat each Value)> {
        let statement = selecting { columns in
            var nodes: [SQLNode] = []
            for value in repeat each values(columns) { nodes.append(value.node) }
            return nodes
        }
        return Selection(statement: statement, read: TupleMaker<repeat each Value>().make)
    }

    /// A bounded query is a table of its own: an aggregate is about the rows within the limit.
    private func selecting(_ nodes: (Columns<M>) -> [SQLNode]) -> SelectStatement {
        var copy = statement.limit == nil && statement.offset == nil ? self : nested()
        copy.statement.columns = copy.with(nodes)
        return copy.statement
    }
}
