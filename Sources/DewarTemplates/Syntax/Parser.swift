import DewarText

/// Makes statements of tokens.
///
/// The functions stand in the order of Jinja2's parser, so that errors come in its order too.
///
/// - SeeAlso: Jinja2 `parser.Parser`.
struct Parser {
    /// What the environment adds to the language.
    struct Options: Sendable {
        var extensions: Set<TemplateExtension> = []
        /// Statements of the application's own.
        var tags: [any TemplateTag] = []
        /// Whether `trans` trims white space unless it says otherwise.
        var trimsTranslations = false
        /// Whether translations are formatted by the functions that give them.
        var usesNewStyleGettext = false
    }

    /// How deep statements and parentheses may be nested.
    static let maximalNesting = 120
    /// How deep expressions may be nested, chains of operators and filters included.
    static let maximalDepth = 400

    let source: TemplateSource
    let options: Options
    private let tokens: [Token]
    private let lexerFailure: TemplateError?
    private var index = 0
    private(set) var current: Token
    var nesting = 0
    /// How many loops of the function are open.
    var loopDepth = 0

    private var tagStack: [String] = []
    private var endTokenStack: [[String]] = []

    /// Reads a source into tokens.
    ///
    /// - Throws: A syntax error if the very first token is wrong.
    init(
        _ source: TemplateSource, delimiters: Delimiters, options: Options,
        startsInVariable: Bool = false
    ) throws(TemplateError) {
        var lexer = Lexer(source, delimiters: delimiters)
        lexer.run(startsInVariable: startsInVariable)
        lexer.tokens.append(
            Token(
                kind: .endOfTemplate, line: lexer.tokens.last?.line ?? 1,
                offset: source.bytes.count, text: ""))
        self.source = source
        self.options = options
        tokens = try Self.filtered(lexer.tokens, options.tags, source)
        lexerFailure = lexer.failure
        current = tokens[0]
        try checkCurrent()
    }

    /// Parses a whole template.
    mutating func parse() throws(TemplateError) -> [Statement] {
        try statements(until: nil)
    }

    // MARK: - The stream of tokens

    private func checkCurrent() throws(TemplateError) {
        if current.kind == .failure, let lexerFailure { throw lexerFailure }
    }

    /// Goes one token ahead.
    ///
    /// - Returns: The token that was current.
    @discardableResult
    mutating func advance() throws(TemplateError) -> Token {
        let old = current
        if index < tokens.count - 1 {
            index += 1
            current = tokens[index]
            try checkCurrent()
        }
        return old
    }

    /// The token after the current one.
    func look() throws(TemplateError) -> Token {
        guard index < tokens.count - 1 else { return current }
        let next = tokens[index + 1]
        if next.kind == .failure, let lexerFailure { throw lexerFailure }
        return next
    }

    /// Goes past a token of a kind, if it is there.
    mutating func skip(_ kind: TokenKind) throws(TemplateError) -> Bool {
        guard current.kind == kind else { return false }
        try advance()
        return true
    }

    /// Goes past a name, if it is there.
    mutating func skip(_ name: StaticName) throws(TemplateError) -> Bool {
        guard current.isName(name) else { return false }
        try advance()
        return true
    }

    /// Goes past a token that has to be there.
    @discardableResult
    mutating func expect(_ kind: TokenKind) throws(TemplateError) -> Token {
        guard current.kind == kind else { throw expected(kind.text) }
        return try advance()
    }

    /// Goes past a name that has to be there.
    @discardableResult
    mutating func expect(_ name: StaticName) throws(TemplateError) -> Token {
        guard current.isName(name) else { throw expected(name.text) }
        return try advance()
    }

    private func expected(_ words: String) -> TemplateError {
        let wanted = PythonText.quoted(words)
        if current.kind == .endOfTemplate {
            return failure("unexpected end of template, expected \(wanted).")
        }
        return failure(
            "expected token \(wanted), got \(PythonText.quoted(current.description))")
    }

    // MARK: - Errors

