/// Where a tag's own parsing stands, between its name and `%}`.
///
/// - SeeAlso: Jinja2 `parser.Parser`.
public struct TemplateTagParser {
    var parser: Parser
    /// The name that began the statement.
    public let tag: String
    /// The line of the statement, from 1.
    public let line: Int

    /// The token that comes next.
    public var current: TemplateToken { TemplateToken(parser.current) }

    /// The template's name; nil for one made from a string.
    public var templateName: String? { parser.source.name }

    /// Goes past the current token.
    ///
    /// ```swift
    /// let token = try parser.advance()
    /// ```
    ///
    /// - Returns: The token.
    /// - Throws: ``TemplateError`` if what follows cannot be read.
    /// - SeeAlso: Jinja2 `TokenStream.__next__`.
    @discardableResult
    public mutating func advance() throws -> TemplateToken {
        TemplateToken(try parser.advance())
    }

    /// Goes past a name, if it comes next.
    ///
    /// ```swift
    /// let isQuiet = try parser.skip(name: "quiet")
    /// ```
    ///
    /// - Returns: Whether it was there.
    /// - Throws: ``TemplateError`` if what follows cannot be read.
    /// - SeeAlso: Jinja2 `TokenStream.skip_if`.
    public mutating func skip(name: String) throws -> Bool {
        guard current.kind == .name, current.text == name else { return false }
        try advance()
        return true
    }

    /// Goes past a sign, if it comes next.
    ///
    /// ```swift
    /// var values = [try parser.expression()]
    /// while try parser.skip(sign: ",") { values.append(try parser.expression()) }
    /// ```
    ///
    /// - Parameter sign: An operator, a comma, a bracket.
    /// - Returns: Whether it was there.
    /// - Throws: ``TemplateError`` if what follows cannot be read.
    /// - SeeAlso: Jinja2 `TokenStream.skip_if`.
    public mutating func skip(sign: String) throws -> Bool {
        guard current.kind == .sign(sign) else { return false }
        try advance()
        return true
    }

    /// Goes past a name that has to come next.
    ///
    /// ```swift
    /// let name = try parser.expectName()
    /// ```
    ///
    /// - Returns: The name.
    /// - Throws: ``TemplateError`` of kind TemplateSyntaxError if something else comes.
    /// - SeeAlso: Jinja2 `TokenStream.expect`.
    public mutating func expectName() throws -> String { try parser.expect(.name).text }

    /// Whether the tag's `%}` comes next.
    public var isAtEnd: Bool { parser.current.kind == .blockEnd }

    /// Parses an expression.
    ///
    /// ```swift
    /// let value = try parser.expression()
    /// ```
    ///
    /// - Returns: The expression.
    /// - Throws: ``TemplateError`` of kind TemplateSyntaxError.
    /// - SeeAlso: Jinja2 `Parser.parse_expression`.
    public mutating func expression() throws -> TemplateNodeExpression {
        TemplateNodeExpression(try parser.expression())
    }

    /// Goes past the tag's `%}` and parses what follows, up to and past a tag that ends it.
    ///
    /// ```swift
    /// let (body, end) = try parser.body(untilOneOf: ["otherwise", "endwhen"])
    /// let otherwise = end == "otherwise" ? try parser.body(until: "endwhen") : nil
    /// ```
    ///
    /// - Parameter ends: Names of such tags.
    /// - Returns: The statements between, and which tag ended them; the parser stands after its
    ///   name.
    /// - Throws: ``TemplateError`` of kind TemplateSyntaxError.
    /// - SeeAlso: Jinja2 `Parser.parse_statements`.
    public mutating func body(untilOneOf ends: [String]) throws -> (
        body: TemplateNodeBody, end: String
    ) {
        // Its statements may become a function of their own.
        let statements = try parser.outsideOfLoops(until: ends)
        return (TemplateNodeBody(statements: statements), try parser.advance().text)
    }

    /// Goes past the tag's `%}` and parses what follows, up to and past the tag that ends it.
    ///
    /// ```swift
    /// let body = try parser.body(until: "endbox")
    /// ```
    ///
    /// - Parameter end: Its name.
    /// - Returns: The statements between.
    /// - Throws: ``TemplateError`` of kind TemplateSyntaxError.
    /// - SeeAlso: Jinja2 `Parser.parse_statements`.
    public mutating func body(until end: String) throws -> TemplateNodeBody {
        try body(untilOneOf: [end]).body
    }

