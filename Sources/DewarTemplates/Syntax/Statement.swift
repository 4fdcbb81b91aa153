/// A statement of a template, or what it prints.
final class Statement: Sendable {
    /// What it is.
    let kind: Kind
    /// The line Jinja2 gives it, from 1.
    let line: Int
    /// Where it begins in the source, in bytes.
    let offset: Int

    /// Makes a statement.
    init(_ kind: Kind, line: Int, offset: Int) {
        self.kind = kind
        self.line = line
        self.offset = offset
    }

    /// The forms of a statement.
    indirect enum Kind: Sendable {
        case output([OutputPart])
        case loop(Loop)
        /// The first branch and each `elif`.
        case condition([Branch], otherwise: [Statement])
        case macro(name: String, MacroDefinition)
        case callBlock(call: Expression, MacroDefinition)
        case filterBlock(filter: Expression, body: [Statement])
        case with([(target: Target, value: Expression)], body: [Statement])
        case set(Target, Expression)
        case setBlock(Target, filter: Expression?, body: [Statement])
        case block(Block)
        case extends(Expression)
        case include(Inclusion)
        case importModule(Expression, name: String, withContext: Bool)
        case importNames(Expression, [(name: String, alias: String)], withContext: Bool)
        case autoescape(Expression, body: [Statement])
        case evaluate(Expression)
        case stopLoop
        case nextIteration
        /// What Python's compiler would refuse, after Jinja2's found nothing else.
        case refused(TemplateError)
    }

    /// A `for`.
    struct Loop: Sendable {
        var target: Target
        var iterable: Expression
        var test: Expression?
        var isRecursive: Bool
        var body: [Statement]
        var otherwise: [Statement]
    }

    /// An `if` or `elif` and what is done then.
    struct Branch: Sendable {
        var test: Expression
        var body: [Statement]
        var line: Int
    }

    /// The parameters and the body of a `macro` or `call`.
    struct MacroDefinition: Sendable {
        var parameters: [String] = []
        /// The values of the last parameters.
        var defaults: [Expression] = []
        var body: [Statement] = []
        /// What Python's compiler would say of the parameters.
        var refusal: TemplateError?
    }

    /// A `block`.
    struct Block: Sendable {
        var name: String
        var isScoped: Bool
        var isRequired: Bool
        var body: [Statement]
    }

    /// An `include`.
    struct Inclusion: Sendable {
        var template: Expression
        var ignoresMissing: Bool
        var withContext: Bool
    }
}

/// A piece of what is printed.
enum OutputPart: Sendable {
    case data(String, line: Int)
    case expression(Expression)
}

/// What a value is assigned to.
indirect enum Target: Sendable {
    case name(String, line: Int)
    case tuple([Target])
    /// An attribute of a namespace.
    case attribute(name: String, attribute: String, line: Int)
}
