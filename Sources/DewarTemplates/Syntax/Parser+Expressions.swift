extension Parser {
    /// Parses an expression; without `with`Conditional an `if` after it is not part of it.
    mutating func expression(withConditional: Bool = true) throws(TemplateError) -> Expression {
        nesting += 1
        defer { nesting -= 1 }
        guard nesting <= Self.maximalNesting else {
            throw failure("expressions are nested more than \(Self.maximalNesting) deep")
        }
        return withConditional ? try conditional() : try or()
    }

    /// Makes a node, unless it holds too many others inside of each other.
    func make(_ kind: Expression.Kind, line: Int, offset: Int) throws(TemplateError) -> Expression {
        let expression = Expression(kind, line: line, offset: offset)
        guard expression.depth <= Self.maximalDepth else {
            throw failure("an expression has more than \(Self.maximalDepth) parts in a row")
        }
        return expression
    }

    private mutating func conditional() throws(TemplateError) -> Expression {
        var line = current.line
        let offset = current.offset
        var result = try or()
        while try skip("if") {
            let test = try or()
            let otherwise = try skip("else") ? try expression() : nil
            result = try make(
                .conditional(test: test, then: result, otherwise: otherwise), line: line,
                offset: offset)
            line = current.line
        }
        return result
    }

    private mutating func or() throws(TemplateError) -> Expression {
        var line = current.line
        let offset = current.offset
        var left = try and()
        while try skip("or") {
            left = try make(.or(left, try and()), line: line, offset: offset)
            line = current.line
        }
        return left
    }

    private mutating func and() throws(TemplateError) -> Expression {
        var line = current.line
        let offset = current.offset
        var left = try not()
        while try skip("and") {
            left = try make(.and(left, try not()), line: line, offset: offset)
            line = current.line
        }
        return left
    }

    private mutating func not() throws(TemplateError) -> Expression {
        var tokens: [Token] = []
        while current.isName("not") { tokens.append(try advance()) }
        var result = try comparison()
        for token in tokens.reversed() {
            result = try make(.not(result), line: token.line, offset: token.offset)
        }
        return result
    }

    private mutating func comparison() throws(TemplateError) -> Expression {
        var line = current.line
        let offset = current.offset
        let first = try sum()
        var comparisons: [Expression.Comparison] = []
        while let comparator = try comparator() {
            comparisons.append(
                Expression.Comparison(comparator: comparator, expression: try sum()))
            line = current.line
        }
        guard !comparisons.isEmpty else { return first }
        return try make(.comparison(first, comparisons), line: line, offset: offset)
    }

    private mutating func comparator() throws(TemplateError) -> Comparator? {
        let comparator: Comparator
        switch current.kind {
        case .eq: comparator = .equal
        case .ne: comparator = .notEqual
        case .gt: comparator = .greater
        case .gteq: comparator = .greaterOrEqual
        case .lt: comparator = .less
        case .lteq: comparator = .lessOrEqual
        case .name where current.isName("in"): comparator = .isIn
        case .name where current.isName("not"):
            guard try look().isName("in") else { return nil }
            try advance()
            comparator = .isNotIn
        default: return nil
        }
        try advance()
        return comparator
    }

    private mutating func sum() throws(TemplateError) -> Expression {
        var line = current.line
        var left = try concatenation()
        while let binary = current.kind.sumOperator {
            let offset = current.offset
            try advance()
            left = try make(
                .binary(binary, left, try concatenation()), line: line, offset: offset)
            line = current.line
        }
        return left
    }

    private mutating func concatenation() throws(TemplateError) -> Expression {
        let (line, offset) = (current.line, current.offset)
        let first = try product()
        guard current.kind == .tilde else { return first }
        var items = [first]
        while try skip(.tilde) { items.append(try product()) }
        return try make(.concatenation(items), line: line, offset: offset)
    }

    private mutating func product() throws(TemplateError) -> Expression {
        var line = current.line
        var left = try power()
        while let binary = current.kind.productOperator {
            let offset = current.offset
            try advance()
            left = try make(.binary(binary, left, try power()), line: line, offset: offset)
            line = current.line
        }
        return left
    }

    private mutating func power() throws(TemplateError) -> Expression {
        var line = current.line
        var left = try unary()
        while current.kind == .pow {
            let offset = current.offset
            try advance()
            left = try make(.binary(.power, left, try unary()), line: line, offset: offset)
            line = current.line
        }
        return left
    }

    private mutating func unary() throws(TemplateError) -> Expression {
        var signs: [Token] = []
        while current.kind == .sub || current.kind == .add { signs.append(try advance()) }
        var result = try postfix(try primary())
        if signs.isEmpty { return try filterExpression(result) }
        for (index, sign) in signs.reversed().enumerated() {
            let unary: UnaryOperator = sign.kind == .sub ? .negate : .plus
            result = try make(.unary(unary, result), line: sign.line, offset: sign.offset)
            result = try postfix(result)
            if index == signs.count - 1 { result = try filterExpression(result) }
        }
        return result
    }

    mutating func primary() throws(TemplateError) -> Expression {
        let token = current
        switch token.kind {
        case .name:
            try advance()
            let kind: Expression.Kind =
                switch token.text {
                case "true", "True": .constant(.bool(true))
                case "false", "False": .constant(.bool(false))
                case "none", "None": .constant(.none)
                default: .name(token.text)
                }
            return Expression(kind, line: token.line, offset: token.offset)
        case .string:
            var text = try advance().text
            while current.kind == .string { text += try advance().text }
            return Expression(
                .constant(.string(Text(text))), line: token.line, offset: token.offset)
        case .integer, .float:
            try advance()
            return Expression(.constant(try number(token)), line: token.line, offset: token.offset)
        case .lparen:
            try advance()
            let result = try tuple(isParenthesised: true)
            try expect(.rparen)
            return result
        case .lbracket: return try list()
        case .lbrace: return try dict()
        default:
            throw failure(
                "unexpected \(PythonText.quoted(token.description))", line: token.line)
        }
    }

    private func number(_ token: Token) throws(TemplateError) -> Value {
        if token.kind == .float { return .float(Double(token.text) ?? .infinity) }
        guard let value = NumberLiteral.integer(token.text) else {
            throw TemplateError(
                .valueError,
                "Exceeds the limit (4300 digits) for integer string conversion: value has"
                    + " \(token.text.utf8.count) digits; use sys.set_int_max_str_digits() to"
                    + " increase the limit"
            ).located(template: source.name, line: token.line)
        }
        return value
    }

    // MARK: - Tuples, lists, dictionaries

    /// Parses one expression, or several with commas between them: a tuple.
    mutating func tuple(
        withConditional: Bool = true, isParenthesised: Bool = false
    ) throws(TemplateError) -> Expression {
        var line = current.line
        let offset = current.offset
        var items: [Expression] = []
        var isTuple = false
        while true {
            if !items.isEmpty { try expect(.comma) }
            if isTupleEnd { break }
            items.append(try expression(withConditional: withConditional))
            guard current.kind == .comma else { break }
            isTuple = true
            line = current.line
        }
        if !isTuple {
            if let first = items.first { return first }
            if !isParenthesised { throw expectedExpression() }
        }
        return try make(.tuple(items), line: line, offset: offset)
    }

    /// Whether no item can follow; `in` and `recursive` are names to Jinja2 here.
    private var isTupleEnd: Bool {
        switch current.kind {
        case .variableEnd, .blockEnd, .rparen: true
        default: false
        }
    }

    private func expectedExpression() -> TemplateError {
        failure("Expected an expression, got \(PythonText.quoted(current.description))")
    }

    /// What ``simpleTuple(withNamespace:)`` found.
    struct ParsedTarget {
        /// nil if nothing can be assigned to it.
        var target: Target?
        var nodeName: String
        var line: Int
    }

    /// Parses primary expressions with commas between them, to be assigned to.
    mutating func simpleTuple(
        withNamespace: Bool
    ) throws(TemplateError) -> ParsedTarget {
        var line = current.line
        var items: [ParsedTarget] = []
        var isTuple = false
        while true {
            if !items.isEmpty { try expect(.comma) }
            if isTupleEnd { break }
            items.append(try simpleTarget(withNamespace: withNamespace))
            guard current.kind == .comma else { break }
            isTuple = true
            line = current.line
        }
        if !isTuple {
            guard let first = items.first else { throw expectedExpression() }
            return first
        }
        let targets = items.compactMap(\.target)
        return ParsedTarget(
            target: targets.count == items.count ? .tuple(targets) : nil, nodeName: "tuple",
            line: line)
    }

    private mutating func simpleTarget(withNamespace: Bool) throws(TemplateError) -> ParsedTarget {
        let token = current
        if withNamespace, token.kind == .name, Self.isAssignable(token.text),
            try look().kind == .dot
        {
            try advance()
            try advance()
            let attribute = try expect(.name).text
            return ParsedTarget(
                target: .attribute(name: token.text, attribute: attribute, line: token.line),
                nodeName: "nsref", line: token.line)
        }
        let expression = try primary()
        return ParsedTarget(
            target: target(of: expression), nodeName: expression.nodeName, line: expression.line)
    }

    private func target(of expression: Expression) -> Target? {
        switch expression.kind {
        case .name(let name): return .name(name, line: expression.line)
        case .tuple(let items):
            let targets = items.compactMap(target)
            return targets.count == items.count ? .tuple(targets) : nil
        default: return nil
        }
    }

    private mutating func list() throws(TemplateError) -> Expression {
        let token = try expect(.lbracket)
        var items: [Expression] = []
        while current.kind != .rbracket {
            if !items.isEmpty { try expect(.comma) }
            if current.kind == .rbracket { break }
            items.append(try expression())
        }
        try expect(.rbracket)
        return try make(.list(items), line: token.line, offset: token.offset)
    }

    private mutating func dict() throws(TemplateError) -> Expression {
        let token = try expect(.lbrace)
        var pairs: [Expression.Pair] = []
        while current.kind != .rbrace {
            if !pairs.isEmpty { try expect(.comma) }
            if current.kind == .rbrace { break }
            let key = try expression()
            try expect(.colon)
            pairs.append(Expression.Pair(key: key, value: try expression()))
        }
        try expect(.rbrace)
        return try make(.dict(pairs), line: token.line, offset: token.offset)
    }
}

extension TokenKind {
    fileprivate var sumOperator: BinaryOperator? {
        switch self {
        case .add: .add
        case .sub: .subtract
        default: nil
        }
    }

    fileprivate var productOperator: BinaryOperator? {
        switch self {
        case .mul: .multiply
        case .div: .divide
        case .floordiv: .floorDivide
        case .mod: .remainder
        default: nil
        }
    }
}