    /// An error of syntax at the current token.
    ///
    /// ```swift
    /// throw parser.failure("a box needs a color")
    /// ```
    ///
    /// - Parameter message: What was found and what was wanted.
    /// - Returns: An error of kind TemplateSyntaxError, to be thrown.
    /// - SeeAlso: Jinja2 `Parser.fail`.
    public func failure(_ message: String) -> TemplateError { parser.failure(message) }
}

extension Parser {
    /// The tokens as the application's tags leave them.
    static func filtered(
        _ tokens: [Token], _ tags: [any TemplateTag], _ source: TemplateSource
    ) throws(TemplateError) -> [Token] {
        guard !tags.isEmpty, let end = tokens.last else { return tokens }
        var pieces = tokens.dropLast().map { TemplateToken($0) }
        for tag in tags {
            do {
                pieces = try tag.filter(pieces)
            } catch {
                throw located(error, source)
            }
        }
        var result: [Token] = []
        for piece in pieces {
            guard let kind = TokenKind(piece.kind) else {
                var error = TemplateError(
                    .templateSyntaxError, "a tag made a token that there is not: \(piece.kind)")
                (error.template, error.line) = (source.name, piece.line)
                throw error
            }
            let offset = piece.offset ?? result.last?.offset ?? 0
            result.append(Token(kind: kind, line: piece.line, offset: offset, text: piece.text))
        }
        return result + [end]
    }

    /// The source as the application's tags leave it.
    static func preprocessed(
        _ text: String, name: String?, _ tags: [any TemplateTag]
    ) throws -> String {
        try tags.reduce(text) { try $1.preprocess($0, name: name) }
    }

    /// What a tag threw, with the beginning of the template as its place unless it has one.
    private static func located(_ error: any Error, _ source: TemplateSource) -> TemplateError {
        var result: TemplateError
        if let error = error as? TemplateError {
            result = error
        } else {
            result = TemplateError(.templateSyntaxError, "\(error)")
            result.underlying = error
        }
        return result.located(template: source.name, line: 1)
    }

    /// Parses the statement of a tag of the application's own.
    mutating func statement(
        of tag: any TemplateTag, _ token: Token
    ) throws(TemplateError) -> [Statement] {
        try advance()
        var inner = TemplateTagParser(parser: self, tag: token.text, line: token.line)
        do {
            let nodes = try tag.parse(&inner)
            self = inner.parser
            return nodes.flatMap { $0.make(token.line, token.offset) }
        } catch let error as TemplateError {
            guard error.line == nil else { throw error }
            var located = failure(error.message, line: token.line, kind: error.kind)
            located.suggestion = error.suggestion
            throw located
        } catch {
            var failure = failure("\(error)", line: token.line)
            failure.underlying = error
            throw failure
        }
    }
}

extension TemplateToken {
    init(_ token: Token) {
        self.init(Kind(token.kind), token.text, line: token.line)
        offset = token.offset
    }
}

extension TemplateToken.Kind {
    fileprivate init(_ kind: TokenKind) {
        switch kind {
        case .data: self = .data
        case .variableBegin: self = .variableStart
        case .variableEnd: self = .variableEnd
        case .blockBegin: self = .blockStart
        case .blockEnd: self = .blockEnd
        case .name: self = .name
        case .string: self = .string
        case .integer: self = .integer
        case .float: self = .float
        case .endOfTemplate, .failure: self = .end
        default: self = .sign(kind.text)
        }
    }
}

extension TokenKind {
    /// The kind of a token that a tag made; nil for a sign that there is not.
    init?(_ kind: TemplateToken.Kind) {
        switch kind {
        case .data: self = .data
        case .variableStart: self = .variableBegin
        case .variableEnd: self = .variableEnd
        case .blockStart: self = .blockBegin
        case .blockEnd: self = .blockEnd
        case .name: self = .name
        case .string: self = .string
        case .integer: self = .integer
        case .float: self = .float
        case .end: self = .endOfTemplate
        case .sign(let sign):
            guard let found = TokenKind.signs.first(where: { $0.text == sign }) else { return nil }
            self = found
        }
    }

    private static let signs: [TokenKind] = [
        .add, .assign, .colon, .comma, .div, .dot, .eq, .floordiv, .gt, .gteq, .lbrace, .lbracket,
        .lparen, .lt, .lteq, .mod, .mul, .ne, .pipe, .pow, .rbrace, .rbracket, .rparen, .semicolon,
        .sub, .tilde,
    ]
}
