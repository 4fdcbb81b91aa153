import DewarMigrations
import DewarORM
import Glibc
import Testing

/// Random schemas: one becomes another and comes back, with its rows.
@Suite struct RoundTripTests {
    /// 60 of them, or as many as `DEWAR_MIGRATION_TRIPS` says, from `DEWAR_MIGRATION_SEED` on.
    static let seeds: [UInt64] = {
        let first = number("DEWAR_MIGRATION_SEED") ?? 1
        return (0..<max(1, number("DEWAR_MIGRATION_TRIPS") ?? 60)).map { first &+ $0 }
    }()

    private static func number(_ name: String) -> UInt64? {
        getenv(name).flatMap { UInt64(String(cString: $0)) }
    }

    @Test(arguments: TestDatabase.allCases) func aSchemaBecomesAnotherAndComesBack(
        _ system: TestDatabase
    ) throws {
        var refused = 0
        for seed in Self.seeds {
            try system.run { database, folder in
                if try !Trip(seed, database, folder).run() { refused += 1 }
            }
        }
        #expect(refused < Self.seeds.count / 4)
    }

    private struct Trip {
        let seed: UInt64
        let database: Database
        let folder: String
        let old: SchemaState
        let new: SchemaState
        /// Of what is gone and what is new instead some have another name.
        var choices = RenameChoices()

        init(_ seed: UInt64, _ database: Database, _ folder: String) {
            var random = RandomSchema(random: SplitMix(seed: seed))
            self.seed = seed
            self.database = database
            self.folder = folder
            old = random.schema()
            new = random.follower(of: old)
            rename(&random)
        }

        private mutating func rename(_ random: inout RandomSchema) {
            let gone = old.tables.filter { new.table($0.name) == nil }
            let added = new.tables.filter { old.table($0.name) == nil }
            if let table = gone.first, let other = added.first, random.chance(50) {
                choices.tables[table.name] = other.name
            }
            for table in old.tables {
                let name = choices.tables[table.name] ?? table.name
                guard let other = new.table(name) else { continue }
                let gone = table.columns.filter { other.column($0.name) == nil }
                let added = other.columns.filter { table.column($0.name) == nil }
                for (column, successor) in zip(gone, added)
                where random.chance(50)
                    && (column.type == successor.type
                        || RandomSchema.successors(of: column.type).contains(successor.type))
                {
                    choices.columns[ColumnPath(name, column.name)] = successor.name
                }
            }
        }

        /// Goes there and back; false if the rows forbade it.
        func run() throws -> Bool {
            let empty = try SchemaComparison(from: SchemaState(), to: old)
            try write(empty, revision: "a1", after: nil, before: SchemaState())
            var choices = choices
            for hazard in try SchemaComparison(from: old, to: new, choices).hazards {
                if case .unfilled(let path) = hazard, let column = new.column(path) {
                    choices.fills[path] = .blank(column.type)
                }
            }
            let change = try SchemaComparison(from: old, to: new, choices)
            try write(change, revision: "b2", after: "a1", before: old)
            let migrations = Migrations(folder: folder)
            try migrations.upgrade(database, to: "a1")
            try expect(old, "the first")
            try fill()
            let before = try rows()
            do {
                try migrations.upgrade(database)
            } catch let error as MigrationError where error.kind == .rows {
                // What rows forbid leaves everything as it was.
                try expect(old, "after a failure: \(error)")
                #expect(try rows() == before, "seed \(seed)")
                return false
            }
            try expect(new, "the second")
            let shared = shared
            try compare(before, try rows(), shared, "upgrade")
            do {
                try migrations.downgrade(database)
            } catch let error as MigrationError where error.kind == .rows {
                // What rows got meanwhile may have no place before: an empty text is no JSON.
                try expect(new, "after a way back that failed: \(error)")
                return false
            }
            try expect(old, "the first again")
            try compare(before, try rows(), kept, "downgrade")
            return true
        }

