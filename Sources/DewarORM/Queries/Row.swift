/// A row of a query of your own: its values by the names of the columns.
public struct Row: Sendable {
    let names: RowNames
    /// The values, in the order of the columns.
    public let values: [DatabaseValue]

    /// The names of the columns, in order.
    public var columns: [String] { names.names }

    /// The value of a column.
    ///
    /// ```swift
    /// if let row = try database.sql("SELECT title FROM post").first() {
    ///     let title: String = try row.get("title")
    ///     print(title)
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - column: Its name; of several with the name the first.
    ///   - type: The value's type; an optional one where it may be `NULL`.
    /// - Returns: The value.
    /// - Throws: ``DatabaseError``, of kind `invalidQuery` for a column that is not there and of
    ///   kind `invalidValue` for a value that does not fit.
    /// - SeeAlso: SQLAlchemy `Row._mapping`.
    public func get<Value: ColumnValue>(
        _ column: String, as type: Value.Type = Value.self
    ) throws -> Value {
        guard let index = names.names.firstIndex(of: column) else {
            throw DatabaseError.noColumn(column, in: names.names)
        }
        guard let value = Value(databaseValue: values[index]) else {
            throw DatabaseError.misfit(
                column: index + 1, type: "\(type)", found: values[index].kindName)
        }
        return value
    }
}

/// The names of the columns of all rows of a query.
final class RowNames: Sendable {
    let names: [String]

    init(_ names: [String]) {
        self.names = names
    }
}
