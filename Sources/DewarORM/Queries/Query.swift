/// A query of a model's rows: made step by step, run by ``all(in:)``, ``first(in:)`` and others.
///
/// ```swift
/// let popular = try Post.filter { $0.views > 3 && $0.title.hasPrefix("A") }
///     .order { $0.views.descending }
///     .limit(20)
///     .all()
/// ```
///
/// - SeeAlso: SQLAlchemy `select`.
public struct Query<M: Model>: Sendable {
    package var statement: SelectStatement
    /// What is loaded with the rows.
    var included: [Included<M>] = []

    /// Makes a query of all rows.
    public init() {
        let table = M.schema.table.name
        statement = SelectStatement(.table(name: table, alias: QueryScope.name(for: table)))
    }

    var alias: String { statement.source.alias }

    /// Gives a closure the columns, and keeps the tables that they lead to.
    mutating func with<Result>(_ body: (Columns<M>) -> Result) -> Result {
        // Made outside, it may call its table as a query around it does.
        if QueryScope.isTaken(alias) { self = renamed() }
        let scope = QueryScope(alias: alias, joins: statement.joins)
        let result = scope.run { body(Columns(alias: alias, scope: scope)) }
        statement.joins = scope.joins
        return result
    }

    /// The rows of this query as a table of its own, where a further step means another thing:
    /// a condition after a limit.
    func nested() -> Query {
        var copy = Query()
        var inner = statement
        inner.columns = M.schema.nodes(alias: alias)
        copy.statement = SelectStatement(.rows(inner, alias: alias))
        copy.included = included
        return copy
    }

    /// The rows of this query under a name that no query around it has.
    private func renamed() -> Query {
        var copy = Query()
        copy.included = included
        guard statement.condition != nil || !statement.isPlain || !statement.orders.isEmpty else {
            return copy
        }
        var inner = statement
        inner.columns = M.schema.nodes(alias: alias)
        copy.statement = SelectStatement(.rows(inner, alias: copy.alias))
        return copy
    }

    var isBounded: Bool { statement.limit != nil || statement.offset != nil }
}

extension Query {
    /// The rows that also fulfil a condition.
    ///
    /// - Parameter condition: A condition over the columns; after a limit, of the rows within it.
    /// - Returns: A narrower query.
    public func filter(_ condition: (Columns<M>) -> SQLExpression<Bool>) -> Query {
        var copy = isBounded ? nested() : self
        let node = copy.with { condition($0).node }
        copy.statement.add(node)
        return copy
    }

    /// The rows in an order, behind the orders there are.
    ///
    /// ```swift
    /// let posts = Post.query.order { ($0.views.descending, $0.title) }
    /// print(try posts.all().count)
    /// ```
    ///
    /// - Parameter terms: One or more of `$0.title`, `$0.views.descending`, in parentheses.
    /// - Returns: An ordered query. `NULL` is less than everything, unless told.
    /// - SeeAlso: SQLAlchemy `Select.order_by`.
    public func order<each Term: OrderTerm>(
        _ terms: (Columns<M>) -> (repeat each Term)
    ) -> Query {
        var copy = isBounded ? nested() : self
        let orders = copy.with { columns in
            var orders: [SelectStatement.Order] = []
            for term in repeat each terms(columns) { orders.append(term.orderTerm) }
            return orders
        }
        copy.statement.orders += orders
        return copy
    }

    /// The rows in an order, behind the orders there are.
    ///
    /// - Parameter term: `$0.title`, `$0.views.descending`.
    /// - Returns: An ordered query.
    public func order<Term: OrderTerm>(_ term: (Columns<M>) -> Term) -> Query {
        var copy = isBounded ? nested() : self
        let order = copy.with { term($0).orderTerm }
        copy.statement.orders.append(order)
        return copy
    }

    /// The rows by primary key, behind the orders there are.
    ///
    /// ```swift
    /// print(try Post.query.orderedByKey().all().map(\.title))
    /// ```
    ///
    /// - Returns: An ordered query.
    /// - SeeAlso: SQLAlchemy `Select.order_by`.
    public func orderedByKey() -> Query {
        var copy = isBounded ? nested() : self
        copy.statement.orders += M.keyOrders(alias: copy.alias)
        return copy
    }

    /// The rows in no order.
    ///
    /// ```swift
    /// let latest = Post.order { $0.views.descending }
    /// print(try latest.unordered().all().count)
    /// ```
    ///
    /// - Returns: A query without the orders there were.
    /// - SeeAlso: SQLAlchemy `Select.order_by(None)`.
    public func unordered() -> Query {
        var copy = isBounded ? nested() : self
        copy.statement.orders = []
        return copy
    }

    /// The rows in the opposite order; by primary key if there is none.
    ///
    /// ```swift
    /// let posts = Post.order { $0.title }
    /// print(try posts.reversed().first()?.title ?? "none")
    /// ```
    ///
    /// - Returns: A query with every order the other way round.
    /// - SeeAlso: Django `QuerySet.reverse`.
    public func reversed() -> Query {
        var copy = isBounded ? nested() : self
        if copy.statement.orders.isEmpty { copy = copy.orderedByKey() }
        copy.statement.orders = copy.statement.orders.map(\.reversed)
        return copy
    }

