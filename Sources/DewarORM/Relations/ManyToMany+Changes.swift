extension ManyToMany {
    /// Connects a value with another, unless they are connected.
    ///
    /// ```swift
    /// let tags = ManyToMany<Post, Tag>(\Tagging.postID, \Tagging.tagID)
    /// try tags.add(try Tag.get(1), to: post)
    /// ```
    /// The connecting table is to have no column that must be told but the two keys, and these are
    /// to be unique together.
    ///
    /// - Parameters:
    ///   - other: The other value.
    ///   - model: The value.
    ///   - database: The current one unless told.
    /// - Returns: false if they were connected before.
    /// - Throws: ``DatabaseError``, of kind `invalidQuery` for a value that was not inserted.
    /// - SeeAlso: SQLAlchemy `post.tags.append(tag)`.
    @discardableResult
    public func add(_ other: To, to model: From, in database: Database? = nil) throws -> Bool {
        let database = try Database.required(database)
        let (through, own, key) = try ends(model, other)
        var writer = SQLWriter(database.dialect)
        writer.append("INSERT INTO ")
        writer.append(name: through.table())
        writer.append(" (")
        writer.append(name: through.ownColumn.name)
        writer.append(", ")
        writer.append(name: through.targetColumn.name)
        writer.append(") VALUES (")
        writer.append(bind: own)
        writer.append(", ")
        writer.append(bind: key)
        writer.append(") ON CONFLICT DO NOTHING")
        return try database.run(try writer.statement(), .writing) > 0
    }

    /// Ends the connection of a value with another; the other's row stays.
    ///
    /// ```swift
    /// let tags = ManyToMany<Post, Tag>(\Tagging.postID, \Tagging.tagID)
    /// try tags.remove(try Tag.get(1), from: post)
    /// ```
    ///
    /// - Parameters:
    ///   - other: The other value.
    ///   - model: The value.
    ///   - database: The current one unless told.
    /// - Returns: false if they were not connected.
    /// - Throws: ``DatabaseError``, of kind `invalidQuery` for a value that was not inserted.
    /// - SeeAlso: SQLAlchemy `post.tags.remove(tag)`.
    @discardableResult
    public func remove(_ other: To, from model: From, in database: Database? = nil) throws -> Bool {
        let (through, own, key) = try ends(model, other)
        return try delete(
            through, [(through.ownColumn, own), (through.targetColumn, key)], database) > 0
    }

    /// Connects a value with these others, and with no one else.
    ///
    /// ```swift
    /// let tags = ManyToMany<Post, Tag>(\Tagging.postID, \Tagging.tagID)
    /// try tags.set(try Tag.query.all(), of: post)
    /// ```
    ///
    /// - Parameters:
    ///   - others: The other values.
    ///   - model: The value.
    ///   - database: The current one unless told.
    /// - Throws: ``DatabaseError``; nothing is changed then.
    /// - SeeAlso: SQLAlchemy `post.tags = [tag]`.
    public func set(_ others: [To], of model: From, in database: Database? = nil) throws {
        let database = try Database.required(database)
        try database.transaction {
            guard let through = link.through else { return }
            let own = try key(of: model, link.ownColumn)
            try delete(through, [(through.ownColumn, own)], database)
            for other in others { try add(other, to: model, in: database) }
        }
    }

    /// The connecting table and the keys of both ends.
    private func ends(
        _ model: From, _ other: To
    ) throws -> (RelationLink.Through, DatabaseValue, DatabaseValue) {
        guard let through = link.through else { throw DatabaseError.unknownColumn(link.label) }
        try link.check()
        return (through, try key(of: model, link.ownColumn), try key(of: other, link.targetColumn))
    }

    private func key<M: Model>(of model: M, _ column: String) throws -> DatabaseValue {
        let index = M.schema.table.columns.firstIndex { $0.name == column }
        let key = index.map { M.schema.mapper.value(of: $0, in: model) } ?? .null
        guard !key.isNull else { throw DatabaseError.noKey("\(M.self)") }
        return key
    }

    @discardableResult
    private func delete(
        _ through: RelationLink.Through, _ keys: [(RelationColumn, DatabaseValue)],
        _ database: Database?
    ) throws -> Int {
        let database = try Database.required(database)
        let table = through.table()
        var writer = SQLWriter(database.dialect)
        writer.append("DELETE FROM ")
        writer.append(name: table)
        var select = SelectStatement(.table(name: table, alias: table))
        for (column, key) in keys {
            select.add(.infix(.column(table: table, name: column.name), .equal, .bind(key)))
        }
        writer.append(where: select.condition)
        return try database.run(try writer.statement(), .writing)
    }
}