    /// An error at a line, or at the current token's.
    func failure(
        _ message: String, line: Int? = nil, kind: TemplateError.Kind = .templateSyntaxError
    ) -> TemplateError {
        var error = TemplateError(kind, message)
        error.template = source.name
        error.line = line ?? current.line
        if error.line == current.line {
            (error.sourceLine, error.column) = source.place(of: current.offset)
        } else {
            error.sourceLine = source.line(error.line ?? 0)
        }
        return error
    }

    private func unknownTag(_ name: String?, _ endTokens: [[String]], line: Int?) -> TemplateError {
        var sentences = [
            name.map { "Encountered unknown tag \(PythonText.quoted($0))." }
                ?? "Unexpected end of template."
        ]
        if let innermost = endTokens.last {
            let looking = innermost.map(PythonText.quoted).joined(separator: " or ")
            if let name, endTokens.contains(where: { $0.contains(name) }) {
                sentences.append(
                    "You probably made a nesting mistake. Jinja is expecting this tag, but"
                        + " currently looking for \(looking).")
            } else {
                sentences.append("Jinja was looking for the following tags: \(looking).")
            }
        }
        if let tag = tagStack.last {
            sentences.append(
                "The innermost block that needs to be closed is \(PythonText.quoted(tag)).")
        }
        var error = failure(sentences.joined(separator: " "), line: line)
        if let name {
            error.suggestion = Similarity.closest(to: name, in: tagNames)
        }
        return error
    }

    private var tagNames: [String] {
        [
            "for", "if", "block", "extends", "print", "macro", "include", "from", "import", "set",
            "with", "autoescape", "call", "filter", "raw",
        ] + endTokenStack.flatMap { $0 }
            + options.extensions.flatMap(\.tags) + options.tags.flatMap(\.names)
    }

    // MARK: - Statements

    /// Parses what stands between `%}` and one of some tags, and goes past the tag's name if
    /// `dropsEnd`.
    mutating func body(
        until endTags: [String], dropsEnd: Bool = false
    ) throws(TemplateError) -> [Statement] {
        _ = try skip(.colon)
        try expect(.blockEnd)
        let body = try statements(until: endTags)
        if current.kind == .endOfTemplate {
            throw unknownTag(nil, endTokenStack + [endTags], line: nil)
        }
        if dropsEnd { try advance() }
        return body
    }

    private mutating func statements(until endTags: [String]?) throws(TemplateError) -> [Statement]
    {
        if let endTags { endTokenStack.append(endTags) }
        defer { if endTags != nil { endTokenStack.removeLast() } }
        nesting += 1
        defer { nesting -= 1 }
        guard nesting <= Self.maximalNesting else {
            throw failure("statements are nested more than \(Self.maximalNesting) deep")
        }
        var body: [Statement] = []
        var parts: [OutputPart] = []
        var partsOffset = 0
        func flush() {
            guard let first = parts.first else { return }
            body.append(Statement(.output(parts), line: first.line, offset: partsOffset))
            parts = []
        }
        while current.kind != .endOfTemplate {
            if parts.isEmpty { partsOffset = current.offset }
            switch current.kind {
            case .data:
                parts.append(.data(current.text, line: current.line))
                try advance()
            case .variableBegin:
                try advance()
                parts.append(.expression(try tuple()))
                try expect(.variableEnd)
            case .blockBegin:
                flush()
                try advance()
                if let endTags, current.kind == .name, endTags.contains(current.text) {
                    return body
                }
                body.append(contentsOf: try statement())
                try expect(.blockEnd)
            default: throw failure("internal parsing error")
            }
        }
        flush()
        return body
    }

    private mutating func statement() throws(TemplateError) -> [Statement] {
        let token = current
        guard token.kind == .name else { throw failure("tag name expected", line: token.line) }
        tagStack.append(token.text)
        defer { tagStack.removeLast() }
        if let statements = try builtInStatement(token) { return statements }
        if let statements = try extensionStatement(token) { return statements }
        if let tag = options.tags.first(where: { $0.names.contains(token.text) }) {
            return try statement(of: tag, token)
        }
        tagStack.removeLast()
        defer { tagStack.append(token.text) }
        throw unknownTag(token.text, endTokenStack, line: token.line)
    }
}

extension OutputPart {
    /// The line where it begins.
    var line: Int {
        switch self {
        case .data(_, let line): line
        case .expression(let expression): expression.line
        }
    }
}
