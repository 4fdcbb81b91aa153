package import DewarORM

/// What a step may do to rows that are there.
package enum Hazard: Sendable, Hashable, CustomStringConvertible {
    /// A table goes with its rows.
    case droppedTable(String)
    /// A column goes with its values.
    case droppedColumn(ColumnPath)
    /// Not every value fits into a column's new type.
    case narrowed(ColumnPath, from: ColumnType, to: ColumnType)
    /// A column may not be `NULL`, and nothing is said of rows that are there.
    case unfilled(ColumnPath)

    /// What happens, as half a sentence.
    package var description: String {
        switch self {
        case .droppedTable(let name):
            "table \(MigrationError.named(name)) is dropped with its rows"
        case .droppedColumn(let path):
            "column \(MigrationError.named("\(path)")) is dropped with its values"
        case .narrowed(let path, let old, let new):
            """
            column \(MigrationError.named("\(path)")) changes from \(TypeText.text(old)) to \
            \(TypeText.text(new)), which not every value survives
            """
        case .unfilled(let path):
            """
            column \(MigrationError.named("\(path)")) may not be NULL and has no default for the \
            rows that are there
            """
        }
    }
}

extension Operation {
    /// What it may do to rows that are there; nil for nothing.
    ///
    /// - Parameter state: The schema before it.
    /// - Returns: The hazard; nil if there is none.
    package func hazard(in state: SchemaState) -> Hazard? {
        switch self {
        case .dropTable(let name): return .droppedTable(name)
        case .dropColumn(let path): return .droppedColumn(path)
        case .alterType(let path, let new, _):
            guard let old = state.column(path)?.type, !old.fits(into: new) else {
                return nil
            }
            return .narrowed(path, from: old, to: new)
        case .addColumn(let column, let table, let fill):
            guard fill == nil, column.needsFill else { return nil }
            return .unfilled(ColumnPath(table, column.name))
        case .setNotNull(let path, let fill):
            return fill == nil ? .unfilled(path) : nil
        default: return nil
        }
    }
}

extension ColumnType {
    /// Whether every value of the type is one of another, on both databases.
    package func fits(into other: ColumnType) -> Bool {
        switch (self, other) {
        case (.integer(let old), .integer(let new)): return new >= old
        case (.text, .text(length: nil)): return true
        case (.text(let old?), .text(let new?)): return new >= old
        case (.decimal, .decimal(nil)): return true
        case (.decimal(let old?), .decimal(let new?)):
            return new.scale >= old.scale
                && new.precision - new.scale >= old.precision - old.scale
        case (.integer, .decimal(nil)), (.integer, .text(length: nil)): return true
        case (.decimal, .text(length: nil)), (.uuid, .text(length: nil)): return true
        case (.date, .text(length: nil)), (.json, .text(length: nil)): return true
        default: return self == other
        }
    }

    /// Whether both are numbers of one kind, texts of any length, or the same.
    package func isAkin(to other: ColumnType) -> Bool {
        switch (self, other) {
        case (.integer, .integer), (.text, .text), (.decimal, .decimal): true
        default: self == other
        }
    }
}
