/// The columns of a model in a query: what the closures of a query are given.
///
/// ```swift
/// let posts = try Post.filter { $0.views > 3 && $0.author.name == "Ada" }.all()
/// ```
/// A relation to one row leads to that row's columns.
@dynamicMemberLookup
public struct Columns<M: Model> {
    let alias: String
    let scope: QueryScope
    let fields: [Field<M>]

    init(alias: String, scope: QueryScope, fields: [Field<M>] = M.schema.mapper.fields) {
        self.alias = alias
        self.scope = scope
        self.fields = fields
    }

    /// The column of a property.
    ///
    /// ```swift
    /// let posts = try Post.filter { $0.views > 3 && $0.author.name == "Ada" && $0.comments.exist }.all()
    /// print(posts.count)
    /// ```
    ///
    /// - SeeAlso: SQLAlchemy `InstrumentedAttribute`.
    public subscript<Value: ColumnValue>(
        dynamicMember path: KeyPath<M, Value>
    ) -> SQLExpression<Value> {
        guard let field = fields.first(where: { $0.path == path }) else {
            return SQLExpression(node: .unknown("\(path)"))
        }
        return SQLExpression(
            node: .column(table: alias, name: field.column), isNullable: field.isNullable)
    }

    /// The columns of the row that a relation leads to.
    public subscript<To: Model>(
        dynamicMember path: KeyPath<M.Type, BelongsTo<M, To>>
    ) -> Columns<To> {
        Columns<To>(alias: join(M.self[keyPath: path].link), scope: scope)
    }

    /// The columns of the row that a relation leads to, if there is one.
    public subscript<To: Model>(
        dynamicMember path: KeyPath<M.Type, BelongsTo<M, To?>>
    ) -> OptionalColumns<To> {
        OptionalColumns(
            columns: Columns<To>(alias: join(M.self[keyPath: path].link), scope: scope))
    }

    /// The columns of the row that points to this one, if there is one.
    public subscript<To: Model>(
        dynamicMember path: KeyPath<M.Type, HasOne<M, To>>
    ) -> OptionalColumns<To> {
        OptionalColumns(
            columns: Columns<To>(alias: join(M.self[keyPath: path].link), scope: scope))
    }

    /// The rows that point to this one.
    public subscript<To: Model>(
        dynamicMember path: KeyPath<M.Type, HasMany<M, To>>
    ) -> RelatedRows<To> {
        RelatedRows(link: M.self[keyPath: path].link, alias: alias, scope: scope)
    }

    /// The rows that others connect with this one.
    public subscript<To: Model>(
        dynamicMember path: KeyPath<M.Type, ManyToMany<M, To>>
    ) -> RelatedRows<To> {
        RelatedRows(link: M.self[keyPath: path].link, alias: alias, scope: scope)
    }

    /// How many rows there are, in all or in a group: `.having { $0.countOfRows() > 1 }`.
    ///
    /// ```swift
    /// let busy = try Post.group { $0.authorID }.having { $0.countOfRows() > 1 }
    ///     .select { ($0.authorID, $0.countOfRows()) }.all()
    /// print(busy)
    /// ```
    ///
    /// - Returns: A number from 0.
    /// - SeeAlso: SQLAlchemy `func.count`.
    public func countOfRows() -> SQLExpression<Int> { SQLExpression(node: .call(.count, [])) }

    func node(_ path: PartialKeyPath<M>) -> SQLNode {
        guard let field = fields.first(where: { $0.path == path }) else {
            return .unknown("\(path)")
        }
        return .column(table: alias, name: field.column)
    }

    /// Adds the table that a relation to one row leads to.
    private func join(_ link: RelationLink) -> String {
        // Called by the way there: the same relation is one table, another to the same table
        // another.
        let way = scope.isFirst(alias) ? link.name : "\(alias)_\(link.name)"
        return scope.join(link.target().name, by: way, isOuter: link.isOptional) { name in
            .infix(
                .column(table: name, name: link.targetColumn), .equal,
                .column(table: alias, name: link.ownColumn))
        }
    }
}

/// The columns of a row that there may not be: all of them may be `NULL`.
@dynamicMemberLookup
public struct OptionalColumns<M: Model> {
    let columns: Columns<M>

