/// A row that a statement found: there until the statement goes on.
///
/// Columns are counted from 0. The functions for one kind of value are for those who know what to
/// expect, and make no ``DatabaseValue``.
package protocol DriverRow: AnyObject {
    /// The names of the columns; empty if the statement returns no rows.
    var columnNames: [String] { get }

    /// How many columns the row has.
    var columnCount: Int { get }

    /// A value, of any kind.
    ///
    /// - Parameter column: A column of the row.
    /// - Returns: The nearest case.
    func value(at column: Int) -> DatabaseValue

    /// An integer.
    ///
    /// - Parameter column: A column of the row.
    /// - Returns: nil for anything else, and where only ``value(at:)`` knows.
    func integer(at column: Int) -> Int64?

    /// A number with a fraction.
    ///
    /// - Parameter column: A column of the row.
    /// - Returns: nil for anything else, and where only ``value(at:)`` knows.
    func double(at column: Int) -> Double?

    /// Text.
    ///
    /// - Parameter column: A column of the row.
    /// - Returns: nil for anything else, and where only ``value(at:)`` knows.
    func text(at column: Int) -> String?

    /// Whether there is no value.
    ///
    /// - Parameter column: A column of the row.
    /// - Returns: Whether it is `NULL`.
    func isNull(at column: Int) -> Bool
}

extension DriverRow {
    /// All values, in the order of the columns.
    package var values: [DatabaseValue] { values(from: 0) }

    /// The values from a column on, in the order of the columns.
    ///
    /// - Parameter start: A column of the row, or the place behind the last.
    /// - Returns: A value per column.
    package func values(from start: Int) -> [DatabaseValue] {
        (start..<max(start, columnCount)).map { value(at: $0) }
    }
}
