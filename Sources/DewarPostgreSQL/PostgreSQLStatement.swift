private import CPostgreSQL
internal import DewarORM

/// One statement, which the server keeps from its second run on.
///
/// The first run sends the text with the values, in one message: most statements that are put
/// together by a program never come again. It also tells the types of the columns, so that later
/// rows come in binary form where all of these are known.
final class PostgreSQLStatement: DriverStatement {
    private let sql: String
    private let connection: PostgreSQLConnection
    /// The last one is the one used last.
    private var variants: [Variant] = []
    private static let variantLimit = 4
    private let reader = RowReader()
    private(set) var changedRows = 0

    /// The statement for values of certain types.
    private struct Variant {
        /// The types' numbers, 0 for those that the server finds out.
        let types: [UInt32]
        var isRun = false
        /// What the server knows it by, once it keeps it.
        var name: String?
        /// Whether its rows come in binary form.
        var isBinary = false

        func fits(_ binds: [DatabaseValue]) -> Bool {
            guard types.count == binds.count else { return false }
            for index in types.indices {
                if case .null = binds[index] { continue }
                if types[index] != binds[index].postgresqlType { return false }
            }
            return true
        }
    }

    init(_ sql: String, _ connection: PostgreSQLConnection) {
        self.sql = sql
        self.connection = connection
    }

    deinit {
        for variant in variants { forget(variant) }
    }

    private func forget(_ variant: Variant) {
        if let name = variant.name { connection.drop(name) }
    }

    func start(_ binds: [DatabaseValue]) throws {
        reader.end()
        changedRows = 0
        choose(binds)
        let last = variants.count - 1
        do {
            try run(at: last, binds)
        } catch let error as DatabaseError where error.isStaleStatement {
            // The server has dropped it by itself, or its rows have other types now.
            if error.code != SQLState.unknownStatement { forget(variants[last]) }
            variants[last].name = nil
            variants[last].isRun = false
            // Outside a transaction nothing has happened; inside, all of it must be done again.
            guard !connection.isInTransaction else { throw error }
            try run(at: last, binds)
        }
    }

    /// Puts the variant for some values last.
    private func choose(_ binds: [DatabaseValue]) {
        if let last = variants.last, last.fits(binds) { return }
        if let index = variants.lastIndex(where: { $0.fits(binds) }) {
            variants.append(variants.remove(at: index))
            return
        }
        if variants.count == Self.variantLimit { forget(variants.removeFirst()) }
        let known = variants.last?.types
        // A NULL keeps the type that others had there.
        let types = binds.indices.map { index in
            if case .null = binds[index], let known, index < known.count { return known[index] }
            return binds[index].postgresqlType
        }
        variants.append(Variant(types: types))
    }

    private func run(at index: Int, _ binds: [DatabaseValue]) throws {
        try connection.parameters.fill(binds)
        if variants[index].isRun, variants[index].name == nil {
            variants[index].name = try prepare(variants[index].types)
        }
        let variant = variants[index]
        let found = try connection.answer(to: sql, isCancellable: true) {
            connection.parameters.withPointers { count, values, lengths, formats in
                if let name = variant.name {
                    PQsendQueryPrepared(
                        connection.handle, name, count, values, lengths, formats,
                        variant.isBinary ? 1 : 0)
                } else {
                    PQsendQueryParams(
                        connection.handle, sql, count, variant.types, values, lengths, formats, 0)
                }
            }
        }
        guard !found.isEmptyQuery else { throw DatabaseError.noStatement(sql: sql) }
        let isKnown = reader.prepare(for: found, isBinary: variant.name != nil && variant.isBinary)
        guard isKnown else {
            // The columns have other types than when it was prepared.
            forget(variant)
            variants[index].name = nil
            variants[index].isRun = false
            throw DatabaseError.changedSchema(sql: sql)
        }
        if !variant.isRun {
            variants[index].isRun = true
            variants[index].isBinary = reader.hasBinaryForm
        }
        changedRows = found.changedRows
    }

    /// Lets the server keep the statement.
    ///
    /// - Returns: Its name.
    private func prepare(_ types: [UInt32]) throws -> String {
        try connection.tellDropped()
        let name = connection.makeStatementName()
        _ = try connection.answer(to: sql, isCancellable: true) {
            PQsendPrepare(connection.handle, name, sql, Int32(clamping: types.count), types)
        }
        return name
    }

    func next() -> Bool { reader.advance() }

    func finish() {
        reader.end()
    }
}

extension PostgreSQLStatement {
    var columnNames: [String] { reader.columnNames }

    var columnCount: Int { reader.columnCount }

    func value(at column: Int) -> DatabaseValue { reader.value(at: column) }

    func integer(at column: Int) -> Int64? { reader.integer(at: column) }

    func double(at column: Int) -> Double? { reader.double(at: column) }

    func text(at column: Int) -> String? { reader.text(at: column) }

    func isNull(at column: Int) -> Bool { reader.isNull(at: column) }
}
