extension Model {
    /// Inserts many values at once, in one transaction.
    ///
    /// ```swift
    /// try Author.insert(["Ada", "Bob"].map { Author(name: $0) })
    /// ```
    ///
    /// - Parameters:
    ///   - models: The values; their keys are counted up where they are nil.
    ///   - database: The current one unless told.
    /// - Throws: ``DatabaseError``; none is inserted then.
    /// - SeeAlso: SQLAlchemy `session.execute(insert(Author), rows)`.
    public static func insert(
        _ models: some Collection<Self>, in database: Database? = nil
    ) throws {
        let database = try Database.required(database)
        guard !models.isEmpty else { return }
        let statements = try schema.statements(database.dialect)
        let models = Array(models)
        let counted = countedIndex
        let keys = counted.map { index in models.map { schema.mapper.value(of: index, in: $0) } }
        let given = keys?.filter { !$0.isNull } ?? []
        try database.transaction {
            if let keys, !given.isEmpty, given.count < keys.count {
                try insertMixed(models, keys, database)
                return
            }
            let skipped = given.isEmpty ? counted : nil
            try insertAll(models, without: skipped, statements, database)
            try database.countOn(after: given, in: schema.table)
        }
    }

    /// Inserts many values in one transaction, and gives them with the keys that the database
    /// counted up.
    ///
    /// ```swift
    /// let tags = try Author.inserted(["Ada", "Bob"].map { Author(name: $0) })
    /// ```
    /// It is a statement for each; where nobody needs the keys, ``insert(_:in:)`` is quicker.
    ///
    /// - Parameters:
    ///   - models: The values.
    ///   - database: The current one unless told.
    /// - Returns: The values, in the same order.
    /// - Throws: ``DatabaseError``; none is inserted then.
    /// - SeeAlso: SQLAlchemy `insert(…).returning(…)`.
    public static func inserted(
        _ models: some Collection<Self>, in database: Database? = nil
    ) throws -> [Self] {
        let database = try Database.required(database)
        return try database.transaction { try models.map { try $0.inserted(in: database) } }
    }

    /// Inserts values of which some have a key and some have none: one after the other.
    private static func insertMixed(
        _ models: [Self], _ keys: [DatabaseValue], _ database: Database
    ) throws {
        // The counter is told only before it is needed.
        var given: [DatabaseValue] = []
        for (var model, key) in zip(models, keys) {
            guard key.isNull else {
                try insertWhole(model, database)
                given.append(key)
                continue
            }
            try database.countOn(after: given, in: schema.table)
            given = []
            try model.insert(in: database)
        }
        try database.countOn(after: given, in: schema.table)
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
        let mapper = schema.mapper
        func values(_ index: Int) -> [DatabaseValue] {
            mapper.values(of: models[index], without: skipped)
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
                try BindCheck.check(values, sql: sql)
                return values
            }
            if !isDone { try connection.runMany(sql, count: count, binds: row) }
        }
        entry.rows = count
        entry.duration = ContinuousClock.now - start
        ActiveLogs().append(entry)
    }
}
