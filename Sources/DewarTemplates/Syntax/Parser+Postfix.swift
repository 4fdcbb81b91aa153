extension Parser {
    /// Parses attributes, items and calls after an expression.
    mutating func postfix(_ expression: Expression) throws(TemplateError) -> Expression {
        var result = expression
        while true {
            switch current.kind {
            case .dot, .lbracket: result = try subscripted(result)
            case .lparen: result = try call(of: result)
            default: return result
            }
        }
    }

    /// Parses filters, tests and calls after an expression.
    mutating func filterExpression(_ expression: Expression) throws(TemplateError) -> Expression {
        var result = expression
        while true {
            switch current.kind {
            case .pipe: result = try filters(of: result) ?? result
            case .name where current.isName("is"): result = try test(of: result)
            case .lparen: result = try call(of: result)
            default: return result
            }
        }
    }

    private mutating func subscripted(_ value: Expression) throws(TemplateError) -> Expression {
        let token = try advance()
        if token.kind == .dot {
            let attribute = try advance()
            switch attribute.kind {
            case .name:
                return try make(
                    .attribute(value, attribute.text), line: token.line, offset: token.offset)
            case .integer:
                let key = Expression(
                    .constant(NumberLiteral.integer(attribute.text) ?? .none),
                    line: attribute.line, offset: attribute.offset)
                return try make(.item(value, key), line: token.line, offset: token.offset)
            default: throw failure("expected name or number", line: attribute.line)
            }
        }
        var keys: [Expression] = []
        while current.kind != .rbracket {
            if !keys.isEmpty { try expect(.comma) }
            keys.append(try key())
        }
        try expect(.rbracket)
        if keys.count == 1 {
            return try make(.item(value, keys[0]), line: token.line, offset: token.offset)
        }
        let key = try make(.tuple(keys), line: token.line, offset: token.offset)
        return try make(.item(value, key), line: token.line, offset: token.offset)
    }

    /// Parses what stands between brackets: an expression or a slice.
    private mutating func key() throws(TemplateError) -> Expression {
        let (line, offset) = (current.line, current.offset)
        var start: Expression?
        if current.kind != .colon {
            let expression = try expression()
            guard current.kind == .colon else { return expression }
            start = expression
        }
        try advance()
        var stop: Expression?
        if current.kind != .colon, current.kind != .rbracket, current.kind != .comma {
            stop = try expression()
        }
        var step: Expression?
        if current.kind == .colon {
            try advance()
            if current.kind != .rbracket, current.kind != .comma { step = try expression() }
        }
        return try make(.slice(start: start, stop: stop, step: step), line: line, offset: offset)
    }

    /// Parses arguments with their parentheses.
    mutating func callArguments() throws(TemplateError) -> CallArguments {
        let line = try expect(.lparen).line
        var arguments = CallArguments()
        var requiresComma = false
        var names = KeywordNames()
        while current.kind != .rparen {
            if requiresComma {
                try expect(.comma)
                if current.kind == .rparen { break }
            }
            if current.kind == .mul {
                guard arguments.spread == nil, arguments.keywordSpread == nil else {
                    throw invalidCall(line)
                }
                try advance()
                arguments.spread = try expression()
            } else if current.kind == .pow {
                guard arguments.keywordSpread == nil else { throw invalidCall(line) }
                try advance()
                arguments.keywordSpread = try expression()
            } else if current.kind == .name, try look().kind == .assign {
                guard arguments.keywordSpread == nil else { throw invalidCall(line) }
                try keyword(of: &arguments, &names)
            } else {
                guard arguments.spread == nil, arguments.keywordSpread == nil,
                    arguments.keywords.isEmpty
                else { throw invalidCall(line) }
                arguments.positional.append(try expression())
            }
            requiresComma = true
        }
        try expect(.rparen)
        if let (_, name, line) = names.repeated {
            arguments.refusal = failure("keyword argument repeated: \(name)", line: line)
        }
        return arguments
    }

    /// The keywords of a call, and which of them Python says is there twice: of several, the one that
    /// comes first.
    private struct KeywordNames {
        private var places: [String: Int] = [:]
        private(set) var repeated: (place: Int, name: String, line: Int)?

        mutating func insert(_ token: Token) {
            guard let place = places[token.text] else {
                places[token.text] = places.count
                return
            }
            if let repeated, repeated.place <= place { return }
            repeated = (place, token.text, token.line)
        }
    }

    private func invalidCall(_ line: Int) -> TemplateError {
        failure("invalid syntax for function call expression", line: line)
    }

    private mutating func keyword(
        of arguments: inout CallArguments, _ names: inout KeywordNames
    ) throws(TemplateError) {
        let name = try advance()
        try advance()
        let value = try expression()
        names.insert(name)
        arguments.keywords.append((name.text, value))
    }

    private mutating func call(of value: Expression) throws(TemplateError) -> Expression {
        let token = current
        let arguments = try callArguments()
        return try make(.call(value, arguments), line: token.line, offset: token.offset)
    }

    /// Parses filters, each with its `|`.
    ///
    /// - Parameter value: What is filtered; nil in filter blocks and block sets.
    /// - Returns: The same if there is no filter.
    /// - Throws: An error of syntax.
    mutating func filters(of value: Expression?) throws(TemplateError) -> Expression? {
        var result = value
        while current.kind == .pipe {
            try advance()
            result = try filter(of: result)
        }
        return result
    }

    /// Parses filters the first of which has no `|`.
    mutating func firstFilter() throws(TemplateError) -> Expression {
        let first = try filter(of: nil)
        return try filters(of: first) ?? first
    }

    private mutating func filter(of value: Expression?) throws(TemplateError) -> Expression {
        let token = try expect(.name)
        let name = try dottedName(token.text)
        let arguments = current.kind == .lparen ? try callArguments() : CallArguments()
        return try make(
            .filter(value, name, arguments), line: token.line, offset: token.offset)
    }

    private mutating func dottedName(_ first: String) throws(TemplateError) -> String {
        var name = first
        while try skip(.dot) { name += "." + (try expect(.name).text) }
        return name
    }

    private mutating func test(of value: Expression) throws(TemplateError) -> Expression {
        let token = try advance()
        let isNegated = try skip("not")
        let nameToken = try expect(.name)
        let name = try dottedName(nameToken.text)
        var arguments = CallArguments()
        switch current.kind {
        case .lparen: arguments = try callArguments()
        case .name where ["else", "or", "and"].contains(current.text): break
        case .name, .string, .integer, .float, .lbracket, .lbrace:
            if current.isName("is") { throw failure("You cannot chain multiple tests with is") }
            arguments.positional = [try postfix(try primary())]
        default: break
        }
        let test = try make(
            .test(value, name, arguments), line: token.line, offset: nameToken.offset)
        return isNegated
            ? try make(.not(test), line: token.line, offset: token.offset) : test
    }
}
