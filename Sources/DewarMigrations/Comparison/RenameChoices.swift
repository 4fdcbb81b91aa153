import DewarORM

/// What was renamed, and what rows that are there get: what models alone do not tell.
package struct RenameChoices: Sendable {
    /// New names of tables by their old ones.
    package var tables: [String: String] = [:]
    /// New names of columns by their old paths, in the tables' new names.
    package var columns: [ColumnPath: String] = [:]
    /// What rows that are there get in new columns.
    package var fills: [ColumnPath: DefaultState] = [:]

    /// Nothing was renamed.
    package init() {}
}

/// Something that may have been renamed: it is gone, and something like it is new.
package enum RenameCandidate: Sendable, Hashable, CustomStringConvertible {
    /// A table of which at least half of the columns are the same.
    case table(String, to: String)
    /// A column of a type that is alike.
    case column(ColumnPath, to: String)

    /// The question, without the answer.
    package var description: String {
        switch self {
        case .table(let old, let new):
            "Was table \(MigrationError.named(old)) renamed to \(MigrationError.named(new))?"
        case .column(let path, let new):
            "Was column \(MigrationError.named("\(path)")) renamed to \(MigrationError.named(new))?"
        }
    }

    /// The option of `db migrate` that says so.
    package var option: String {
        switch self {
        case .table(let old, let new): "--rename \(Self.word("\(old)=\(new)"))"
        case .column(let path, let new): "--rename \(Self.word("\(path)=\(new)"))"
        }
    }

    /// A word as a shell takes it.
    private static func word(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy {
            switch $0 {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."),
                UInt8(ascii: "="), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        return isPlain ? text : "'\(text.replacing("'", with: #"'\''"#))'"
    }
}

extension RenameCandidate {
    /// Tables that may have been renamed.
    ///
    /// - Parameters:
    ///   - old: The schema before.
    ///   - new: The schema that is wanted.
    /// - Returns: Pairs, those that are most alike first.
    package static func tables(_ old: SchemaState, _ new: SchemaState) -> [RenameCandidate] {
        let gone = old.tables.filter { new.table($0.name) == nil }
        let added = new.tables.filter { old.table($0.name) == nil }
        var pairs: [(RenameCandidate, Int)] = []
        for left in gone {
            for right in added {
                let shared = left.columns.filter { column in
                    right.column(column.name)?.type.isAkin(to: column.type) == true
                }.count
                if 2 * shared >= max(left.columns.count, right.columns.count) {
                    pairs.append((.table(left.name, to: right.name), shared))
                }
            }
        }
        return pairs.sorted { $0.1 > $1.1 }.map(\.0)
    }

    /// Columns of tables of one name that may have been renamed.
    ///
    /// - Parameters:
    ///   - old: The schema before, with tables in their new names.
    ///   - new: The schema that is wanted.
    /// - Returns: Pairs, in the order of the new columns.
    package static func columns(_ old: SchemaState, _ new: SchemaState) -> [RenameCandidate] {
        var result: [RenameCandidate] = []
        for right in new.tables {
            guard let left = old.table(right.name) else { continue }
            let gone = left.columns.filter { right.column($0.name) == nil }
            for column in right.columns where left.column(column.name) == nil {
                let pairs = gone.filter { $0.type.isAkin(to: column.type) }
                // What is alike in all else is the likelier one.
                let (likely, others) = (
                    pairs.filter { $0.isNullable == column.isNullable },
                    pairs.filter { $0.isNullable != column.isNullable }
                )
                result += (likely + others).map {
                    .column(ColumnPath(right.name, $0.name), to: column.name)
                }
            }
        }
        return result
    }
}
