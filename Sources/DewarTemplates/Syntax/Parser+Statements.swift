extension Parser {
    /// Parses the statement that a token begins, if the language has it.
    mutating func builtInStatement(_ token: Token) throws(TemplateError) -> [Statement]? {
        switch token.text {
        case "for": [try loop()]
        case "if": [try condition()]
        case "block": [try block()]
        case "extends": [try extends()]
        case "print": [try printed()]
        case "macro": [try macro()]
        case "include": [try include()]
        case "from": [try importNames()]
        case "import": [try importModule()]
        case "set": [try set()]
        case "with": [try with()]
        case "autoescape": [try autoescape()]
        case "call": [try callBlock()]
        case "filter": [try filterBlock()]
        default: nil
        }
    }

    private mutating func set() throws(TemplateError) -> Statement {
        let token = try advance()
        let target = try assignmentTarget(withNamespace: true)
        if try skip(.assign) {
            let value = try tuple()
            return Statement(.set(target, value), line: token.line, offset: token.offset)
        }
        let filter = try filters(of: nil)
        let body = try body(until: ["endset"], dropsEnd: true)
        return Statement(
            .setBlock(target, filter: filter, body: body), line: token.line, offset: token.offset)
    }

    private mutating func loop() throws(TemplateError) -> Statement {
        let token = try expect("for")
        let target = try assignmentTarget()
        try expect("in")
        let iterable = try tuple(withConditional: false)
        var test: Expression?
        if try skip("if") { test = try expression() }
        let isRecursive = try skip("recursive")
        loopDepth += 1
        let body = try body(until: ["endfor", "else"])
        loopDepth -= 1
        var otherwise: [Statement] = []
        if try advance().text != "endfor" {
            otherwise = try self.body(until: ["endfor"], dropsEnd: true)
        }
        let loop = Statement.Loop(
            target: target, iterable: iterable, test: test, isRecursive: isRecursive, body: body,
            otherwise: otherwise)
        return Statement(.loop(loop), line: token.line, offset: token.offset)
    }

    private mutating func condition() throws(TemplateError) -> Statement {
        let token = try expect("if")
        var line = token.line
        var branches: [Statement.Branch] = []
        var otherwise: [Statement] = []
        while true {
            let test = try tuple(withConditional: false)
            let body = try body(until: ["elif", "else", "endif"])
            branches.append(Statement.Branch(test: test, body: body, line: line))
            let end = try advance()
            if end.isName("elif") {
                line = current.line
                continue
            }
            if end.isName("else") { otherwise = try self.body(until: ["endif"], dropsEnd: true) }
            break
        }
        return Statement(
            .condition(branches, otherwise: otherwise), line: token.line, offset: token.offset)
    }

    private mutating func with() throws(TemplateError) -> Statement {
        let token = try advance()
        var assignments: [(target: Target, value: Expression)] = []
        while current.kind != .blockEnd {
            if !assignments.isEmpty { try expect(.comma) }
            let target = try assignmentTarget()
            try expect(.assign)
            assignments.append((target, try expression()))
        }
        let body = try body(until: ["endwith"], dropsEnd: true)
        return Statement(.with(assignments, body: body), line: token.line, offset: token.offset)
    }

    private mutating func autoescape() throws(TemplateError) -> Statement {
        let token = try advance()
        let value = try expression()
        let body = try body(until: ["endautoescape"], dropsEnd: true)
        return Statement(.autoescape(value, body: body), line: token.line, offset: token.offset)
    }

    private mutating func block() throws(TemplateError) -> Statement {
        let token = try advance()
        let name = try expect(.name).text
        let isScoped = try skip("scoped")
        let isRequired = try skip("required")
        // People who come from Django write hyphens here.
        if current.kind == .sub {
            throw failure(
                "Block names in Jinja have to be valid Python identifiers and may not contain"
                    + " hyphens, use an underscore instead.")
        }
        let body = try outsideOfLoops(until: "endblock")
        if isRequired, !body.allSatisfy(isBlank) {
            throw failure("Required blocks can only contain comments or whitespace")
        }
        if current.kind == .name, current.text.utf8.elementsEqual(name.utf8) { try advance() }
        let block = Statement.Block(
            name: name, isScoped: isScoped, isRequired: isRequired, body: body)
        return Statement(.block(block), line: token.line, offset: token.offset)
    }

    private func isBlank(_ statement: Statement) -> Bool {
        guard case .output(let parts) = statement.kind else { return false }
        return parts.allSatisfy { part in
            guard case .data(let text, _) = part else { return false }
            let bytes = Array(text.utf8)
            return CharacterClasses.skipSpace(bytes, from: 0) == bytes.count
        }
    }

    private mutating func extends() throws(TemplateError) -> Statement {
        let token = try advance()
        return Statement(.extends(try expression()), line: token.line, offset: token.offset)
    }

    /// Parses `with context` or `without context`.
    private mutating func importContext(default: Bool) throws(TemplateError) -> Bool {
        guard current.isName("with") || current.isName("without"),
            try look().isName("context")
        else { return `default` }
        let isWith = try advance().text == "with"
        try advance()
        return isWith
    }

    private mutating func include() throws(TemplateError) -> Statement {
        let token = try advance()
        let template = try expression()
        var ignoresMissing = false
        if current.isName("ignore"), try look().isName("missing") {
            ignoresMissing = true
            try advance()
            try advance()
        }
        let inclusion = Statement.Inclusion(
            template: template, ignoresMissing: ignoresMissing,
            withContext: try importContext(default: true))
        return Statement(.include(inclusion), line: token.line, offset: token.offset)
    }

    private mutating func importModule() throws(TemplateError) -> Statement {
        let token = try advance()
        let template = try expression()
        try expect("as")
        let name = try assignmentName().name
        let withContext = try importContext(default: false)
        return Statement(
            .importModule(template, name: name, withContext: withContext), line: token.line,
            offset: token.offset)
    }

    private mutating func importNames() throws(TemplateError) -> Statement {
        let token = try advance()
        let template = try expression()
        try expect("import")
        var names: [(name: String, alias: String)] = []
        var withContext: Bool?
        func context(_ parser: inout Parser) throws(TemplateError) -> Bool {
            // A string `"with"` counts as well: Jinja2 looks at the value alone.
            guard parser.current.text == "with" || parser.current.text == "without",
                try parser.look().isName("context")
            else { return false }
            withContext = try parser.advance().text == "with"
            try parser.advance()
            return true
        }
        while true {
            if !names.isEmpty { try expect(.comma) }
            guard current.kind == .name else {
                try expect(.name)
                continue
            }
            if try context(&self) { break }
            let (name, line) = try assignmentName()
            if name.utf8.first == UInt8(ascii: "_") {
                throw failure(
                    "names starting with an underline can not be imported", line: line,
                    kind: .templateAssertionError)
            }
            let alias = try skip("as") ? try assignmentName().name : name
            names.append((name, alias))
            if try context(&self) || current.kind != .comma { break }
        }
        return Statement(
            .importNames(template, names, withContext: withContext ?? false), line: token.line,
            offset: token.offset)
    }

    private mutating func signature(
        _ definition: inout Statement.MacroDefinition
    ) throws(TemplateError) {
        var names: Set<String> = []
        try expect(.lparen)
        while current.kind != .rparen {
            if !definition.parameters.isEmpty { try expect(.comma) }
            let (name, line) = try assignmentName()
            if try skip(.assign) {
                definition.defaults.append(try expression())
            } else if !definition.defaults.isEmpty {
                throw failure("non-default argument follows default argument")
            }
            if !names.insert(name).inserted, definition.refusal == nil {
                definition.refusal = failure(
                    "duplicate argument '\(name)' in function definition", line: line)
            }
            definition.parameters.append(name)
        }
        try expect(.rparen)
    }

    /// Parses a body that is a function of its own.
    private mutating func outsideOfLoops(until end: String) throws(TemplateError) -> [Statement] {
        let statements = try outsideOfLoops(until: [end])
        try advance()
        return statements
    }

    /// Parses a body that is a function of its own, up to one of some tags.
    mutating func outsideOfLoops(until ends: [String]) throws(TemplateError) -> [Statement] {
        let outer = loopDepth
        loopDepth = 0
        defer { loopDepth = outer }
        return try body(until: ends)
    }

    private mutating func callBlock() throws(TemplateError) -> Statement {
        let token = try advance()
        var definition = Statement.MacroDefinition()
        if current.kind == .lparen { try signature(&definition) }
        let call = try expression()
        guard case .call = call.kind else { throw failure("expected call", line: token.line) }
        definition.body = try outsideOfLoops(until: "endcall")
        return Statement(
            .callBlock(call: call, definition), line: token.line, offset: token.offset)
    }

    private mutating func filterBlock() throws(TemplateError) -> Statement {
        let token = try advance()
        let filter = try firstFilter()
        let body = try body(until: ["endfilter"], dropsEnd: true)
        return Statement(
            .filterBlock(filter: filter, body: body), line: token.line, offset: token.offset)
    }

    private mutating func macro() throws(TemplateError) -> Statement {
        let token = try advance()
        let name = try assignmentName().name
        var definition = Statement.MacroDefinition()
        try signature(&definition)
        definition.body = try outsideOfLoops(until: "endmacro")
        return Statement(.macro(name: name, definition), line: token.line, offset: token.offset)
    }

    private mutating func printed() throws(TemplateError) -> Statement {
        let token = try advance()
        var parts: [OutputPart] = []
        while current.kind != .blockEnd {
            if !parts.isEmpty { try expect(.comma) }
            parts.append(.expression(try expression()))
        }
        return Statement(.output(parts), line: token.line, offset: token.offset)
    }

    // MARK: - Assignment targets

    /// Parses a name that is assigned to.
    private mutating func assignmentName() throws(TemplateError) -> (name: String, line: Int) {
        let token = try expect(.name)
        guard Self.isAssignable(token.text) else {
            throw failure("can't assign to 'name'", line: token.line)
        }
        return (token.text, token.line)
    }

    /// Parses what stands to the left of `=` or `in`.
    private mutating func assignmentTarget(
        withNamespace: Bool = false
    ) throws(TemplateError) -> Target {
        let parsed = try simpleTuple(withNamespace: withNamespace)
        guard let target = parsed.target else {
            throw failure("can't assign to '\(parsed.nodeName)'", line: parsed.line)
        }
        return target
    }

    /// Whether a name is no constant.
    static func isAssignable(_ name: String) -> Bool {
        !["true", "false", "none", "True", "False", "None"].contains(name)
    }
}
