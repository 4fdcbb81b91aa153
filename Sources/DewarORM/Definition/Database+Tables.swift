extension Database {
    /// Creates the tables of models and their indexes: for tests and first steps.
    ///
    /// Each table comes after those that it points to, whatever the order of the models. Tables
    /// that point to each other in a circle are refused on PostgreSQL.
    ///
    /// ```swift
    /// try database.createAll(Author.self, Post.self, Comment.self)
    /// ```
    ///
    /// - Parameter models: All models whose tables are not there.
    /// - Throws: ``DatabaseError``; nothing is created then.
    /// - SeeAlso: Flask-SQLAlchemy `db.create_all`.
    public func createAll(_ models: any Model.Type...) throws {
        try createAll(models)
    }

    /// Creates the tables of models and their indexes.
    ///
    /// - Parameter models: All models whose tables are not there.
    /// - Throws: ``DatabaseError``; nothing is created then.
    public func createAll(_ models: [any Model.Type]) throws {
        let tables = TableOrder.sorted(try models.map { try $0.table() })
        try transaction {
            for statement in try Self.creation(of: tables, dialect) { try define(statement) }
        }
    }

    /// Drops the tables of models, if they are there, with all that is in them.
    ///
    /// ```swift
    /// try database.dropAll(Author.self, Post.self, Comment.self)
    /// ```
    ///
    /// - Parameter models: Models; those that others point to with these.
    /// - Throws: ``DatabaseError``; nothing is dropped then.
    /// - SeeAlso: Flask-SQLAlchemy `db.drop_all`.
    public func dropAll(_ models: any Model.Type...) throws {
        try dropAll(models)
    }

    /// Drops the tables of models, if they are there, with all that is in them.
    ///
    /// - Parameter models: Models; those that others point to with these.
    /// - Throws: ``DatabaseError``; nothing is dropped then.
    public func dropAll(_ models: [any Model.Type]) throws {
        let tables = TableOrder.sorted(try models.map { try $0.table() })
        try transaction {
            for table in tables.reversed() {
                var writer = SQLWriter(dialect)
                writer.append("DROP TABLE IF EXISTS ")
                writer.append(name: table.name)
                try define(try writer.statement().sql)
            }
        }
    }

    /// The statements that create tables, in order.
    package static func creation(
        of tables: [TableDefinition], _ dialect: Dialect
    ) throws -> [String] {
        var statements: [String] = []
        for table in tables {
            var writer = SQLWriter(dialect)
            writer.appendCreate(table)
            statements.append(try writer.statement().sql)
            for index in table.indexes {
                var writer = SQLWriter(dialect)
                writer.appendCreate(index, on: table)
                statements.append(try writer.statement().sql)
            }
        }
        return statements
    }

    /// Runs a statement that changes the schema: what was prepared before is forgotten.
    func define(_ sql: String) throws {
        try withConnection(.writing, sql: sql) { connection in
            connection.forgetStatements()
            try connection.driver.execute(sql)
        }
    }
}

extension Model {
    /// The model's table.
    static func table() throws -> TableDefinition { try schema.checked() }

    /// The statements that create the model's table and its indexes.
    ///
    /// ```swift
    /// for statement in try Profile.creationSQL(.postgresql) { print(statement) }
    /// ```
    ///
    /// - Parameter dialect: Whose SQL.
    /// - Returns: One or more statements.
    /// - Throws: ``DatabaseError`` of kind `invalidSchema`.
    /// - SeeAlso: SQLAlchemy `CreateTable`.
    public static func creationSQL(_ dialect: Dialect) throws -> [String] {
        try Database.creation(of: [try table()], dialect)
    }
}

/// The order in which tables can be created.
enum TableOrder {
    /// Tables after those that they point to; otherwise in the order given.
    static func sorted(_ tables: [TableDefinition]) -> [TableDefinition] {
        var sorted: [TableDefinition] = []
        var done: Set<String> = []
        var rest = tables
        while !rest.isEmpty {
            let names = Set(rest.map(\.name))
            let index = rest.firstIndex { table in
                table.foreignKeys.allSatisfy { key in
                    let target = key.target().name
                    return target == table.name || !names.contains(target) || done.contains(target)
                }
            }
            // In a circle any is as good as another.
            let table = rest.remove(at: index ?? 0)
            done.insert(table.name)
            sorted.append(table)
        }
        return sorted
    }
}
