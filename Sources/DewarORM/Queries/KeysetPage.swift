/// Some rows of a query in order, and where those before and behind begin.
///
/// Other than ``Pagination`` it counts nothing and leaves nothing out when rows come and go
/// meanwhile, and the thousandth page is as quick as the first.
///
/// - SeeAlso: Markus Winand, "Paging Through Results".
public struct KeysetPage<Item: Sendable>: Sendable {
    /// The rows, in the query's order.
    public let items: [Item]
    /// What `after` takes for the rows behind; nil behind the last.
    public let next: String?
    /// What `before` takes for the rows before; nil before the first.
    public let previous: String?
}

extension Query {
    /// The rows behind a place in the query's order.
    ///
    /// ```swift
    /// let newest = Post.order { $0.id.descending }
    /// let page = try newest.keysetPage(limit: 20)
    /// let older = try newest.keysetPage(after: page.next, limit: 20)
    /// ```
    /// A place is text for a URL: the values of the order's terms in one row. Who makes one up sees
    /// other rows of the same query, and no others. The primary key is the last term of the order,
    /// whether it is named or not.
    ///
    /// - Parameters:
    ///   - place: What a page said to be ``KeysetPage/next``; nil for the first rows.
    ///   - limit: How many rows, from 1 to 1,000.
    ///   - database: The current one unless told.
    /// - Returns: The rows.
    /// - Throws: ``DatabaseError``, of kind `noPage` for text that is no place of this order.
    /// - SeeAlso: sqlakeyset `get_page`.
    public func keysetPage(
        after place: String? = nil, limit: Int = 20, in database: Database? = nil
    ) throws -> KeysetPage<M> {
        let keyset = Keyset(self)
        let found = try keyset.rows(behind: place, limit, database, isReversed: false)
        return KeysetPage(
            items: found.rows.map(\.model),
            next: found.hasMore ? found.rows.last.map { keyset.place(of: $0.values) } : nil,
            previous: place == nil ? nil : found.rows.first.map { keyset.place(of: $0.values) })
    }

    /// The rows before a place in the query's order, the nearest last.
    ///
    /// - Parameters:
    ///   - place: What a page said to be ``KeysetPage/previous``.
    ///   - limit: How many rows, from 1 to 1,000.
    ///   - database: The current one unless told.
    /// - Returns: The rows.
    /// - Throws: ``DatabaseError``, of kind `noPage` for text that is no place of this order.
    /// - SeeAlso: sqlakeyset `get_page`.
    public func keysetPage(
        before place: String, limit: Int = 20, in database: Database? = nil
    ) throws -> KeysetPage<M> {
        let keyset = Keyset(self)
        let found = try keyset.rows(behind: place, limit, database, isReversed: true)
        let rows = Array(found.rows.reversed())
        return KeysetPage(
            items: rows.map(\.model), next: rows.last.map { keyset.place(of: $0.values) },
            previous: found.hasMore ? rows.first.map { keyset.place(of: $0.values) } : nil)
    }
}

/// A query whose order tells every two rows apart.
private struct Keyset<M: Model> {
    let query: Query<M>

    init(_ query: Query<M>) {
        var query = query.isBounded ? query.nested() : query
        let named = query.statement.orders.compactMap(\.columnName)
        query.statement.orders += M.keyOrders(alias: query.alias).filter { order in
            !named.contains { $0 == order.columnName }
        }
        self.query = query
    }

    private var orders: [SelectStatement.Order] { query.statement.orders }

    struct Found {
        var rows: [(model: M, values: [DatabaseValue])] = []
        var hasMore = false
    }

    func rows(
        behind place: String?, _ limit: Int, _ database: Database?, isReversed: Bool
    ) throws -> Found {
        let database = try Database.required(database)
        let limit = min(max(1, limit), 1_000)
        var select = query.statement
        if isReversed { select.orders = orders.map(\.reversed) }
        if let place {
            guard let values = KeysetPlace.values(of: place, orders.map(\.type)) else {
                throw DatabaseError.noPage(nil)
            }
            select.add(Self.condition(select.orders[...], values[...]))
        }
        let columns = M.schema.nodes(alias: query.alias)
        select.columns = columns + orders.map(\.node)
        select.limit = limit + 1
        var found = Found()
        _ = try M.schema.checked()
        try database.run(try database.written(select), .reading) { row in
            guard found.rows.count < limit else {
                found.hasMore = true
                return
            }
            let model = try M.schema.mapper.make(row)
            found.rows.append((model, row.values(from: columns.count)))
        }
        return found
    }

    func place(of values: [DatabaseValue]) -> String {
        KeysetPlace.text(of: values, orders.map(\.type))
    }

    /// `a > x OR a = x AND (b > y …)`.
    private static func condition(
        _ orders: ArraySlice<SelectStatement.Order>, _ values: ArraySlice<DatabaseValue>
    ) -> SQLNode {
        guard let order = orders.first, let value = values.first else { return .fixed("FALSE") }
        let behind = order.behind(value)
        guard orders.count > 1 else { return behind }
        let same: SQLNode =
            value.isNull
            ? .isNull(order.node, isNegated: false) : .infix(order.node, .equal, .bind(value))
        return .infix(
            behind, .or,
            .infix(same, .and, condition(orders.dropFirst(), values.dropFirst())))
    }
}

extension SelectStatement.Order {
    fileprivate var columnName: String? {
        if case .column(_, let name) = node { name } else { nil }
    }

    /// What comes behind a value.
    fileprivate func behind(_ value: DatabaseValue) -> SQLNode {
        let isNullFirst = nullsFirst ?? !isDescending
        guard !value.isNull else {
            return isNullFirst ? .isNull(node, isNegated: true) : .fixed("FALSE")
        }
        let further = SQLNode.infix(node, isDescending ? .less : .greater, .bind(value))
        guard isNullable, !isNullFirst else { return further }
        return .infix(further, .or, .isNull(node, isNegated: false))
    }
}
