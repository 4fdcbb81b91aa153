import DewarORM

/// Looks at the tables of one schema of PostgreSQL's.
struct PostgreSQLReflection {
    private(set) var state = SchemaState()

    /// Looks.
    ///
    /// - Parameters:
    ///   - session: A connection.
    ///   - schema: An expression of the schema's name, nothing from outside.
    /// - Throws: `DatabaseError`.
    init(_ session: DatabaseSession, _ schema: StaticString) throws {
        let tables =
            RawSQL(
                trusted: """
                    FROM pg_catalog.pg_class c WHERE c.relkind IN ('r', 'p') AND c.relnamespace = \
                    (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = \(schema))
                    """)
        try readColumns(session, tables)
        try readConstraints(session, tables)
        try readForeignKeys(session, tables)
        try readIndexes(session, tables)
        state.tables.removeAll { $0.name == AppliedMigrations.table }
    }

    /// The schema as a database would be that has it: conditions and defaults in PostgreSQL's own
    /// words, which tables of the connection's own tell.
    static func read(_ wanted: SchemaState, _ session: DatabaseSession) throws -> SchemaState {
        try session.execute("BEGIN")
        defer { try? session.execute("ROLLBACK") }
        for table in wanted.tables {
            var bare = table
            bare.indexes = []
            bare.constraints.removeAll { if case .foreignKey = $0 { true } else { false } }
            let creation = try bare.creation(.postgresql)
            try session.execute("CREATE TEMPORARY" + creation.dropFirst("CREATE".count))
        }
        var read = try PostgreSQLReflection(
            session, "(SELECT nspname FROM pg_catalog.pg_namespace WHERE oid = pg_my_temp_schema())"
        ).state
        for index in read.tables.indices {
            guard let table = wanted.table(read.tables[index].name) else { continue }
            read.tables[index].indexes = table.indexes
            read.tables[index].constraints += table.constraints.filter {
                if case .foreignKey = $0 { true } else { false }
            }
        }
        read.tables.removeAll { wanted.table($0.name) == nil }
        return read
    }

    private mutating func change(_ table: String, _ body: (inout TableState) -> Void) {
        guard let index = state.tables.firstIndex(where: { $0.name == table }) else { return }
        body(&state.tables[index])
    }

    private static func texts(_ row: [DatabaseValue]) -> [String] {
        row.map { if case .text(let text) = $0 { text } else { "" } }
    }
}

extension PostgreSQLReflection {
    private mutating func readColumns(_ session: DatabaseSession, _ tables: RawSQL) throws {
        let rows = try session.rows(
            """
            SELECT c.relname::text, a.attname::text, \
            pg_catalog.format_type(a.atttypid, a.atttypmod)::text, a.attnotnull::int::text, \
            a.attidentity::text, coalesce(pg_catalog.pg_get_expr(d.adbin, d.adrelid), '')::text \
            FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid \
            LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum \
            WHERE a.attnum > 0 AND NOT a.attisdropped AND a.attrelid IN (SELECT c.oid \(tables)) \
            ORDER BY c.oid, a.attnum
            """)
        for row in rows.map(Self.texts) where row.count == 6 {
            if state.table(row[0]) == nil { state.tables.append(TableState(name: row[0])) }
            let type = PostgreSQLType.type(of: row[2])
            let isCounted = !row[4].isEmpty || row[5].hasPrefix("nextval(")
            var column = ColumnState(
                name: row[1], type: type, isNullable: row[3] == "0", isGenerated: isCounted)
            if !row[5].isEmpty, !isCounted {
                column.defaultValue = DefaultReader.postgresql(row[5], type)
            }
            change(row[0]) { $0.columns.append(column) }
        }
    }

    /// Primary keys, and constraints of columns and conditions: a row for each column.
    private mutating func readConstraints(_ session: DatabaseSession, _ tables: RawSQL) throws {
        let rows = try session.rows(
            """
            SELECT t.relname::text, k.conname::text, k.contype::text, \
            coalesce(a.attname, '')::text, pg_catalog.pg_get_constraintdef(k.oid)::text \
            FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_class t ON t.oid = k.conrelid \
            LEFT JOIN LATERAL unnest(k.conkey) WITH ORDINALITY AS u (attnum, place) \
            ON k.contype <> 'c' LEFT JOIN pg_catalog.pg_attribute a \
            ON a.attrelid = k.conrelid AND a.attnum = u.attnum \
            WHERE k.contype IN ('p', 'u', 'c') AND k.conrelid IN (SELECT c.oid \(tables)) \
            ORDER BY t.oid, k.oid, u.place
            """)
        for row in rows.map(Self.texts) where row.count == 5 {
            change(row[0]) { table in
                switch row[2] {
                case "p": table.key.append(row[3])
                case "c":
                    let condition = DialectText(Self.condition(row[4]))
                    table.constraints.append(.check(name: row[1], condition: condition))
                default:
                    guard case .unique(_, let columns)? = table.constraints.last,
                        table.constraints.last?.name == row[1]
                    else {
                        table.constraints.append(.unique(name: row[1], columns: [row[3]]))
                        return
                    }
                    table.constraints[table.constraints.count - 1] = .unique(
                        name: row[1], columns: columns + [row[3]])
                }
            }
        }
    }

