private import CSQLite
internal import DewarORM

// SQLite lets `sqlite3_value_…` look at a row's own value where threads are kept apart without its
// mutex, as `SQLITE_OPEN_NOMUTEX` asks: a column is looked up once then, not for kind, value and
// length again.

extension SQLiteStatement {
    var columnNames: [String] {
        (0..<sqlite3_column_count(handle)).map { index in
            sqlite3_column_name(handle, index).map { String(cString: $0) } ?? ""
        }
    }

    var columnCount: Int { Int(sqlite3_data_count(handle)) }

    func value(at column: Int) -> DatabaseValue {
        let found = self.column(column)
        switch sqlite3_value_type(found) {
        case SQLITE_INTEGER: return .integer(sqlite3_value_int64(found))
        case SQLITE_FLOAT: return .double(sqlite3_value_double(found))
        case SQLITE_TEXT: return .text(text(of: found))
        case SQLITE_BLOB:
            guard let start = sqlite3_value_blob(found) else { return .bytes([]) }
            let count = Int(sqlite3_value_bytes(found))
            return .bytes([UInt8](UnsafeRawBufferPointer(start: start, count: count)))
        default: return .null
        }
    }

    func integer(at column: Int) -> Int64? {
        let found = self.column(column)
        return sqlite3_value_type(found) == SQLITE_INTEGER ? sqlite3_value_int64(found) : nil
    }

    func double(at column: Int) -> Double? {
        let found = self.column(column)
        return sqlite3_value_type(found) == SQLITE_FLOAT ? sqlite3_value_double(found) : nil
    }

    func text(at column: Int) -> String? {
        let found = self.column(column)
        return sqlite3_value_type(found) == SQLITE_TEXT ? text(of: found) : nil
    }

    func isNull(at column: Int) -> Bool {
        sqlite3_value_type(self.column(column)) == SQLITE_NULL
    }

    /// What is behind the last column is `NULL`.
    private func column(_ column: Int) -> OpaquePointer? {
        sqlite3_column_value(handle, Int32(truncatingIfNeeded: column))
    }

    /// What is no UTF-8 is replaced by U+FFFD.
    private func text(of value: OpaquePointer?) -> String {
        guard let start = sqlite3_value_text(value) else { return "" }
        // The length is that of the text just asked for.
        let bytes = UnsafeBufferPointer(start: start, count: Int(sqlite3_value_bytes(value)))
        return String(decoding: bytes, as: UTF8.self)
    }
}
