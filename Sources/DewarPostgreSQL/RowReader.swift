private import CPostgreSQL
internal import DewarORM

/// Reads the rows of one result after the other.
final class RowReader {
    private var result: PostgreSQLResult?
    private var numbers: [UInt32] = []
    private var types: [PostgreSQLType] = []
    private var isBinary = false
    /// -1 before the first row.
    private var row: Int32 = -1
    private var rowCount: Int32 = 0

    /// Whether all columns have types whose binary form is known.
    private(set) var hasBinaryForm = true

    /// Begins with a result.
    ///
    /// - Parameters:
    ///   - result: The result.
    ///   - isBinary: Whether its values are in binary form.
    /// - Returns: false if they are, but not all forms are known: it cannot be read.
    func prepare(for result: PostgreSQLResult, isBinary: Bool) -> Bool {
        self.result = nil
        self.isBinary = isBinary
        row = -1
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
        guard !isBinary || hasBinaryForm else { return false }
        self.result = result
        return true
    }

    /// Goes on to the next row.
    ///
    /// - Returns: false after the last.
    func advance() -> Bool {
        guard result != nil, row < rowCount - 1 else { return false }
        row += 1
        return true
    }

    /// Lets go of the result.
    func end() {
        result = nil
    }

    /// The names of the columns; empty without a result.
    var columnNames: [String] { result?.columnNames ?? [] }

    /// How many columns a row has; 0 without a result.
    var columnCount: Int { result == nil ? 0 : types.count }

    /// A value of the row.
    func value(at column: Int) -> DatabaseValue {
        guard let bytes = bytes(at: column) else { return .null }
        return isBinary
            ? BinaryForm.value(types[column], bytes) : TextForm.value(types[column], bytes)
    }

    /// An integer in binary form; nil for anything else.
    func integer(at column: Int) -> Int64? {
        guard isBinary, let bytes = bytes(at: column) else { return nil }
        return BinaryForm.integer(types[column], bytes)
    }

    /// A number with a fraction in binary form; nil for anything else.
    func double(at column: Int) -> Double? {
        guard isBinary, case .float8 = types[column],
            case .double(let value) = value(at: column)
        else { return nil }
        return value
    }

    /// Text, which has the same form in both; nil for anything else.
    func text(at column: Int) -> String? {
        guard case .text = types[column], let bytes = bytes(at: column) else {
            return nil
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Whether there is no value.
    func isNull(at column: Int) -> Bool {
        bytes(at: column) == nil
    }

    /// The value as the server sent it; nil for `NULL`.
    private func bytes(at column: Int) -> UnsafeRawBufferPointer? {
        guard let handle = result?.handle else { return nil }
        let column = Int32(truncatingIfNeeded: column)
        let length = Int(PQgetlength(handle, row, column))
        // NULL has no length, and some values have none.
        if length == 0, PQgetisnull(handle, row, column) == 1 { return nil }
        return UnsafeRawBufferPointer(start: PQgetvalue(handle, row, column), count: length)
    }
}
