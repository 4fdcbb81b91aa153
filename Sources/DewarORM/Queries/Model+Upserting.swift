extension Model {
    /// Inserts the value, or writes it into the row that is in its way.
    ///
    /// ```swift
    /// try author.upsert(on: \.email)
    /// ```
    ///
    /// - Parameters:
    ///   - keys: The properties of the unique columns that may be taken already; the primary key
    ///     unless told.
    ///   - updated: The properties to write into a row that is there; all others unless told.
    ///   - database: The current one unless told.
    /// - Throws: ``DatabaseError``. The value has the row's key afterwards.
    /// - SeeAlso: SQLAlchemy `Insert.on_conflict_do_update`.
    public mutating func upsert(
        on keys: PartialKeyPath<Self>..., updating updated: [PartialKeyPath<Self>]? = nil,
        in database: Database? = nil
    ) throws {
        let database = try Database.required(database)
        let table = try Self.schema.checked()
        let target = keys.isEmpty ? table.key : try keys.map(Self.column)
        var writer = SQLWriter(database.dialect)
        let values = Self.schema.mapper.values(of: self)
        let inserted = Self.insertedIndices(values)
        let chosen =
            try updated?.map(Self.column)
            ?? inserted.map { table.columns[$0].name }.filter {
                !target.contains($0) && !table.key.contains($0)
            }
        writer.appendInsert(table, columns: inserted.map { table.columns[$0] })
        writer.append(" ON CONFLICT (")
        writer.append(list: target) { $0.append(name: $1) }
        // Without a change nothing would be returned.
        writer.append(") DO UPDATE SET ")
        writer.append(list: chosen.isEmpty ? Array(target.prefix(1)) : chosen) { writer, name in
            writer.append(name: name)
            writer.append(" = excluded.")
            writer.append(name: name)
        }
        writer.append(" RETURNING ")
        writer.append(list: table.columns) { $0.append(name: $1.name) }
        let given = Self.countedIndex.map { values[$0] }.flatMap { $0.isNull ? nil : $0 }
        // Whether it is a new row: no transaction has changed it.
        if given != nil, database.dialect == .postgresql { writer.append(", xmax = 0") }
        var statement = try writer.statement()
        statement.binds = inserted.map { values[$0] }
        var result: Self?
        var isNew = false
        try database.run(statement, .writing) { row in
            result = try Self.schema.mapper.make(row)
            isNew = row.values(from: table.columns.count).last == .bool(true)
        }
        if let result { self = result }
        if let given, isNew { try database.countOn(after: CollectionOfOne(given), in: table) }
    }

    /// Inserts the value, unless a row is in its way.
    ///
    /// ```swift
    /// var ada = Author(name: "Ada")
    /// let isNew = try ada.insertOrIgnore()
    /// print(isNew)
    /// ```
    ///
    /// - Parameter database: The current one unless told.
    /// - Returns: Whether it was inserted; its key is set then.
    /// - Throws: ``DatabaseError``.
    /// - SeeAlso: SQLAlchemy `Insert.on_conflict_do_nothing`.
    public mutating func insertOrIgnore(in database: Database? = nil) throws -> Bool {
        let database = try Database.required(database)
        let table = try Self.schema.checked()
        let values = Self.schema.mapper.values(of: self)
        let inserted = Self.insertedIndices(values)
        var writer = SQLWriter(database.dialect)
        writer.appendInsert(table, columns: inserted.map { table.columns[$0] })
        writer.append(" ON CONFLICT DO NOTHING RETURNING ")
        writer.append(list: table.columns) { $0.append(name: $1.name) }
        var statement = try writer.statement()
        statement.binds = inserted.map { values[$0] }
        var result: Self?
        try database.run(statement, .writing) { result = try Self.schema.mapper.make($0) }
        guard let result else { return false }
        self = result
        if let counted = Self.countedIndex {
            try database.countOn(after: CollectionOfOne(values[counted]), in: table)
        }
        return true
    }

    /// The places of the columns that are inserted: a key that is nil is counted up.
    static func insertedIndices(_ values: [DatabaseValue]) -> [Int] {
        values.indices.filter { $0 != countedIndex || !values[$0].isNull }
    }

    static func column(_ path: PartialKeyPath<Self>) throws -> String {
        guard let name = columnName(of: path) else {
            throw DatabaseError.unknownColumn("\(path)")
        }
        return name
    }
}
