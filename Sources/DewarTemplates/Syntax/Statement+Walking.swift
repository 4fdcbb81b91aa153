/// A name as a template mentions it.
enum NameUse: Sendable {
    case load, store, parameter
}

extension Target {
    /// Goes through the names it stores; attributes of namespaces are none.
    func forEachName(_ body: (String, Int) -> Void) {
        switch self {
        case .name(let name, let line): body(name, line)
        case .tuple(let items): for item in items { item.forEachName(body) }
        case .attribute: break
        }
    }

    /// Goes through the namespaces whose attributes it sets.
    func forEachNamespace(_ body: (String) -> Void) {
        switch self {
        case .name: break
        case .tuple(let items): for item in items { item.forEachNamespace(body) }
        case .attribute(let name, _, _): body(name)
        }
    }
}

/// Goes through statements in the order in which Jinja2 visits nodes.
struct StatementWalker {
    /// Called for each name.
    var onName: (String, NameUse, _ line: Int) -> Void = { _, _, _ in }
    /// Called for each expression that is not inside of another.
    var onExpression: (Expression) -> Void = { _ in }
    /// Called for each statement, before what is inside of it.
    var onStatement: (Statement) -> Void = { _ in }
    /// Whether to go into blocks.
    var entersBlocks = true

    func walk(_ statements: [Statement]) {
        for statement in statements { walk(statement) }
    }

    func walk(_ statement: Statement) {
        onStatement(statement)
        switch statement.kind {
        case .output(let parts):
            for case .expression(let expression) in parts { walk(expression) }
        case .loop(let loop):
            walk(loop.target, .store)
            walk(loop.iterable)
            walk(loop.body)
            walk(loop.otherwise)
            loop.test.map(walk)
        case .condition(let branches, let otherwise):
            walk(branches, otherwise)
        case .macro(_, let definition): walk(definition)
        case .callBlock(let call, let definition):
            walk(call)
            walk(definition)
        case .filterBlock(let filter, let body):
            walk(body)
            walk(filter)
        case .with(let assignments, let body):
            for assignment in assignments { walk(assignment.target, .parameter) }
            for assignment in assignments { walk(assignment.value) }
            walk(body)
        case .set(let target, let value):
            walk(target, .store)
            walk(value)
        case .setBlock(let target, let filter, let body):
            walk(target, .store)
            filter.map(walk)
            walk(body)
        case .block(let block): if entersBlocks { walk(block.body) }
        case .extends(let template), .evaluate(let template), .importModule(let template, _, _),
            .importNames(let template, _, _):
            walk(template)
        case .include(let inclusion): walk(inclusion.template)
        case .autoescape(let value, let body):
            walk(value)
            walk(body)
        case .stopLoop, .nextIteration, .refused: break
        }
    }

    private func walk(_ branches: [Statement.Branch], _ otherwise: [Statement]) {
        // The branches after the first are nodes inside of the first.
        for branch in branches {
            walk(branch.test)
            walk(branch.body)
        }
        walk(otherwise)
    }

    private func walk(_ definition: Statement.MacroDefinition) {
        for parameter in definition.parameters { onName(parameter, .parameter, 0) }
        for value in definition.defaults { walk(value) }
        walk(definition.body)
    }

    private func walk(_ expression: Expression) {
        onExpression(expression)
        expression.forEachName { onName($0, .load, expression.line) }
    }

    private func walk(_ target: Target, _ use: NameUse) {
        target.forEachName { onName($0, use, $1) }
    }
}

extension [Statement] {
    /// Which of some names are read before the statements set them.
    ///
    /// - SeeAlso: Jinja2 `compiler.find_undeclared`.
    func undeclared(among names: Set<String>) -> Set<String> {
        var names = names
        var undeclared: Set<String> = []
        var walker = StatementWalker()
        walker.entersBlocks = false
        walker.onName = { name, use, _ in
            guard names.contains(name) else { return }
            if use == .load {
                undeclared.insert(name)
            } else {
                names.remove(name)
            }
        }
        walker.walk(self)
        return undeclared
    }
}
