import DewarMigrations
import DewarORM
import FoundationEssentials

/// A generator of random numbers that gives the same ones for a seed.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// Makes schemas, and schemas that follow others.
struct RandomSchema {
    var random: SplitMix

    static let tableNames = [
        "author", "post", "Tag \"x\"", "select", "it's", "täble", "a.b", "x;--",
    ]
    static let columnNames = [
        "name", "views", "order", "group by", "\"", "'", "ünï", "Mixed", "a\nb", "check", "not",
        "post", "--", "(", "null", "${x}", "created",
    ]
    static let types: [ColumnType] = [
        .integer(bytes: 2), .integer(bytes: 4), .integer(bytes: 8), .double, .bool,
        .text(length: nil), .text(length: 20), .text(length: 50), .bytes,
        .decimal(.init(precision: 12, scale: 2)), .decimal(nil), .timestamp, .localTimestamp,
        .date, .time, .uuid, .json,
    ]

    mutating func chance(_ percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &random) < percent
    }

    mutating func schema() -> SchemaState {
        var state = SchemaState()
        let names = Self.tableNames.shuffled(using: &random).prefix(
            .random(in: 1...4, using: &random))
        for name in names { state.tables.append(table(name)) }
        for index in state.tables.indices { decorate(&state, index) }
        return state
    }

    private mutating func table(_ name: String) -> TableState {
        var table = TableState(name: name)
        if chance(70) {
            table.columns = [ColumnState(name: "id", type: .integer(bytes: 8), isGenerated: true)]
            table.key = ["id"]
        } else {
            table.columns = [
                ColumnState(name: "id", type: .integer(bytes: 8)),
                ColumnState(name: "Part", type: .text(length: 20)),
            ]
            table.key = chance(50) ? ["id", "Part"] : ["id"]
        }
        for name in Self.columnNames.shuffled(using: &random).prefix(
            .random(in: 0...5, using: &random))
        {
            table.columns.append(column(name))
        }
        return table
    }

    mutating func column(_ name: String) -> ColumnState {
        let type = Self.types.randomElement(using: &random) ?? .bool
        return ColumnState(
            name: name, type: type, isNullable: chance(50),
            defaultValue: chance(40) ? value(type).map(DefaultState.value) : nil)
    }

    /// A value of a type; nil for `NULL`.
    mutating func value(_ type: ColumnType) -> DatabaseValue? {
        switch type {
        case .integer(let bytes):
            let limit: Int64 = bytes <= 2 ? 32_767 : bytes <= 4 ? 2_147_483_647 : .max
            return .integer(chance(80) ? .random(in: 0...100, using: &random) : limit)
        case .double: return .double(Double(Int.random(in: -9...9, using: &random)) / 4)
        case .bool: return .bool(chance(50))
        case .text:
            let texts = ["", "it's", "a\"b", "x'; --", "ü\n\t", "42", "null", "\\", "$$"]
            return .text(texts.randomElement(using: &random) ?? "")
        case .bytes: return .bytes([0, 255, UInt8.random(in: 0...255, using: &random)])
        case .decimal: return .decimal(Decimal(Int.random(in: -999...999, using: &random)) / 4)
        case .json: return .json(#"{"a": "it's", "b": [1]}"#)
        case .timestamp:
            return InstantText.date(of: "2026-11-22 16:43:46.5").map { .timestamp($0) }
        case .localTimestamp:
            return LocalDateTime("2026-11-22 16:43:46.5").map { .localTimestamp($0) }
        case .date: return LocalDate("2026-11-22").map { .date($0) }
        case .time: return LocalTime("16:43:46.5").map { .time($0) }
        case .uuid: return .uuid(UUID(uuidString: "01234567-89ab-cdef-0123-456789abcdef") ?? UUID())
        }
    }

    /// Adds indexes, conditions and foreign keys.
    private mutating func decorate(_ state: inout SchemaState, _ index: Int) {
        var table = state.tables[index]
        let free = table.columns.filter { !table.key.contains($0.name) && $0.type != .json }
        for column in free {
            let name = "\(table.name)_\(column.name)"
            if chance(15), table.index("\(name)_idx") == nil {
                table.indexes.append(
                    .init(name: "\(name)_idx", columns: [column.name], isUnique: false))
            }
            if chance(10), table.constraint("\(name)_key") == nil {
                table.constraints.append(
                    .unique(name: "\(name)_key", columns: [column.name, table.key[0]]))
            }
            if case .integer = column.type, chance(40), table.constraint("\(name)_check") == nil {
                let quoted = "\"" + column.name.replacing("\"", with: "\"\"") + "\""
                table.constraints.append(
                    .check(name: "\(name)_check", condition: DialectText("\(quoted) >= 0")))
            }
        }
        let targets = state.tables.filter { $0.key == ["id"] }
        if let target = targets.randomElement(using: &random), chance(50),
            table.column("target_id") == nil, table.constraint("\(table.name)_fk") == nil
        {
            table.columns.append(
                ColumnState(name: "target_id", type: .integer(bytes: 8), isNullable: true))
            table.constraints.append(
                .foreignKey(
                    ForeignKeyState(
                        name: "\(table.name)_fk", columns: ["target_id"], target: target.name,
                        targetColumns: ["id"],
                        onDelete: [.cascade, .setNull, .noAction].randomElement(using: &random)
                            ?? .cascade)))
        }
        state.tables[index] = table
    }
}

