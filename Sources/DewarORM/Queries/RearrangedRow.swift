/// A row whose columns are others' in another order.
final class RearrangedRow: DriverRow {
    private let row: any DriverRow
    private let places: [Int]

    /// - Parameters:
    ///   - row: A row; as it goes on, so does this one.
    ///   - places: Which of its columns are this one's.
    init(_ row: any DriverRow, _ places: [Int]) {
        self.row = row
        self.places = places
    }

    var columnNames: [String] {
        let names = row.columnNames
        return places.map { names[$0] }
    }

    var columnCount: Int { places.count }

    func value(at column: Int) -> DatabaseValue { row.value(at: places[column]) }

    func integer(at column: Int) -> Int64? { row.integer(at: places[column]) }

    func double(at column: Int) -> Double? { row.double(at: places[column]) }

    func text(at column: Int) -> String? { row.text(at: places[column]) }

    func isNull(at column: Int) -> Bool { row.isNull(at: places[column]) }
}
