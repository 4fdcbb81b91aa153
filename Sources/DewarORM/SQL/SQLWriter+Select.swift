extension SQLWriter {
    /// Appends a `SELECT`.
    mutating func append(_ select: SelectStatement) {
        append(select.isDistinct ? "SELECT DISTINCT " : "SELECT ")
        append(list: select.columns) { $0.append($1) }
        append(" FROM ")
        append(select.source)
        for join in select.joins {
            append(join.isOuter ? " LEFT JOIN " : " JOIN ")
            append(table: join.table, alias: join.alias)
            append(" ON ")
            append(join.condition)
        }
        appendConditions(of: select)
        if !select.orders.isEmpty {
            append(" ORDER BY ")
            append(list: select.orders) { $0.append($1) }
        }
        appendBounds(of: select)
    }

    private mutating func appendConditions(of select: SelectStatement) {
        append(where: select.condition)
        if !select.groups.isEmpty {
            append(" GROUP BY ")
            append(list: select.groups) { $0.append($1) }
        }
        if let having = select.having {
            append(" HAVING ")
            append(having)
        }
    }

    /// Appends ` WHERE …`, if there is a condition.
    mutating func append(where condition: SQLNode?) {
        guard let condition else { return }
        append(" WHERE ")
        append(condition)
    }

    private mutating func appendBounds(of select: SelectStatement) {
        if let limit = select.limit {
            append(" LIMIT ")
            append(bind: .integer(Int64(max(0, limit))))
        } else if select.offset != nil, dialect == .sqlite {
            // Which has no OFFSET alone.
            append(" LIMIT -1")
        }
        if let offset = select.offset {
            append(" OFFSET ")
            append(bind: .integer(Int64(max(0, offset))))
        }
    }

    private mutating func append(_ source: SelectStatement.Source) {
        switch source {
        case .table(let name, let alias): append(table: name, alias: alias)
        case .rows(let select, let alias):
            append("(")
            append(select)
            append(") AS ")
            append(name: alias)
        case .compound(let selects, let keyword, let alias):
            append("(")
            append(list: selects, separator: keyword) { writer, select in
                // SQLite takes no parentheses here, and no ORDER BY or LIMIT without them.
                if select.orders.isEmpty, select.limit == nil, select.offset == nil {
                    writer.append(select)
                } else {
                    writer.append("SELECT * FROM (")
                    writer.append(select)
                    writer.append(") AS \"part\"")
                }
            }
            append(") AS ")
            append(name: alias)
        }
    }

    /// Appends a table, and its alias if it has one.
    mutating func append(table: String, alias: String) {
        append(name: table)
        guard alias != table else { return }
        append(" AS ")
        append(name: alias)
    }

    /// Appends a term of the order: `NULL` is less than everything, unless told.
    mutating func append(_ order: SelectStatement.Order) {
        append(order.node)
        if order.isDescending { append(" DESC") }
        guard order.isNullable else { return }
        let isFirst = order.nullsFirst ?? !order.isDescending
        let isFirstByDefault = dialect == .sqlite ? !order.isDescending : order.isDescending
        guard isFirst != isFirstByDefault else { return }
        append(isFirst ? " NULLS FIRST" : " NULLS LAST")
    }
}
