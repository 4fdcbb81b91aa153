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
        var models: [M] = []
        var owners: [DatabaseValue] = []
        var start = 0
        while start < distinct.count {
            let end = min(start + largestChunk, distinct.count)
            try load(
                definition, padded(distinct[start..<end]), database, &models, &owners)
            start = end
        }
        var groups: [DatabaseValue: [Int]] = [:]
        for (index, owner) in owners.enumerated() {
            // SQLite gives text for a UUID: it must be the same key.
            let key = type.init(databaseValue: owner)?.databaseValue ?? owner
            groups[key, default: []].append(index)
        }
        return RelatedSet(set: ResultSet(models, database), groups: groups)
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
        _ models: inout [M], _ owners: inout [DatabaseValue]
    ) throws {
        let link = definition.link
        let query = query(definition, keys)
        var statement = query.statement
        _ = try M.schema.checked()
        let owner: (table: String, column: String) =
            link.through.map { ($0.table(), $0.ownColumn.name) }
            ?? (query.alias, link.targetColumn)
        statement.columns =
            M.schema.nodes(alias: query.alias) + [.column(table: owner.table, name: owner.column)]
        var maker: RowMaker<M>?
        var found: [M] = []
        var keysFound: [DatabaseValue] = []
        try database.run(try database.written(statement), .reading) { values, _ in
            let make = try maker ?? M.schema.mapper.maker(first: values, at: 0)
            maker = make
            found.append(try make.make(values, at: 0))
            keysFound.append(values[values.count - 1])
        }
        models += found
        owners += keysFound
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
