private import CPostgreSQL
internal import DewarORM

/// Reads the rows of a result, one after the other.
struct RowReader {
    private var numbers: [UInt32] = []
    private var types: [PostgreSQLType] = []
    private var isBinary = false
    private var row: Int32 = 0
    private var rowCount: Int32 = 0

    /// Whether all columns have types whose binary form is known.
    private(set) var hasBinaryForm = true

    /// Begins with a result.
    ///
    /// - Parameters:
    ///   - result: The result.
    ///   - isBinary: Whether its values are in binary form.
    /// - Returns: false if they are, but not all forms are known: it cannot be read.
    mutating func prepare(for result: PostgreSQLResult, isBinary: Bool) -> Bool {
        self.isBinary = isBinary
        row = 0
        rowCount = result.rowCount
        let count = result.columnCount
        var isSame = Int(count) == numbers.count
        if isSame {
            for index in 0..<count where PQftype(result.handle, index) != numbers[Int(index)] {
                isSame = false
            }
        }
        if !isSame {
            numbers = (0..<count).map { PQftype(result.handle, $0) }
            types = numbers.map(PostgreSQLType.init)
            hasBinaryForm = types.allSatisfy(\.hasBinaryForm)
        }
        return !isBinary || hasBinaryForm
    }

    /// Takes the next row.
    ///
    /// - Parameters:
    ///   - result: The result that it was prepared for.
    ///   - values: Gets a value per column.
    /// - Returns: false after the last row.
    mutating func next(of result: PostgreSQLResult, into values: inout [DatabaseValue]) -> Bool {
        guard row < rowCount else { return false }
        let handle = result.handle
        if values.count != types.count {
            values = Array(repeating: .null, count: types.count)
        }
        for index in types.indices {
            let column = Int32(truncatingIfNeeded: index)
            let length = Int(PQgetlength(handle, row, column))
            // NULL has no length, and some values have none.
            if length == 0, PQgetisnull(handle, row, column) == 1 {
                values[index] = .null
                continue
            }
            let bytes = UnsafeRawBufferPointer(
                start: PQgetvalue(handle, row, column), count: length)
            values[index] =
                isBinary
                ? BinaryForm.value(types[index], bytes) : TextForm.value(types[index], bytes)
        }
        row += 1
        return true
    }
}