    /// So many rows at most.
    ///
    /// ```swift
    /// print(try Post.query.orderedByKey().limit(10).all().count)
    /// ```
    ///
    /// - Parameter count: A number from 0; less is 0. Of two limits the smaller one holds.
    /// - Returns: A bounded query.
    /// - SeeAlso: SQLAlchemy `Select.limit`.
    public func limit(_ count: Int) -> Query {
        var copy = self
        copy.statement.limit = min(max(0, count), statement.limit ?? .max)
        return copy
    }

    /// Without the first rows.
    ///
    /// ```swift
    /// print(try Post.query.orderedByKey().offset(20).limit(10).all().count)
    /// ```
    ///
    /// - Parameter count: A number from 0; less is 0.
    /// - Returns: A bounded query; after a limit, of the rows within it.
    /// - SeeAlso: SQLAlchemy `Select.offset`.
    public func offset(_ count: Int) -> Query {
        var copy = isBounded ? nested() : self
        copy.statement.offset = max(0, count)
        return copy
    }

    /// Every row once, though joins give it more often.
    ///
    /// ```swift
    /// print(try Post.query.distinct().count())
    /// ```
    ///
    /// - Returns: A query.
    /// - SeeAlso: SQLAlchemy `Select.distinct`.
    public func distinct() -> Query {
        var copy = isBounded ? nested() : self
        copy.statement.isDistinct = true
        return copy
    }

    /// Takes rows together that share values: one row of aggregates for each group.
    ///
    /// ```swift
    /// let counts = try Post.query.group { $0.authorID }.select { ($0.authorID, $0.countOfRows()) }.all()
    /// print(counts)
    /// ```
    ///
    /// - Parameter keys: One or more expressions, in parentheses.
    /// - Returns: A grouped query, of which ``select(_:)`` takes the keys and aggregates.
    /// - SeeAlso: SQLAlchemy `Select.group_by`.
    public func group<each Key: ColumnValue>(
        by keys: (Columns<M>) -> (repeat SQLExpression<each Key>)
    ) -> Query {
        var copy = isBounded ? nested() : self
        let groups = copy.with { columns in
            var groups: [SQLNode] = []
            for key in repeat each keys(columns) { groups.append(key.node) }
            return groups
        }
        copy.statement.groups += groups
        return copy
    }

    /// The groups that fulfil a condition.
    ///
    /// ```swift
    /// let busy = try Post.group { $0.authorID }.having { $0.countOfRows() > 1 }.select { $0.authorID }.all()
    /// print(busy)
    /// ```
    ///
    /// - Parameter condition: A condition over keys and aggregates.
    /// - Returns: A narrower query.
    /// - SeeAlso: SQLAlchemy `Select.having`.
    public func having(_ condition: (Columns<M>) -> SQLExpression<Bool>) -> Query {
        var copy = self
        let node = copy.with { condition($0).node }
        copy.statement.having =
            copy.statement.having.map { .infix($0, .and, node) } ?? node
        return copy
    }

    /// The rows of this query and of another, each once.
    ///
    /// ```swift
    /// let posts = Post.filter { $0.views > 3 }.union(Post.filter { $0.authorID == 1 })
    /// print(try posts.count())
    /// ```
    ///
    /// - Parameter other: Another query of the model.
    /// - Returns: A query, of which further steps are about all rows.
    /// - SeeAlso: SQLAlchemy `union`.
    public func union(_ other: Query) -> Query { compound(other, " UNION ") }

    /// The rows of this query and of another, those in both twice.
    ///
    /// ```swift
    /// let posts = Post.filter { $0.views > 3 }.unionAll(Post.filter { $0.authorID == 1 })
    /// print(try posts.count())
    /// ```
    ///
    /// - Parameter other: Another query of the model.
    /// - Returns: A query, of which further steps are about all rows.
    /// - SeeAlso: SQLAlchemy `union_all`.
    public func unionAll(_ other: Query) -> Query { compound(other, " UNION ALL ") }

    /// The rows that are in this query and in another.
    ///
    /// ```swift
    /// let posts = Post.filter { $0.views > 3 }.intersection(Post.filter { $0.authorID == 1 })
    /// print(try posts.count())
    /// ```
    ///
    /// - Parameter other: Another query of the model.
    /// - Returns: A query.
    /// - SeeAlso: SQLAlchemy `intersect`.
    public func intersection(_ other: Query) -> Query { compound(other, " INTERSECT ") }

    /// The rows that are in this query and not in another.
    ///
    /// ```swift
    /// let posts = Post.filter { $0.views > 3 }.subtracting(Post.filter { $0.authorID == 1 })
    /// print(try posts.count())
    /// ```
    ///
    /// - Parameter other: Another query of the model.
    /// - Returns: A query.
    /// - SeeAlso: SQLAlchemy `except_`.
    public func subtracting(_ other: Query) -> Query { compound(other, " EXCEPT ") }

    private func compound(_ other: Query, _ keyword: StaticString) -> Query {
        let parts = [self, other].map { query in
            var part = query.statement
            part.columns = M.schema.nodes(alias: query.alias)
            return part
        }
        var copy = Query()
        copy.statement = SelectStatement(.compound(parts, keyword: keyword, alias: alias))
        copy.included = included + other.included
        return copy
    }
}

extension Model {
    /// The order of the primary key.
    static func keyOrders(alias: String) -> [SelectStatement.Order] {
        schema.table.key.compactMap { name in
            schema.mapper.fields.first { $0.column == name }.map { field in
                SelectStatement.Order(
                    node: .column(table: alias, name: name), isDescending: false,
                    isNullable: false, type: field.type)
            }
        }
    }
}
