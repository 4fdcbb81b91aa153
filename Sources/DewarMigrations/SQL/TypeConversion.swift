import DewarORM

/// How a column's values become those of another type.
enum TypeConversion {
    /// The expression that makes the new values.
    ///
    /// - Parameters:
    ///   - old: The type before.
    ///   - new: The type afterwards.
    ///   - column: The column's name.
    /// - Returns: nil when the databases do it by themselves: between types of one kind, and to a
    ///   type that every value fits into.
    static func using(_ old: ColumnType, _ new: ColumnType, _ column: String) -> DialectText? {
        guard !old.isAkin(to: new), !old.fits(into: new) else { return nil }
        let name = quoted(column)
        return DialectText(
            sqlite: sqlite(old, new, name), postgresql: postgresql(old, new, name))
    }

    private static func sqlite(_ old: ColumnType, _ new: ColumnType, _ name: String) -> String {
        switch (old, new) {
        case (.integer, .bool), (.double, .bool): "\(name) <> 0"
        case (.double, .integer): "CAST(round(\(name)) AS INTEGER)"
        case (.decimal, .integer): "CAST(round(CAST(\(name) AS REAL)) AS INTEGER)"
        case (.timestamp, .date), (.localTimestamp, .date): "substr(\(name), 1, 10)"
        case (.timestamp, .time), (.localTimestamp, .time): "substr(\(name), 12)"
        case (.date, .timestamp), (.date, .localTimestamp): "\(name) || ' 00:00:00.000000'"
        case (.timestamp, .localTimestamp), (.localTimestamp, .timestamp): name
        case (_, .integer), (_, .bool): "CAST(\(name) AS INTEGER)"
        case (_, .double): "CAST(\(name) AS REAL)"
        case (_, .bytes): "CAST(\(name) AS BLOB)"
        default: "CAST(\(name) AS TEXT)"
        }
    }

    private static func postgresql(
        _ old: ColumnType, _ new: ColumnType, _ name: String
    ) -> String {
        switch (old, new) {
        case (.integer, .bool), (.double, .bool), (.decimal, .bool): "\(name) <> 0"
        case (.bool, .double), (.bool, .decimal): "CAST(CAST(\(name) AS integer) AS \(cast(new)))"
        case (.bool, .integer): "CAST(CAST(\(name) AS integer) AS \(cast(new)))"
        case (.timestamp, .date), (.timestamp, .time), (.timestamp, .localTimestamp):
            "CAST(\(name) AT TIME ZONE 'UTC' AS \(cast(new)))"
        case (.date, .timestamp), (.localTimestamp, .timestamp):
            "CAST(\(name) AS timestamp without time zone) AT TIME ZONE 'UTC'"
        case (.bytes, .text): "convert_from(\(name), 'UTF8')"
        case (.text, .bytes): "convert_to(\(name), 'UTF8')"
        default: "CAST(\(name) AS \(cast(new)))"
        }
    }

    /// The type's name without what only a column has.
    private static func cast(_ type: ColumnType) -> String {
        if case .text(let length) = type { return length.map { "varchar(\($0))" } ?? "text" }
        return Dialect.postgresql.typeName(of: type)
    }
}
