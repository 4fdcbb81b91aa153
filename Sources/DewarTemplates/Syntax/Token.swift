/// What a token is.
enum TokenKind: UInt8, Sendable {
    case data, variableBegin, variableEnd, blockBegin, blockEnd
    case name, string, integer, float
    case add, assign, colon, comma, div, dot, eq, floordiv, gt, gteq, lbrace, lbracket, lparen
    case lt, lteq, mod, mul, ne, pipe, pow, rbrace, rbracket, rparen, semicolon, sub, tilde
    case endOfTemplate
    /// The lexer could not go on; reaching this token is an error.
    case failure

    /// The words of Jinja2's messages.
    var text: String {
        switch self {
        case .data: "template data / text"
        case .variableBegin: "begin of print statement"
        case .variableEnd: "end of print statement"
        case .blockBegin: "begin of statement block"
        case .blockEnd: "end of statement block"
        case .name: "name"
        case .string: "string"
        case .integer: "integer"
        case .float: "float"
        case .add: "+"
        case .assign: "="
        case .colon: ":"
        case .comma: ","
        case .div: "/"
        case .dot: "."
        case .eq: "=="
        case .floordiv: "//"
        case .gt: ">"
        case .gteq: ">="
        case .lbrace: "{"
        case .lbracket: "["
        case .lparen: "("
        case .lt: "<"
        case .lteq: "<="
        case .mod: "%"
        case .mul: "*"
        case .ne: "!="
        case .pipe: "|"
        case .pow: "**"
        case .rbrace: "}"
        case .rbracket: "]"
        case .rparen: ")"
        case .semicolon: ";"
        case .sub: "-"
        case .tilde: "~"
        case .endOfTemplate: "end of template"
        case .failure: "failure"
        }
    }
}

/// One piece of a template's source.
struct Token: Sendable {
    /// What it is.
    var kind: TokenKind
    /// The line where it begins, from 1.
    var line: Int
    /// Where it begins in the normalised source, in bytes.
    var offset: Int
    /// Its text: a name, data, a number as written, a string's value; else empty.
    var text: String

    /// The word for it in messages.
    var description: String { kind == .name ? text : kind.text }

    /// Whether it is this very name.
    func isName(_ name: StaticName) -> Bool {
        kind == .name && name.matches(text)
    }
}

/// A name that the language gives a meaning.
struct StaticName: ExpressibleByStringLiteral, Sendable {
    let text: String

    init(stringLiteral value: String) { text = value }

    /// Whether it is the same name, byte for byte.
    func matches(_ other: String) -> Bool {
        // Keywords are short and ASCII, where Swift's comparison is one of bytes.
        text == other
    }
}
