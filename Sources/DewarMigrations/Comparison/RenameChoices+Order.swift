import DewarORM

// New names are given in an order in which each is free when its turn comes.
extension RenameChoices {
    /// The renames of tables: `b` to `c` before `a` to `b`.
    var tableSteps: [(old: String, new: String)] { Self.steps(tables) }

    /// The renames of columns, table by table.
    var columnSteps: [(path: ColumnPath, new: String)] {
        let tables = Dictionary(grouping: columns, by: \.key.table)
        return tables.sorted { $0.key < $1.key }.flatMap { table, renames in
            let names = renames.map { ($0.key.column, $0.value) }
            return Self.steps(Dictionary(names, uniquingKeysWith: { $1 })).map {
                (path: ColumnPath(table, $0.old), new: $0.new)
            }
        }
    }

    /// Names that are exchanged have others for a moment.
    private static func steps(_ renames: [String: String]) -> [(old: String, new: String)] {
        var rest = renames.filter { $0.key != $0.value }
        var steps: [(old: String, new: String)] = []
        while let first = rest.keys.min() {
            let free = rest.filter { rest[$0.value] == nil }.min { $0.key < $1.key }
            if let free {
                steps.append((free.key, free.value))
                rest[free.key] = nil
            } else if let new = rest.removeValue(forKey: first) {
                let meanwhile = TableDefinition.name(of: ["dewar", first], suffix: "renamed")
                steps.append((first, meanwhile))
                rest[meanwhile] = new
            }
        }
        return steps
    }
}
