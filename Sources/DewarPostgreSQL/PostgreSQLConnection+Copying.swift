private import CPostgreSQL
internal import DewarORM

extension PostgreSQLConnection {
    /// How many bytes are sent at once.
    private static let copyChunk = 1 << 16

    func insertRows(
        into table: String, columns: [String], count: Int,
        row: (Int) throws -> [DatabaseValue]
    ) throws -> Bool {
        // A single row is as quick by itself, and one without columns has no COPY. What is refused
        // would end a transaction: there is a savepoint then.
        guard count > 1, !columns.isEmpty, isInTransaction else { return false }
        let sql = "COPY \(table) (\(columns.joined(separator: ", "))) FROM STDIN"
        do {
            try copy(sql, count: count, row: row)
            try execute("RELEASE SAVEPOINT dewar_copy")
            return true
        } catch let failure as DatabaseError where Self.isImpossible(failure) {
            try execute("ROLLBACK TO SAVEPOINT dewar_copy; RELEASE SAVEPOINT dewar_copy")
            return false
        }
    }

    /// Whether a table takes no rows in this way: a view, or one with rules of who sees which rows.
    private static func isImpossible(_ failure: DatabaseError) -> Bool {
        failure.code == SQLState.unsupported || failure.code == SQLState.wrongObject
    }

    private func copy(
        _ sql: String, count: Int, row: (Int) throws -> [DatabaseValue]
    ) throws {
        try begin(sql) { PQsendQuery(handle, "SAVEPOINT dewar_copy; \(sql)") }
        defer { end() }
        while true {
            guard let result = try nextResult(sql, isCancellable: true) else { throw lost() }
            if result.isCopyIn { break }
            if result.isError {
                let failure = error(of: result, sql: sql)
                if isInStep { _ = try? finish(sql, isCancellable: false) }
                throw failure
            }
        }
        do {
            try sendRows(sql, count: count, row: row)
        } catch let reason {
            if isInStep { try? endCopy(sql, isCancelled: true) }
            throw reason
        }
        try endCopy(sql, isCancelled: false)
    }

    private func sendRows(
        _ sql: String, count: Int, row: (Int) throws -> [DatabaseValue]
    ) throws {
        var text = CopyText()
        for index in 0..<count {
            try text.append(try row(index))
            if text.bytes.count >= Self.copyChunk || index == count - 1 {
                try send(text.bytes, sql)
                text.removeAll()
            }
        }
    }

    private func send(_ bytes: [UInt8], _ sql: String) throws {
        guard bytes.count <= Int32.max else {
            throw DatabaseError.unstorable("a row is longer than 2 GiB")
        }
        while true {
            let code = bytes.withUnsafeBytes { memory in
                PQputCopyData(
                    handle, memory.baseAddress?.assumingMemoryBound(to: CChar.self),
                    Int32(clamping: memory.count))
            }
            guard code >= 0 else { throw lost() }
            // Sent before the next chunk is made, so that memory does not grow.
            try flush(sql, isCancellable: true)
            if code == 1 { return }
        }
    }

    /// Ends the rows.
    private func endCopy(_ sql: String, isCancelled: Bool) throws {
        while true {
            let code = PQputCopyEnd(handle, isCancelled ? "not complete" : nil)
            guard code >= 0 else { throw lost() }
            if code == 1 { break }
            try flush(sql, isCancellable: false)
        }
        _ = try finish(sql, isCancellable: !isCancelled)
    }
}
