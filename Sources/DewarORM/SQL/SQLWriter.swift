/// Writes a statement for one database.
package struct SQLWriter {
    package let dialect: Dialect
    /// What is written so far.
    package private(set) var text = ""
    /// A value per placeholder.
    package private(set) var binds: [DatabaseValue] = []
    /// Why it cannot be written, if so.
    private(set) var failure: DatabaseError?

    /// Whether it is part of a table's definition: no placeholder can stand there, and no other
    /// table.
    let isDefinition: Bool

    package init(_ dialect: Dialect, isDefinition: Bool = false) {
        self.dialect = dialect
        self.isDefinition = isDefinition
        text.reserveCapacity(200)
    }

    /// The statement.
    ///
    /// - Throws: ``DatabaseError`` of kind `invalidQuery` for what no SQL says.
    package func statement() throws -> SQLStatement {
        if let failure { throw failure }
        return SQLStatement(sql: text, binds: binds)
    }

    mutating func fail(_ error: DatabaseError) {
        failure = failure ?? error
    }

    /// Appends SQL that holds nothing from outside.
    mutating func append(_ sql: StaticString) {
        sql.withUTF8Buffer { text += String(decoding: $0, as: UTF8.self) }
    }

    /// Appends SQL that was written before, or by the user.
    mutating func append(sql: String) {
        text += sql
    }

    /// Appends a name in quotation marks.
    mutating func append(name: String) {
        text += "\""
        if name.utf8.contains(UInt8(ascii: "\"")) {
            text += name.split(separator: "\"", omittingEmptySubsequences: false)
                .joined(separator: "\"\"")
        } else {
            text += name
        }
        text += "\""
        if name.utf8.contains(0) {
            fail(DatabaseError(.invalidText, "invalid name: it holds U+0000."))
        }
    }

    /// Appends a placeholder.
    mutating func append(bind value: DatabaseValue) {
        guard !isDefinition else {
            append(literal: value)
            return
        }
        binds.append(value)
        switch dialect {
        case .sqlite: text += "?"
        case .postgresql:
            text += "$"
            text += String(binds.count)
        }
    }

    /// Appends things with `, ` between them.
    mutating func append<Element>(
        list: some Sequence<Element>, separator: StaticString = ", ",
        _ write: (inout SQLWriter, Element) -> Void
    ) {
        var isFirst = true
        for element in list {
            if !isFirst { append(separator) }
            isFirst = false
            write(&self, element)
        }
    }

    /// Appends a node, in parentheses if it binds less than what it stands in.
    mutating func append(_ node: SQLNode, over precedence: Int) {
        if node.precedence < precedence {
            append("(")
            append(node)
            append(")")
        } else {
            append(node)
        }
    }
}

/// SQL with the values of its placeholders.
package struct SQLStatement: Sendable {
    /// One statement.
    package var sql: String
    /// A value per placeholder.
    package var binds: [DatabaseValue]
}
