import DewarORM

// Relations.
extension ModelSource {
    func relations(of table: TableState) -> [String] {
        var taken = Set(table.columns.map { property(table, $0.name) })
        var lines: [String] = []
        let own = types[table.name] ?? ""
        for key in foreignKeys(of: table) {
            guard let column = table.column(key.columns[0]) else { continue }
            let target = (types[key.target] ?? "") + (column.isNullable ? "?" : "")
            let name = SwiftName.property(Self.stem(key.columns[0]), taken: taken)
            taken.insert(name)
            lines.append(
                "static let \(SwiftName.written(name)) = BelongsTo<\(own), \(target)>(\(path(table, key.columns[0])))"
            )
        }
        for other in state.tables where !other.key.isEmpty {
            for key in foreignKeys(of: other) where key.target == table.name {
                var name = SwiftName.property("\(other.name)s", taken: [])
                if taken.contains(name) {
                    let stem = Self.stem(key.columns[0])
                    name = SwiftName.property("\(stem)_\(other.name)s", taken: taken)
                }
                taken.insert(name)
                lines.append(
                    "static let \(SwiftName.written(name)) = HasMany<\(own), \(types[other.name] ?? "")>(\(path(other, key.columns[0])))"
                )
            }
        }
        return lines
    }

    /// Foreign keys of one column to a primary key of the same type.
    private func foreignKeys(of table: TableState) -> [ForeignKeyState] {
        table.constraints.compactMap { constraint in
            guard case .foreignKey(let key) = constraint, key.columns.count == 1, isToKey(key),
                let target = state.table(key.target)?.column(key.targetColumns[0]),
                table.column(key.columns[0])?.type == target.type
            else { return nil }
            return key
        }
    }

    /// `author_id` without `_id`.
    private static func stem(_ column: String) -> String {
        for suffix in ["_id", "ID", "Id"] where column.hasSuffix(suffix) {
            let stem = column.dropLast(suffix.count)
            if !stem.isEmpty { return String(stem) }
        }
        return "\(column)_row"
    }
}
