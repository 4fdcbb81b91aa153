private import CPostgreSQL

private import Glibc

/// What the server answered to one statement.
final class PostgreSQLResult {
    /// The library's result.
    let handle: OpaquePointer

    /// Takes a result over.
    init(_ handle: OpaquePointer) {
        self.handle = handle
    }

    deinit {
        PQclear(handle)
    }

    /// A part of an error, by its letter: `C` for SQLSTATE.
    func field(_ letter: Unicode.Scalar) -> String? {
        PQresultErrorField(handle, Int32(letter.value)).map { String(cString: $0) }
    }

    /// Whether it is an error.
    var isError: Bool {
        switch PQresultStatus(handle) {
        case PGRES_FATAL_ERROR, PGRES_BAD_RESPONSE, PGRES_NONFATAL_ERROR, PGRES_PIPELINE_ABORTED:
            true
        default: false
        }
    }

    /// Whether there was no statement.
    var isEmptyQuery: Bool { PQresultStatus(handle) == PGRES_EMPTY_QUERY }

    /// Whether the server waits for rows of `COPY … FROM STDIN`.
    var isCopyIn: Bool { PQresultStatus(handle) == PGRES_COPY_IN }

    /// Whether the server sends rows of `COPY … TO STDOUT`.
    var isCopyOut: Bool {
        let status = PQresultStatus(handle)
        return status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH
    }

    /// How many rows there are.
    var rowCount: Int32 { PQntuples(handle) }

    /// How many columns a row has.
    var columnCount: Int32 { PQnfields(handle) }

    /// The names of the columns.
    var columnNames: [String] {
        (0..<columnCount).map { PQfname(handle, $0).map { String(cString: $0) } ?? "" }
    }

    /// How many rows were inserted, updated or deleted: `INSERT 0 3` says it.
    var changedRows: Int {
        guard let status = PQcmdStatus(handle) else { return 0 }
        let isChange = Self.changes.contains { change in
            memcmp(status, change.utf8Start, change.utf8CodeUnitCount) == 0
        }
        guard isChange, let number = strrchr(status, 0x20) else { return 0 }
        return Int(clamping: strtoll(number, nil, 10))
    }

    /// How the status of a change begins; libpq has room for 64 bytes of it.
    private static let changes: [StaticString] = [
        "INSERT ", "UPDATE ", "DELETE ", "MERGE ", "COPY ",
    ]
}