extension RandomSchema {
    /// A schema that follows another.
    mutating func follower(of old: SchemaState) -> SchemaState {
        var state = old
        if chance(30), state.tables.count > 1 { drop(&state) }
        for index in state.tables.indices { mutate(&state.tables[index]) }
        if chance(40), let name = Self.tableNames.first(where: { old.table($0) == nil }) {
            state.tables.append(table(name))
        }
        for index in state.tables.indices where chance(60) { decorate(&state, index) }
        return state
    }

    private mutating func drop(_ state: inout SchemaState) {
        let name = state.tables.remove(at: .random(in: state.tables.indices, using: &random)).name
        for index in state.tables.indices {
            state.tables[index].constraints.removeAll {
                if case .foreignKey(let key) = $0 { key.target == name } else { false }
            }
        }
    }

    private mutating func mutate(_ table: inout TableState) {
        for column in table.columns where !table.key.contains(column.name) {
            if chance(20) {
                dropColumn(column.name, &table)
            } else if let place = table.columns.firstIndex(where: { $0.name == column.name }) {
                mutate(&table.columns[place])
            }
        }
        for name in Self.columnNames.shuffled(using: &random).prefix(2)
        where chance(40) && table.column(name) == nil {
            table.columns.append(column(name))
        }
        if chance(15) { table.constraints.removeAll { _ in chance(50) } }
        if chance(15) { table.indexes.removeAll { _ in chance(50) } }
        if chance(10), table.columns.allSatisfy({ !$0.isGenerated }), table.key == ["id"] {
            table.columns[0].isGenerated = chance(50)
        }
    }

    private func dropColumn(_ name: String, _ table: inout TableState) {
        guard table.columns.count > 1 else { return }
        table.columns.removeAll { $0.name == name }
        table.indexes.removeAll { $0.columns.contains(name) }
        table.constraints.removeAll { constraint in
            switch constraint {
            case .unique(_, let columns): columns.contains(name)
            case .check(_, let condition): condition.mentions(name)
            case .foreignKey(let key): key.columns.contains(name)
            }
        }
    }

    private mutating func mutate(_ column: inout ColumnState) {
        guard column.name != "target_id" else { return }
        if chance(25), let type = Self.successors(of: column.type).randomElement(using: &random) {
            column.type = type
            column.defaultValue = nil
        }
        if chance(20) { column.isNullable.toggle() }
        if chance(20) {
            column.defaultValue = chance(50) ? value(column.type).map(DefaultState.value) : nil
        }
    }

    /// Types that every value fits into.
    static func successors(of type: ColumnType) -> [ColumnType] {
        switch type {
        case .integer(bytes: 2): [.integer(bytes: 4), .integer(bytes: 8)]
        case .integer: [.integer(bytes: 8)]
        case .text(let length):
            length == 20 ? [.text(length: 50), .text(length: nil)] : [.text(length: nil)]
        case .decimal: [.decimal(nil)]
        default: []
        }
    }
}
