private import DewarText
package import DewarORM

/// The tables of a database as they are.
package struct LiveSchema: Sendable {
    /// The tables; conditions and defaults are as the database writes them.
    package let state: SchemaState

    /// Looks at a database.
    ///
    /// - Parameter database: The database.
    /// - Throws: `DatabaseError`.
    package init(_ database: Database) throws {
        self = try database.withSession { try LiveSchema($0) }
    }

    init(_ session: DatabaseSession) throws {
        switch session.dialect {
        case .sqlite: state = try SQLiteReflection(session).state
        case .postgresql: state = try PostgreSQLReflection(session, "current_schema()").state
        }
    }

    /// What a database lacks or has too much, against the schema that it should have.
    ///
    /// - Parameters:
    ///   - wanted: The schema; tables of others do not matter.
    ///   - session: A connection.
    /// - Returns: The operations that would bring it there.
    /// - Throws: `DatabaseError`.
    package static func differences(
        from wanted: SchemaState, _ session: DatabaseSession
    ) throws -> [Operation] {
        let live = try LiveSchema(session)
        var found = SchemaState(tables: live.state.tables.filter { wanted.table($0.name) != nil })
        let expected: SchemaState
        switch session.dialect {
        case .sqlite: expected = try SQLiteReflection.read(wanted)
        case .postgresql: expected = try PostgreSQLReflection.read(wanted, session)
        }
        // Indexes on expressions, or on some rows alone, are made by hand.
        for index in found.tables.indices {
            found.tables[index].indexes.removeAll(where: \.columns.isEmpty)
        }
        return try SchemaComparison(from: found, to: expected).operations
    }
}

/// Looks at a database of SQLite.
struct SQLiteReflection {
    let state: SchemaState

    init(_ session: DatabaseSession) throws {
        var tables: [TableState] = []
        let rows = try session.rows(
            """
            SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL \
            AND type IN ('table', 'index') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
            AND tbl_name <> \(AppliedMigrations.table) ORDER BY type = 'index', rowid
            """)
        for row in rows {
            guard row.count == 4, case .text(let type) = row[0], case .text(let name) = row[1],
                case .text(let owner) = row[2], case .text(let sql) = row[3]
            else { continue }
            if type == "table" {
                tables.append(SQLiteTableReader.table(of: sql, name: name))
            } else if let index = tables.firstIndex(where: { $0.name == owner }) {
                tables[index].indexes.append(Self.index(of: sql, name: name))
            }
        }
        state = Self.resolved(tables)
    }

    /// The schema as a database would be that has it.
    static func read(_ wanted: SchemaState) throws -> SchemaState {
        resolved(
            try wanted.tables.map { table in
                var read = SQLiteTableReader.table(
                    of: try table.creation(.sqlite), name: table.name)
                read.indexes = table.indexes
                return read
            })
    }

    /// A foreign key that names no columns points to the primary key.
    private static func resolved(_ tables: [TableState]) -> SchemaState {
        var tables = tables
        for index in tables.indices {
            for place in tables[index].constraints.indices {
                guard case .foreignKey(var key) = tables[index].constraints[place],
                    key.targetColumns.isEmpty
                else { continue }
                key.targetColumns = tables.first { $0.name == key.target }?.key ?? []
                tables[index].constraints[place] = .foreignKey(key)
            }
        }
        return SchemaState(tables: tables)
    }

    /// An index; without columns if it is on expressions or on some rows.
    private static func index(of sql: String, name: String) -> TableDefinition.Constraint {
        let tokens = SQLTokens(sql).tokens.filter { $0.kind != .space }
        let isUnique = tokens.dropFirst().first?.isWord("UNIQUE") == true
        var index = TableDefinition.Constraint(name: name, columns: [], isUnique: isUnique)
        guard let open = tokens.firstIndex(where: { $0.text == "(" }),
            let close = tokens.firstIndex(where: { $0.text == ")" }), close == tokens.count - 1
        else { return index }
        let parts = tokens[(open + 1)..<close].split { $0.text == "," }
        let columns = parts.compactMap { part in
            part.count == 1 || part.last?.isWord("ASC") == true ? part.first?.name : nil
        }
        if columns.count == parts.count { index.columns = columns }
        return index
    }
}
