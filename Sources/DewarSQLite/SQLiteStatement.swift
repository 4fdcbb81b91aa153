private import CSQLite
internal import DewarORM
private import FoundationEssentials

/// One prepared statement.
final class SQLiteStatement: DriverStatement {
    private let sql: String
    private let connection: SQLiteConnection
    let handle: OpaquePointer?
    private(set) var changedRows = 0
    private var totalBefore: Int64 = 0

    init(_ sql: String, _ connection: SQLiteConnection) throws {
        self.sql = sql
        self.connection = connection
        var sql = sql
        var prepared: OpaquePointer?
        let (code, hasRest) = sql.withUTF8 { bytes in
            // Without a byte there is no pointer either.
            guard let start = UnsafeRawPointer(bytes.baseAddress) else {
                return (SQLITE_OK, false)
            }
            let text = start.assumingMemoryBound(to: CChar.self)
            var tail: UnsafePointer<CChar>?
            // Longer text than SQLite takes is refused by it as too big.
            let code = sqlite3_prepare_v3(
                connection.handle, text, Int32(clamping: bytes.count),
                UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, &tail)
            let used = tail.map { $0 - text } ?? bytes.count
            return (code, bytes[min(used, bytes.count)...].contains { !Self.isSpace($0) })
        }
        // From here on `deinit` finalizes it, also after an error.
        handle = prepared
        guard code == SQLITE_OK else { throw connection.error(sql: self.sql) }
        guard handle != nil else { throw DatabaseError.noStatement(sql: self.sql) }
        guard !hasRest else { throw DatabaseError.severalStatements(sql: self.sql) }
    }

    deinit {
        sqlite3_finalize(handle)
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0D).contains(byte) || byte == UInt8(ascii: ";")
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

    func next() throws -> Bool {
        let code = sqlite3_step(handle)
        if code == SQLITE_ROW { return true }
        guard code == SQLITE_DONE else { throw connection.error(sql: sql) }
        let isChange =
            sqlite3_stmt_readonly(handle) == 0
            && sqlite3_total_changes64(connection.handle) != totalBefore
        changedRows = isChange ? Int(clamping: sqlite3_changes64(connection.handle)) : 0
        return false
    }

    func finish() {
        connection.isCancellable = false
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }
}

extension SQLiteStatement {
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
