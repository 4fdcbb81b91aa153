extension SQLWriter {
    /// Appends a node.
    mutating func append(_ node: SQLNode) {
        switch node {
        case .column(let table, let name):
            // A definition is about its own table alone.
            if !isDefinition {
                append(name: table)
                append(".")
            }
            append(name: name)
        case .bind(let value): append(bind: value)
        case .fixed(let sql): append(sql)
        case .row(let nodes):
            append("(")
            append(list: nodes) { $0.append($1) }
            append(")")
        case .infix(let left, let infix, let right): append(left, infix, right)
        case .not(let node):
            append(node, over: 5)
            append(" IS NOT TRUE")
        case .isNull(let node, let isNegated):
            append(node, over: 5)
            append(isNegated ? " IS NOT NULL" : " IS NULL")
        case .call(let function, let arguments): append(function, arguments)
        case .among(let node, let values): append(node, among: values)
        case .amongRows(let node, let select):
            append(node, over: 5)
            append(" IN (")
            append(select)
            append(")")
        case .between(let node, let low, let high):
            append(node, over: 5)
            append(" BETWEEN ")
            append(low, over: 5)
            append(" AND ")
            append(high, over: 5)
        case .like(let node, let pattern, let ignoresCase):
            append(node, like: pattern, ignoresCase: ignoresCase)
        case .choice(let cases, let otherwise): append(cases, otherwise)
        case .cast(let node, let type):
            append("CAST(")
            append(node)
            append(" AS ")
            append(sql: dialect.castName(of: type))
            append(")")
            append(dialect.collation(of: type))
        case .exists(let select):
            append("EXISTS (")
            append(select)
            append(")")
        case .scalar(let select):
            append("(")
            append(select)
            append(")")
        case .raw(let sql): append(raw: sql)
        case .unknown(let path): fail(.unknownColumn(path))
        }
    }

    private mutating func append(
        _ left: SQLNode, _ infix: SQLNode.Operator, _ right: SQLNode
    ) {
        let precedence = infix.precedence
        // AND and OR in a row need no parentheses; others are read from the left.
        let isChain = infix == .and || infix == .or
        append(left, over: precedence == 4 ? 5 : precedence)
        append(" ")
        append(sql: dialect.text(of: infix))
        append(" ")
        switch infix {
        case .divide, .remainder:
            // Division by zero is NULL on both.
            if case .postgresql = dialect {
                append("NULLIF(")
                append(right)
                append(", 0)")
            } else {
                append(right, over: precedence + 1)
            }
        default: append(right, over: isChain ? precedence : precedence + 1)
        }
    }

    private mutating func append(_ node: SQLNode, among values: [DatabaseValue]) {
        guard !values.isEmpty else {
            append("FALSE")
            return
        }
        append(node, over: 5)
        append(" IN (")
        append(list: values) { $0.append(bind: $1) }
        append(")")
    }

    private mutating func append(
        _ cases: [(when: SQLNode, then: SQLNode)], _ otherwise: SQLNode
    ) {
        append("CASE")
        for (when, then) in cases {
            append(" WHEN ")
            append(when)
            append(" THEN ")
            append(then)
        }
        append(" ELSE ")
        append(otherwise)
        append(" END")
    }

    /// `LIKE` minds case on both: SQLite's connections are told so.
    ///
    /// Without regard to case it is
    /// ASCII's letters that count.
    private mutating func append(_ node: SQLNode, like pattern: SQLNode, ignoresCase: Bool) {
        switch (dialect, ignoresCase) {
        case (_, false):
            append(node, over: 5)
            append(" LIKE ")
            append(pattern, over: 5)
        case (.sqlite, true):
            append("lower(")
            append(node)
            append(") LIKE lower(")
            append(pattern)
            append(")")
        case (.postgresql, true):
            append(node, over: 9)
            append(" COLLATE \"C\" ILIKE ")
            append(pattern, over: 5)
        }
        append(" ESCAPE '\\'")
    }

    /// Appends SQL of the user's: its values become placeholders.
    mutating func append(raw sql: RawSQL) {
        for part in sql.parts {
            switch part {
            case .sql(let text): append(sql: text)
            case .bind(let value): append(bind: value)
            case .name(let name): append(name: name)
            case .list(let values):
                if values.isEmpty {
                    append("NULL")
                } else {
                    append(list: values) { $0.append(bind: $1) }
                }
            }
        }
    }
}
