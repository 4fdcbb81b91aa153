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
    private final class Variant {
        /// The types' numbers, 0 for those that the server finds out.
        let types: [UInt32]
        var isRun = false
        /// What the server knows it by, once it keeps it.
        var name: String?
        /// Whether its rows come in binary form.
        var isBinary = false

        init(types: [UInt32]) {
            self.types = types
        }

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
        for variant in variants { drop(variant) }
    }

    private func drop(_ variant: Variant) {
        if let name = variant.name { connection.drop(name) }
    }

    /// Lets the next run be as the first.
    private func forget(_ variant: Variant) {
        variant.name = nil
        variant.isRun = false
    }

    func start(_ binds: [DatabaseValue]) throws {
        reader.end()
        changedRows = 0
        let variant = variant(for: binds)
        do {
            try run(variant, binds)
        } catch let error as DatabaseError where error.isStaleStatement {
            // The server has dropped it by itself, or its rows have other types now.
            if error.code != SQLState.unknownStatement { drop(variant) }
            forget(variant)
            // Outside a transaction nothing has happened; inside, all of it must be done again.
            guard !connection.isInTransaction else { throw error }
            try run(variant, binds)
        }
    }

    /// The variant for some values, which is the last one then.
    private func variant(for binds: [DatabaseValue]) -> Variant {
        if let last = variants.last, last.fits(binds) { return last }
        if let index = variants.lastIndex(where: { $0.fits(binds) }) {
            let found = variants.remove(at: index)
            variants.append(found)
            return found
        }
        if variants.count == Self.variantLimit { drop(variants.removeFirst()) }
        let known = variants.last?.types
        // A NULL keeps the type that others had there.
        let types = binds.indices.map { index in
            if case .null = binds[index], let known, index < known.count { return known[index] }
            return binds[index].postgresqlType
        }
        let made = Variant(types: types)
        variants.append(made)
        return made
    }

    private func run(_ variant: Variant, _ binds: [DatabaseValue]) throws {
        try connection.parameters.fill(binds)
        if variant.isRun, variant.name == nil { variant.name = try prepare(variant.types) }
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
            drop(variant)
            forget(variant)
            throw DatabaseError.changedSchema(sql: sql)
        }
        if !variant.isRun {
            variant.isRun = true
            variant.isBinary = reader.hasBinaryForm
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