    /// `CHECK ((views >= 0))` without what is around it.
    private static func condition(_ definition: String) -> String {
        var text = definition
        if text.hasPrefix("CHECK ("), text.hasSuffix(")") {
            text = String(text.dropFirst("CHECK (".count).dropLast())
        }
        return text
    }

    private mutating func readForeignKeys(_ session: DatabaseSession, _ tables: RawSQL) throws {
        let rows = try session.rows(
            """
            SELECT t.relname::text, k.conname::text, o.relname::text, a.attname::text, \
            b.attname::text, k.confdeltype::text, k.confupdtype::text \
            FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_class t ON t.oid = k.conrelid \
            JOIN pg_catalog.pg_class o ON o.oid = k.confrelid \
            JOIN LATERAL unnest(k.conkey, k.confkey) WITH ORDINALITY AS u (here, there, place) \
            ON true JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid AND a.attnum = u.here \
            JOIN pg_catalog.pg_attribute b ON b.attrelid = o.oid AND b.attnum = u.there \
            WHERE k.contype = 'f' AND k.conrelid IN (SELECT c.oid \(tables)) \
            ORDER BY t.oid, k.oid, u.place
            """)
        for row in rows.map(Self.texts) where row.count == 7 {
            change(row[0]) { table in
                guard case .foreignKey(var key)? = table.constraints.last, key.name == row[1]
                else {
                    table.constraints.append(
                        .foreignKey(
                            ForeignKeyState(
                                name: row[1], columns: [row[3]], target: row[2],
                                targetColumns: [row[4]], onDelete: Self.action(row[5]),
                                onUpdate: Self.action(row[6]))))
                    return
                }
                key.columns.append(row[3])
                key.targetColumns.append(row[4])
                table.constraints[table.constraints.count - 1] = .foreignKey(key)
            }
        }
    }

    private static func action(_ letter: String) -> ReferenceAction {
        switch letter {
        case "r": .restrict
        case "c": .cascade
        case "n": .setNull
        case "d": .setDefault
        default: .noAction
        }
    }

    /// Indexes that are no constraints: a row for each column, without a name for an expression.
    private mutating func readIndexes(_ session: DatabaseSession, _ tables: RawSQL) throws {
        let rows = try session.rows(
            """
            SELECT t.relname::text, i.relname::text, x.indisunique::int::text, \
            coalesce(a.attname, '')::text, \
            (x.indpred IS NULL AND x.indexprs IS NULL)::int::text \
            FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class t ON t.oid = x.indrelid \
            JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid \
            JOIN LATERAL unnest(x.indkey::int2[]) WITH ORDINALITY AS u (attnum, place) \
            ON u.place <= x.indnkeyatts \
            LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid AND a.attnum = u.attnum \
            WHERE x.indrelid IN (SELECT c.oid \(tables)) AND NOT EXISTS (SELECT 1 \
            FROM pg_catalog.pg_constraint k WHERE k.conindid = x.indexrelid \
            AND k.contype IN ('p', 'u', 'x')) ORDER BY t.oid, i.oid, u.place
            """)
        for row in rows.map(Self.texts) where row.count == 5 {
            change(row[0]) { table in
                let columns = row[4] == "1" ? [row[3]] : []
                guard let last = table.indexes.last, last.name == row[1] else {
                    table.indexes.append(
                        .init(name: row[1], columns: columns, isUnique: row[2] == "1"))
                    return
                }
                table.indexes[table.indexes.count - 1].columns += columns
            }
        }
    }
}

/// The types that PostgreSQL's columns are declared as.
enum PostgreSQLType {
    /// The type of a declaration: `character varying(200)`.
    static func type(of text: String) -> ColumnType {
        let name = text.prefix { $0 != "(" }.trimmingSpaces()
        let numbers = text.split { !$0.isNumber }.compactMap { Int($0) }
        switch name {
        case "smallint": return .integer(bytes: 2)
        case "integer": return .integer(bytes: 4)
        case "bigint": return .integer(bytes: 8)
        case "double precision", "real": return .double
        case "boolean": return .bool
        case "character varying", "character": return .text(length: numbers.first)
        case "bytea": return .bytes
        case "numeric":
            guard let precision = numbers.first else { return .decimal(nil) }
            return .decimal(.init(precision: precision, scale: numbers.dropFirst().first ?? 0))
        case "date": return .date
        case "uuid": return .uuid
        case "json", "jsonb": return .json
        case "timestamp", "time":
            let isTime = name == "time"
            if isTime { return .time }
            return text.hasSuffix("with time zone") ? .timestamp : .localTimestamp
        case "timestamp with time zone": return .timestamp
        case "timestamp without time zone": return .localTimestamp
        case "time without time zone", "time with time zone": return .time
        default: return .text(length: nil)
        }
    }
}