    /// The column of a property.
    ///
    /// ```swift
    /// let posts = try Post.filter { $0.editor.name == "Ada" }.all()
    /// print(posts.count)
    /// ```
    ///
    /// - SeeAlso: SQLAlchemy `outerjoin`.
    public subscript<Value: ColumnValue>(
        dynamicMember path: KeyPath<M, Value>
    ) -> SQLExpression<Value?> where Value.Unwrapped == Value {
        SQLExpression(node: columns.node(path))
    }

    /// The column of a property that may itself be nil.
    public subscript<Value: ColumnValue>(
        dynamicMember path: KeyPath<M, Value?>
    ) -> SQLExpression<Value?> {
        SQLExpression(node: columns.node(path))
    }
}

/// The rows that a relation to many leads to, in a condition of a query.
public struct RelatedRows<To: Model> {
    let link: RelationLink
    let alias: String
    let scope: QueryScope

    /// Whether there is such a row.
    public var exist: SQLExpression<Bool> { exist { _ in SQLExpression(node: .fixed("TRUE")) } }

    /// Whether there is such a row that fulfils a condition.
    ///
    /// ```swift
    /// let posts = try Post.filter { $0.comments.exist { $0.author.name == "Ada" } }.all()
    /// print(posts.count)
    /// ```
    ///
    /// - Parameter condition: A condition over its columns.
    /// - Returns: A condition.
    /// - SeeAlso: SQLAlchemy `any`.
    public func exist(
        _ condition: (Columns<To>) -> SQLExpression<Bool>
    ) -> SQLExpression<Bool> {
        SQLExpression(node: .exists(statement(condition) { _ in .fixed("1") }))
    }

    /// How many such rows there are.
    ///
    /// ```swift
    /// let posts = try Post.order { $0.comments.count().descending }.limit(10).all()
    /// print(posts.count)
    /// ```
    ///
    /// - Returns: A number from 0.
    /// - SeeAlso: SQLAlchemy `select(func.count()).scalar_subquery`.
    public func count() -> SQLExpression<Int> {
        count { _ in SQLExpression(node: .fixed("TRUE")) }
    }

    /// How many such rows fulfil a condition.
    ///
    /// ```swift
    /// let authors = try Author.filter { $0.posts.count { $0.views > 100 } >= 3 }.all()
    /// print(authors.count)
    /// ```
    ///
    /// - Parameter condition: A condition over their columns.
    /// - Returns: A number from 0.
    /// - SeeAlso: SQLAlchemy `select(func.count()).where(…).scalar_subquery`.
    public func count(
        where condition: (Columns<To>) -> SQLExpression<Bool>
    ) -> SQLExpression<Int> {
        SQLExpression(node: .scalar(statement(condition) { _ in .call(.count, []) }))
    }

    /// A value worked out of such rows: `$0.comments.value { $0.stars.max() }`.
    ///
    /// ```swift
    /// let best = try Author.select { ($0.name, $0.posts.value { $0.views.max() }) }.all()
    /// print(best)
    /// ```
    ///
    /// - Parameter value: An aggregate over their columns.
    /// - Returns: An expression; `NULL` where the aggregate of no row is.
    /// - SeeAlso: SQLAlchemy `scalar_subquery`.
    public func value<Value: ColumnValue>(
        _ value: (Columns<To>) -> SQLExpression<Value>
    ) -> SQLExpression<Value.Unwrapped?> {
        SQLExpression(
            node: .scalar(
                statement({ _ in SQLExpression(node: .fixed("TRUE")) }, { value($0).node })))
    }

    private func statement(
        _ condition: (Columns<To>) -> SQLExpression<Bool>, _ column: (Columns<To>) -> SQLNode
    ) -> SelectStatement {
        let table = To.schema.table
        let (inner, name) = scope.inside(table.name)
        let columns = Columns<To>(alias: name, scope: inner)
        var select = SelectStatement(.table(name: table.name, alias: name))
        if let through = link.through {
            let middle = inner.join(through.table()) { middle in
                .infix(
                    .column(table: middle, name: through.targetColumn.name), .equal,
                    .column(table: name, name: link.targetColumn))
            }
            select.add(
                .infix(
                    .column(table: middle, name: through.ownColumn.name), .equal,
                    .column(table: alias, name: link.ownColumn)))
        } else {
            select.add(
                .infix(
                    .column(table: name, name: link.targetColumn), .equal,
                    .column(table: alias, name: link.ownColumn)))
        }
        let own = inner.run { condition(columns).node }
        if case .fixed = own {} else { select.add(own) }
        select.columns = [inner.run { column(columns) }]
        select.joins = inner.joins
        return select
    }
}
