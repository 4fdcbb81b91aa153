extension Model {
    /// Inserts many values at once, in one transaction.
    ///
    /// - Parameters:
    ///   - models: The values; their keys are counted up where they are nil.
    ///   - database: The current one unless told.
    /// - Throws: ``DatabaseError``; none is inserted then.
    public static func insert(
        _ models: some Collection<Self>, in database: Database? = nil
    ) throws {
        let database = try Database.required(database)
        guard !models.isEmpty else { return }
        let statements = try schema.statements(database.dialect)
        let models = Array(models)
        let counted = countedIndex
        let isCounted =
            counted.map { index in
                models.allSatisfy { schema.mapper.value(of: index, in: $0).isNull }
            } ?? false
        try database.transaction {
            if let counted, !isCounted {
                // Some have a key: each says for itself.
                for var model in models {
                    let isNull = schema.mapper.value(of: counted, in: model).isNull
                    if isNull {
                        try model.insert(in: database)
                    } else {
                        try insertWhole(model, database)
                    }
                }
                return
            }
            let skipped = isCounted ? counted : nil
            try insertAll(models, without: skipped, statements, database)
        }
    }

    private static func insertWhole(_ model: Self, _ database: Database) throws {
        let statements = try schema.statements(database.dialect)
        let values = schema.mapper.values(of: model)
        try database.run(SQLStatement(sql: statements.insert, binds: values), .writing)
    }

    /// Inserts values whose keys are all counted up, or all not.
    private static func insertAll(
        _ models: [Self], without skipped: Int?, _ statements: ModelStatements,
        _ database: Database
    ) throws {
        let table = schema.table
        let columns = table.columns.indices.filter { $0 != skipped }
        func values(_ index: Int) -> [DatabaseValue] {
            var values = schema.mapper.values(of: models[index])
            if let skipped { values.remove(at: skipped) }
            return values
        }
        let sql = skipped == nil ? statements.insert : statements.insertMany
        try database.insertRows(
            into: table.name, columns: columns.map { table.columns[$0].name },
            count: models.count, sql: sql, row: values)
    }
}

extension Database {
    /// Inserts rows inside a transaction: in the driver's quickest way, or one after the other by
    /// the same statement.
    func insertRows(
        into table: String, columns: [String], count: Int, sql: String,
        row: (Int) -> [DatabaseValue]
    ) throws {
        func quoted(_ name: String) -> String {
            var writer = SQLWriter(dialect)
            writer.append(name: name)
            return writer.text
        }
        // One look at the cache and the log for all.
        var entry = QueryLog.Entry(sql: sql, binds: columns.count)
        let start = ContinuousClock.now
        try withConnection(.writing, sql: sql) { connection in
            let isDone = try connection.driver.insertRows(
                into: quoted(table), columns: columns.map(quoted), count: count
            ) { index in
                let values = row(index)
                try BindCheck.check(SQLStatement(sql: sql, binds: values))
                return values
            }
            if !isDone { try connection.runMany(sql, count: count, binds: row) }
        }
        entry.rows = count
        entry.duration = ContinuousClock.now - start
        QueryLog.current?.append(entry)
    }
}
