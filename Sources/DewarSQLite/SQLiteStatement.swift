private import CSQLite
internal import DewarORM
private import FoundationEssentials

/// One prepared statement.
final class SQLiteStatement: DriverStatement {
    private let sql: String
    private let connection: SQLiteConnection
    private var handle: OpaquePointer?
    private var columns: Int32 = 0
    private(set) var changedRows = 0
    private var totalBefore: Int64 = 0

    init(_ sql: String, _ connection: SQLiteConnection) throws {
        self.sql = sql
        self.connection = connection
        var sql = sql
        let rest = try sql.withUTF8 { bytes in
            // Without a byte there is no pointer either.
            guard let start = UnsafeRawPointer(bytes.baseAddress) else { return false }
            let text = start.assumingMemoryBound(to: CChar.self)
            var tail: UnsafePointer<CChar>?
            // Longer text than SQLite takes is refused by it as too big.
            let code = sqlite3_prepare_v3(
                connection.handle, text, Int32(clamping: bytes.count),
                UInt32(SQLITE_PREPARE_PERSISTENT), &handle, &tail)
            guard code == SQLITE_OK else { throw connection.error(sql: self.sql) }
            let used = tail.map { $0 - text } ?? bytes.count
            return bytes[min(used, bytes.count)...].contains { !Self.isSpace($0) }
        }
        guard handle != nil else { throw DatabaseError.noStatement(sql: self.sql) }
        // What was prepared is finalized by `deinit`, also after an error.
        guard !rest else { throw DatabaseError.severalStatements(sql: self.sql) }
        columns = sqlite3_column_count(handle)
    }

    deinit {
        sqlite3_finalize(handle)
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0D).contains(byte) || byte == UInt8(ascii: ";")
    }

    var columnNames: [String] {
        (0..<sqlite3_column_count(handle)).map { index in
            sqlite3_column_name(handle, index).map { String(cString: $0) } ?? ""
        }
    }

    func start(_ binds: [DatabaseValue]) throws {
        let wanted = Int(sqlite3_bind_parameter_count(handle))
        guard binds.count == wanted else {
            throw DatabaseError.wrongCount(binds.count, placeholders: wanted, sql: sql)
        }
        totalBefore = sqlite3_total_changes64(connection.handle)
        for index in binds.indices {
            try bind(binds[index], at: Int32(index + 1))
        }
        connection.isCancellable = true
    }

    func next(into values: inout [DatabaseValue]) throws -> Bool {
        let code = sqlite3_step(handle)
        guard code == SQLITE_ROW else {
            guard code == SQLITE_DONE else { throw connection.error(sql: sql) }
            let isChange =
                sqlite3_stmt_readonly(handle) == 0
                && sqlite3_total_changes64(connection.handle) != totalBefore
            changedRows = isChange ? Int(clamping: sqlite3_changes64(connection.handle)) : 0
            return false
        }
        let count = Int(sqlite3_data_count(handle))
        if values.count != count { values = Array(repeating: .null, count: count) }
        values.withUnsafeMutableBufferPointer { values in
            for index in 0..<count { values[index] = value(at: Int32(truncatingIfNeeded: index)) }
        }
        return true
    }

    func finish() {
        connection.isCancellable = false
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }
}

extension SQLiteStatement {
    private func value(at index: Int32) -> DatabaseValue {
        switch sqlite3_column_type(handle, index) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(handle, index))
        case SQLITE_FLOAT: return .double(sqlite3_column_double(handle, index))
        case SQLITE_TEXT:
            guard let start = sqlite3_column_text(handle, index) else { return .text("") }
            let count = Int(sqlite3_column_bytes(handle, index))
            return .text(
                String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self))
        case SQLITE_BLOB:
            guard let start = sqlite3_column_blob(handle, index) else { return .bytes([]) }
            let count = Int(sqlite3_column_bytes(handle, index))
            return .bytes([UInt8](UnsafeRawBufferPointer(start: start, count: count)))
        default: return .null
        }
    }

    private func bind(_ value: DatabaseValue, at index: Int32) throws {
        let code =
            switch value {
            case .null: sqlite3_bind_null(handle, index)
            case .bool(let value): sqlite3_bind_int64(handle, index, value ? 1 : 0)
            case .integer(let value): sqlite3_bind_int64(handle, index, value)
            case .double(let value): sqlite3_bind_double(handle, index, value)
            case .text(let text), .json(let text): bind(text, at: index)
            case .bytes(let bytes): bind(bytes, at: index)
            case .decimal(let value): bind(value.description, at: index)
            case .timestamp(let value):
                bind(try stored(InstantText.text(of: value)), at: index)
            case .localTimestamp(let value): bind(value.description, at: index)
            case .date(let value): bind(value.description, at: index)
            case .time(let value): bind(value.description, at: index)
            case .uuid(let value): bind(value.uuidString.lowercased(), at: index)
            case .invalid(let reason): throw DatabaseError.unstorable(reason)
            }
        guard code == SQLITE_OK else { throw connection.error(sql: sql) }
    }

    private func stored(_ text: String?) throws -> String {
        guard let text else {
            throw DatabaseError.unstorable("a date is outside the years 1 to 9999")
        }
        return text
    }

    private func bind(_ text: String, at index: Int32) -> Int32 {
        var text = text
        return text.withUTF8 { bytes in
            // No pointer would be NULL.
            guard let start = UnsafeRawPointer(bytes.baseAddress) else {
                return dewar_sqlite3_bind_text(handle, index, "", 0)
            }
            return dewar_sqlite3_bind_text(
                handle, index, start.assumingMemoryBound(to: CChar.self),
                sqlite3_uint64(bytes.count))
        }
    }

    private func bind(_ bytes: [UInt8], at index: Int32) -> Int32 {
        guard !bytes.isEmpty else { return sqlite3_bind_zeroblob(handle, index, 0) }
        return bytes.withUnsafeBytes {
            dewar_sqlite3_bind_blob(handle, index, $0.baseAddress, sqlite3_uint64($0.count))
        }
    }
}
