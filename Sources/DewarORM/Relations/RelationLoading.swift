/// Finds the rows of relations.
enum RelationLoading {
    /// How many keys one query asks for at most.
    static let largestChunk = 8192

    /// The value by which rows belong to a model's value.
    static func key<M: Model>(of model: M, _ link: RelationLink) -> DatabaseValue {
        let column = link.ownColumn
        guard let index = M.schema.table.columns.firstIndex(where: { $0.name == column }) else {
            return .null
        }
        return M.schema.mapper.value(of: index, in: model)
    }

    /// The values by which rows belong to values of a model; `NULL` where there can be none.
    static func keys<M: Model>(of models: [M], _ link: RelationLink) -> [DatabaseValue] {
        let column = link.ownColumn
        let schema = M.schema
        guard let index = schema.table.columns.firstIndex(where: { $0.name == column }) else {
            return Array(repeating: .null, count: models.count)
        }
        return models.map { schema.mapper.value(of: index, in: $0) }
    }

    /// The type of that value.
    static func keyType<M: Model>(_ model: M.Type, _ link: RelationLink) -> any ColumnValue.Type {
        let column = link.ownColumn
        return M.schema.mapper.fields.first { $0.column == column }?.type ?? Int.self
    }

    /// A query of the rows that belong to some keys.
    static func query<M: Model>(
        _ definition: RelationDefinition<M>, _ keys: [DatabaseValue]
    ) -> Query<M> {
        let link = definition.link
        var query = Query<M>()
        let alias = query.alias
        var node = SQLNode.column(table: alias, name: link.targetColumn)
        if let through = link.through {
            let table = through.table()
            query.statement.joins.append(
                .init(
                    table: table, alias: table, isOuter: false,
                    condition: .infix(
                        .column(table: table, name: through.targetColumn.name), .equal, node)))
            node = .column(table: table, name: through.ownColumn.name)
        }
        let condition: SQLNode =
            keys.count == 1 ? .infix(node, .equal, .bind(keys[0])) : .among(node, keys)
        query.statement.add(condition)
        return definition.order(query)
    }

    /// Loads the rows that belong to some keys.
    static func load<M: Model>(
        _ definition: RelationDefinition<M>, _ keys: [DatabaseValue],
        like type: any ColumnValue.Type, _ database: Database
    ) throws -> RelatedSet<M> {
        try definition.link.check()
        var wanted: Set<DatabaseValue> = []
        let distinct = keys.filter { !$0.isNull && wanted.insert($0).inserted }
        let rows = RowCollector(M.schema.mapper)
        var groups = RelatedGroups(like: type)
        var start = 0
        while start < distinct.count {
            let end = min(start + largestChunk, distinct.count)
            try load(
                definition, padded(distinct[start..<end]), database, like: type, rows, &groups)
            start = end
        }
        groups.endRun()
        return RelatedSet(ResultSet(rows.take(), database), groups, keys: keys)
    }

    /// Keys filled up to a power of two by the last one, so that few statements are prepared.
    private static func padded(_ keys: ArraySlice<DatabaseValue>) -> [DatabaseValue] {
        var size = 1
        while size < keys.count { size *= 2 }
        guard let last = keys.last else { return [] }
        return keys + Array(repeating: last, count: size - keys.count)
    }

    /// Loads the rows of some keys, with the key that each belongs to behind its columns.
    private static func load<M: Model>(
        _ definition: RelationDefinition<M>, _ keys: [DatabaseValue], _ database: Database,
        like type: any ColumnValue.Type, _ rows: RowCollector<M>,
        _ groups: inout RelatedGroups
    ) throws {
        let link = definition.link
        let query = query(definition, keys)
        var statement = query.statement
        _ = try M.schema.checked()
        let owner: (table: String, column: String) =
            link.through.map { ($0.table(), $0.ownColumn.name) }
            ?? (query.alias, link.targetColumn)
        // The order counts among the rows of one owner: by owners first, an index can give it.
        if keys.count > 1, !statement.orders.isEmpty, statement.limit == nil {
            statement.orders.insert(
                .init(
                    node: .column(table: owner.table, name: owner.column), isDescending: false,
                    isNullable: false, type: type),
                at: 0)
        }
        let columns = M.schema.nodes(alias: query.alias)
        statement.columns = columns + [.column(table: owner.table, name: owner.column)]
        try database.run(try database.written(statement), .reading) { row in
            try rows.append(row)
            groups.append(row, owner: columns.count)
        }
    }
}

extension Database {
    /// A `SELECT` in the database's words.
    func written(_ select: SelectStatement) throws -> SQLStatement {
        var writer = SQLWriter(dialect)
        writer.append(select)
        return try writer.statement()
    }
}
