/// An expression of a template.
final class Expression: Sendable {
    /// What it is.
    let kind: Kind
    /// The line Jinja2 gives it, from 1.
    let line: Int
    /// Where its own sign stands in the source, in bytes: the name, the operator, the dot.
    let offset: Int
    /// How many expressions are nested in it, itself included.
    let depth: Int

    /// Makes an expression.
    init(_ kind: Kind, line: Int, offset: Int) {
        self.kind = kind
        self.line = line
        self.offset = offset
        var deepest = 0
        kind.forEachChild { deepest = max(deepest, $0.depth) }
        depth = deepest + 1
    }

    /// The forms of an expression.
    indirect enum Kind: Sendable {
        case constant(Value)
        case name(String)
        case tuple([Expression])
        case list([Expression])
        case dict([Pair])
        case conditional(test: Expression, then: Expression, otherwise: Expression?)
        case binary(BinaryOperator, Expression, Expression)
        case unary(UnaryOperator, Expression)
        case and(Expression, Expression)
        case or(Expression, Expression)
        case not(Expression)
        case concatenation([Expression])
        case comparison(Expression, [Comparison])
        case attribute(Expression, String)
        case item(Expression, Expression)
        case slice(start: Expression?, stop: Expression?, step: Expression?)
        /// Without a value inside of filter blocks and block sets.
        case filter(Expression?, String, CallArguments)
        case test(Expression, String, CallArguments)
        case call(Expression, CallArguments)
        /// What `trans` makes of a translation: markup where escaping is on.
        case markSafeIfAutoescape(Expression)
        /// What `debug` prints.
        case debugDump
    }

    /// A key and a value of a dictionary.
    struct Pair: Sendable {
        var key: Expression
        var value: Expression
    }

    /// An operator and what stands to its right.
    struct Comparison: Sendable {
        var comparator: Comparator
        var expression: Expression
    }
}

/// What a call passes, as it is written.
struct CallArguments: Sendable {
    var positional: [Expression] = []
    var keywords: [(name: String, value: Expression)] = []
    /// What stands after `*`.
    var spread: Expression?
    /// What stands after `**`.
    var keywordSpread: Expression?
    /// What Python's compiler would say of a keyword that is there twice.
    var refusal: TemplateError?

    /// All expressions, in Jinja2's order.
    var expressions: [Expression] {
        positional + keywords.map(\.value) + [spread, keywordSpread].compactMap { $0 }
    }
}

/// The signs before a value.
enum UnaryOperator: String, Sendable {
    case negate = "-"
    case plus = "+"
}

/// The operators that compare.
enum Comparator: Sendable {
    case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual, isIn, isNotIn
}

extension Expression.Kind {
    /// Goes through the expressions directly inside, in the order Jinja2 visits them.
    func forEachChild(_ body: (Expression) -> Void) {
        switch self {
        case .constant, .name, .debugDump: break
        case .tuple(let items), .list(let items), .concatenation(let items): items.forEach(body)
        case .dict(let pairs):
            for pair in pairs {
                body(pair.key)
                body(pair.value)
            }
        case .conditional(let test, let then, let otherwise):
            body(test)
            body(then)
            otherwise.map(body)
        case .binary(_, let left, let right), .and(let left, let right), .or(let left, let right),
            .item(let left, let right):
            body(left)
            body(right)
        case .unary(_, let value), .not(let value), .attribute(let value, _),
            .markSafeIfAutoescape(let value):
            body(value)
        case .comparison(let first, let rest):
            body(first)
            for comparison in rest { body(comparison.expression) }
        case .slice(let start, let stop, let step):
            start.map(body)
            stop.map(body)
            step.map(body)
        case .filter(let value, _, let arguments):
            value.map(body)
            arguments.expressions.forEach(body)
        case .test(let value, _, let arguments), .call(let value, let arguments):
            body(value)
            arguments.expressions.forEach(body)
        }
    }
}

extension Expression {
    /// Goes through the names it reads, in Jinja2's order.
    func forEachName(_ body: (String) -> Void) {
        if case .name(let name) = kind { return body(name) }
        kind.forEachChild { $0.forEachName(body) }
    }

    /// Goes through itself and all expressions inside, outer ones first.
    func forEachExpression(_ body: (Expression) -> Void) {
        body(self)
        kind.forEachChild { $0.forEachExpression(body) }
    }

    /// What Jinja2 calls the kind of node, in lower case.
    var nodeName: String {
        switch kind {
        case .constant: "const"
        case .name: "name"
        case .tuple: "tuple"
        case .list: "list"
        case .dict: "dict"
        case .conditional: "condexpr"
        case .binary(let binary, _, _):
            switch binary {
            case .add: "add"
            case .subtract: "sub"
            case .multiply: "mul"
            case .divide: "div"
            case .floorDivide: "floordiv"
            case .remainder: "mod"
            case .power: "pow"
            }
        case .unary(let unary, _): unary == .negate ? "neg" : "pos"
        case .and: "and"
        case .or: "or"
        case .not: "not"
        case .concatenation: "concat"
        case .comparison: "compare"
        case .attribute: "getattr"
        case .item: "getitem"
        case .slice: "slice"
        case .filter: "filter"
        case .test: "test"
        case .call: "call"
        case .markSafeIfAutoescape: "marksafeifautoescape"
        case .debugDump: "call"
        }
    }
}
