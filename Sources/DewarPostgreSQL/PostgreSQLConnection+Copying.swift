private import CPostgreSQL
internal import DewarORM

extension PostgreSQLConnection {
    /// How many bytes are sent at once.
    private static let copyChunk = 1 << 16

    func insertRows(
        into table: String, columns: [String], count: Int,
        row: (Int) throws -> [DatabaseValue]
    ) throws -> Bool {
        // A single row is as quick by itself, and one without columns has no COPY.
        guard count > 1, !columns.isEmpty else { return false }
        let list = columns.joined(separator: ", ")
        let sql = "COPY \(table) (\(list)) FROM STDIN"
        guard try beginCopy(sql) else { return false }
        defer { end() }
        do {
            try sendRows(sql, count: count, row: row)
        } catch let reason {
            try? endCopy(sql, isCancelled: true)
            throw reason
        }
        try endCopy(sql, isCancelled: false)
        return true
    }

    /// Begins to send rows.
    ///
    /// - Returns: false where the server takes none for this table: a view, or one with rules of
    ///   who may see which rows.
    private func beginCopy(_ sql: String) throws -> Bool {
        // What is refused would end the transaction.
        let isInside = isInTransaction
        let script = isInside ? "SAVEPOINT dewar_copy; \(sql)" : sql
        try begin(sql) { PQsendQuery(handle, script) }
        do {
            while let result = try nextResult(sql, isCancellable: true) {
                if result.isCopyIn { return true }
                if result.isError { throw error(of: result, sql: sql) }
            }
            throw lost()
        } catch let failure as DatabaseError {
            if isInStep { _ = try? finish(sql, isCancellable: false) }
            end()
            let isImpossible = ["0A000", "42809"].contains(failure.code ?? "")
            guard isInside, isImpossible else { throw failure }
            try execute("ROLLBACK TO SAVEPOINT dewar_copy; RELEASE SAVEPOINT dewar_copy")
            return false
        }
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