        private func write(
            _ comparison: SchemaComparison, revision: String, after: String?, before: SchemaState
        ) throws {
            let migration = Migration(
                revision: revision, parent: after, message: "seed \(seed)",
                created: "2026-11-22 20:10:05", up: comparison.operations,
                down: comparison.inverse)
            let text = MigrationWriter.text(of: migration, before: before)
            let read = try MigrationParser.migration(of: text, path: "x")
            // Text gets a column's type only when it is applied to it.
            #expect(MigrationWriter.text(of: read, before: before) == text, "seed \(seed)")
            _ = try MigrationFolder(folder).write(text, as: "\(revision).migration")
        }

        private func expect(_ state: SchemaState, _ place: String) throws {
            let found = try database.withSession { try LiveSchema.differences(from: state, $0) }
            let texts = found.map { MigrationWriter.text(of: $0) }
            #expect(texts == [], "seed \(seed), \(place)")
        }

        /// Columns of the same type in both schemas, in tables whose key stays.
        private var shared: [String: [String]] {
            var result: [String: [String]] = [:]
            for table in old.tables {
                guard let other = new.table(table.name), other.key == table.key else { continue }
                result[table.name] = table.columns.filter { column in
                    let same = other.column(column.name)
                    return same?.type == column.type && same?.isNullable == column.isNullable
                }.map(\.name)
            }
            return result
        }

        /// The same, under whatever name.
        private var kept: [String: [String]] {
            var result: [String: [String]] = [:]
            for table in old.tables {
                let name = choices.tables[table.name] ?? table.name
                guard let other = new.table(name), other.key == table.key else { continue }
                result[table.name] = table.columns.filter { column in
                    let path = ColumnPath(name, column.name)
                    let same = other.column(choices.columns[path] ?? column.name)
                    return same?.type == column.type && same?.isNullable == column.isNullable
                }.map(\.name)
            }
            return result
        }

        private func compare(
            _ before: [String: [[String: String]]], _ after: [String: [[String: String]]],
            _ columns: [String: [String]], _ place: String
        ) throws {
            for (table, names) in columns {
                let left = before[table]?.map { row in row.filter { names.contains($0.key) } }
                let right = after[table]?.map { row in row.filter { names.contains($0.key) } }
                #expect(left == right, "seed \(seed), \(place), \(table)")
            }
        }

        /// Rows of random values; those that a rule forbids are left out.
        private func fill() throws {
            var random = RandomSchema(random: SplitMix(seed: seed &+ 1000))
            for table in old.tables {
                for number in 1...5 {
                    var sql: RawSQL = "INSERT INTO \(name: table.name) ("
                    var values: RawSQL = ""
                    for (place, column) in table.columns.enumerated() {
                        var value = random.value(column.type) ?? .null
                        if column.isNullable, random.chance(30) || column.name == "target_id" {
                            value = .null
                        }
                        if column.name == "id" { value = .integer(Int64(number)) }
                        sql = sql + (place == 0 ? "" : ", ") + "\(name: column.name)"
                        values = values + (place == 0 ? "" : ", ") + "\(AnyValue(value))"
                    }
                    sql = sql + ") VALUES (" + values + ")"
                    _ = try? database.sql(sql).run()
                }
            }
        }

        private func rows() throws -> [String: [[String: String]]] {
            var result: [String: [[String: String]]] = [:]
            for table in try LiveSchema(database).state.tables {
                let order = table.key.isEmpty ? "1" : "\"id\""
                let rows = try database.sql(
                    RawSQL("SELECT * FROM \(name: table.name) ORDER BY ")
                        + RawSQL(trusted: order)
                ).all()
                result[table.name] = rows.map { row in
                    Dictionary(
                        zip(row.columns, row.values.map { "\($0)" }), uniquingKeysWith: { $1 })
                }
            }
            return result
        }
    }
}

/// A value of a column, whatever its type.
struct AnyValue: ColumnValue {
    let databaseValue: DatabaseValue

    init(_ value: DatabaseValue) {
        databaseValue = value
    }

    static var columnType: ColumnType { .bytes }

    init?(databaseValue: DatabaseValue) {
        self.databaseValue = databaseValue
    }

    init(from decoder: any Decoder) throws { databaseValue = .null }
    func encode(to encoder: any Encoder) throws {}
}
