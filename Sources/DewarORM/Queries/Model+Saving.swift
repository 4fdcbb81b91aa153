extension Model {
    /// Inserts the value as a row.
    ///
    /// A key that the database counts up is set here; a value that has one already keeps it, and
    /// later ones are counted from there.
    ///
    /// ```swift
    /// var ada = Author(name: "Ada")
    /// try ada.insert()
    /// print(ada.id ?? 0)
    /// ```
    ///
    /// - Parameter database: The current one unless told.
    /// - Throws: ``DatabaseError``, of kind `constraint` for a row that the schema forbids.
    /// - SeeAlso: SQLAlchemy `Session.add`.
    public mutating func insert(in database: Database? = nil) throws {
        let database = try Database.required(database)
        let schema = Self.schema
        let statements = try schema.statements(database.dialect)
        guard let counted = schema.countedIndex,
            schema.mapper.value(of: counted, in: self).isNull
        else {
            let values = schema.mapper.values(of: self)
            try database.run(SQLStatement(sql: statements.insert, binds: values), .writing)
            if let counted = schema.countedIndex {
                try database.countOn(after: CollectionOfOne(values[counted]), in: schema.table)
            }
            return
        }
        let statement = SQLStatement(
            sql: statements.insertCounted,
            binds: schema.mapper.values(of: self, without: counted))
        // Without a key if the statement fails behind its row: at a deferred constraint.
        var copy = self
        var isSet = false
        var found: String?
        try database.run(statement, .writing) { row in
            guard row.columnCount > 0 else { return }
            isSet = schema.mapper.set(counted, of: &copy, row, at: 0)
            if !isSet { found = row.value(at: 0).kindName }
        }
        guard isSet else {
            throw DatabaseError.misfit(
                model: "\(Self.self)", property: schema.table.columns[counted].property,
                type: "key", found: found ?? "no value")
        }
        self = copy
    }

    /// Inserts the value as a row.
    ///
    /// ```swift
    /// let ada = try Author(name: "Ada").inserted()
    /// print(ada.id ?? 0)
    /// ```
    ///
    /// - Parameter database: The current one unless told.
    /// - Returns: The value with the key that the database counted up.
    /// - Throws: ``DatabaseError``, of kind `constraint` for a row that the schema forbids.
    /// - SeeAlso: SQLAlchemy `insert(…).returning(…)`.
    public func inserted(in database: Database? = nil) throws -> Self {
        var copy = self
        try copy.insert(in: database)
        return copy
    }

    /// Changes properties, and in the row only the columns that are others then.
    ///
    /// ```swift
    /// try post.update { $0.title = "A better title" }
    /// ```
    ///
    /// - Parameters:
    ///   - database: The current one unless told.
    ///   - change: Changes the value; the primary key stays as it is.
    /// - Returns: false if nothing was changed: no statement is run then.
    /// - Throws: What `change` throws; ``DatabaseError``, of kind `noRow` when the row is gone. The
    ///   value is as before then.
    /// - SeeAlso: SQLAlchemy, "dirty" attributes of a flush.
    @discardableResult
    public mutating func update(
        in database: Database? = nil, _ change: (inout Self) throws -> Void
    ) throws -> Bool {
        var copy = self
        try change(&copy)
        let old = Self.schema.mapper.values(of: self)
        let new = Self.schema.mapper.values(of: copy)
        let changed = old.indices.filter { old[$0] != new[$0] }
        defer { if changed.isEmpty { self = copy } }
        guard !changed.isEmpty else { return false }
        try Self.write(
            changed.map { (Self.schema.table.columns[$0].name, new[$0]) }, key: try key(in: old),
            Database.required(database))
        self = copy
        return true
    }

    /// Writes all columns into the value's row, or a new row if it has none.
    ///
    /// ```swift
    /// var ada = try Author.find(1) ?? Author(name: "Ada")
    /// ada.email = "ada@example.org"
    /// try ada.save()
    /// ```
    ///
    /// - Parameter database: The current one unless told.
    /// - Throws: ``DatabaseError``.
    /// - SeeAlso: SQLAlchemy `Session.merge`.
    public mutating func save(in database: Database? = nil) throws {
        let database = try Database.required(database)
        let values = Self.schema.mapper.values(of: self)
        if let counted = Self.countedIndex, values[counted].isNull {
            try insert(in: database)
        } else {
            try upsert(in: database)
        }
    }

    /// Removes the value's row.
    ///
    /// ```swift
    /// let isGone = try Author.get(1).delete()
    /// print(isGone)
    /// ```
    ///
    /// - Parameter database: The current one unless told.
    /// - Returns: false if there was none.
    /// - Throws: ``DatabaseError``.
    /// - SeeAlso: SQLAlchemy `Session.delete`.
    @discardableResult
    public func delete(in database: Database? = nil) throws -> Bool {
        let database = try Database.required(database)
        let statements = try Self.schema.statements(database.dialect)
        let key = try key(in: Self.schema.mapper.values(of: self))
        let statement = SQLStatement(sql: statements.delete, binds: key.map(\.1))
        return try database.run(statement, .writing) > 0
    }

    /// Reads the value's row again.
    ///
    /// ```swift
    /// var latest = try Post.get(1)
    /// try latest.refresh()
    /// print(latest.views)
    /// ```
    ///
    /// - Parameter database: The current one unless told.
    /// - Throws: ``DatabaseError``, of kind `noRow` when the row is gone.
    /// - SeeAlso: SQLAlchemy `Session.refresh`.
    public mutating func refresh(in database: Database? = nil) throws {
        let database = try Database.required(database)
        let statements = try Self.schema.statements(database.dialect)
        let key = try key(in: Self.schema.mapper.values(of: self))
        var result: Self?
        let statement = SQLStatement(sql: statements.find, binds: key.map(\.1))
        try database.run(statement, .reading) { result = try Self.schema.mapper.make($0) }
        guard let result else { throw DatabaseError.noRow("\(Self.self)") }
        self = result
    }

    /// The place of the column that the database counts up.
    static var countedIndex: Int? { schema.countedIndex }

    /// The names and values of the primary key.
    private func key(in values: [DatabaseValue]) throws -> [(String, DatabaseValue)] {
        let table = Self.schema.table
        let key = table.columns.indices.filter { table.key.contains(table.columns[$0].name) }
            .map { (table.columns[$0].name, values[$0]) }
        guard key.allSatisfy({ !$0.1.isNull }) else { throw DatabaseError.noKey("\(Self.self)") }
        return table.key.compactMap { name in key.first { $0.0 == name } }
    }

    /// Runs `UPDATE` of one row.
    private static func write(
        _ columns: [(String, DatabaseValue)], key: [(String, DatabaseValue)], _ database: Database
    ) throws {
        let table = try schema.checked()
        var writer = SQLWriter(database.dialect)
        writer.append("UPDATE ")
        writer.append(name: table.name)
        writer.append(" SET ")
        writer.append(list: columns) { writer, column in
            writer.append(name: column.0)
            writer.append(" = ")
            writer.append(bind: column.1)
        }
        var select = SelectStatement(.table(name: table.name, alias: table.name))
        for (name, value) in key {
            select.add(.infix(.column(table: table.name, name: name), .equal, .bind(value)))
        }
        writer.append(where: select.condition)
        guard try database.run(try writer.statement(), .writing) > 0 else {
            throw DatabaseError.noRow("\(Self.self)")
        }
    }
}
