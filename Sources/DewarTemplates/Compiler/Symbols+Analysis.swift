/// Which names statements set and read, as far as their own scope is concerned.
///
/// - SeeAlso: Jinja2 `idtracking.RootVisitor` and `idtracking.FrameSymbolVisitor`.
extension Symbols {
    mutating func analyze(_ statements: [Statement]) {
        for statement in statements { visit(statement) }
    }

    /// Declares what a loop's body has.
    mutating func analyzeBody(of loop: Statement.Loop) {
        declare(loop.target)
        analyze(loop.body)
    }

    /// Declares what a loop's condition has.
    mutating func analyzeTest(of loop: Statement.Loop) {
        declare(loop.target)
        loop.test.map { visit($0) }
    }

    /// Declares what a macro or call block has.
    mutating func analyze(_ definition: Statement.MacroDefinition) {
        for parameter in definition.parameters { declareParameter(parameter) }
        for value in definition.defaults { visit(value) }
        analyze(definition.body)
    }

    /// Declares what a `with` has.
    mutating func analyzeWith(_ targets: [Target], body: [Statement]) {
        for target in targets { declare(target) }
        analyze(body)
    }

    /// Reads what a filter of a filter block reads.
    mutating func visit(_ expression: Expression) {
        expression.forEachName { read($0) }
    }

    private mutating func declare(_ target: Target) {
        target.forEachName { name, _ in declareParameter(name) }
        target.forEachNamespace { read($0) }
    }

    private mutating func store(_ target: Target) {
        switch target {
        case .name(let name, _): store(name)
        case .tuple(let items): for item in items { store(item) }
        case .attribute(let name, _, _): read(name)
        }
    }

    private mutating func visit(_ statement: Statement) {
        switch statement.kind {
        case .output(let parts):
            for case .expression(let expression) in parts { visit(expression) }
        case .loop(let loop): visit(loop.iterable)
        case .condition(let branches, let otherwise): visit(branches, otherwise)
        case .macro(let name, _): store(name)
        case .callBlock(let call, _): visit(call)
        case .filterBlock(let filter, _): visit(filter)
        case .with(let assignments, _): for assignment in assignments { visit(assignment.value) }
        case .set(let target, let value):
            visit(value)
            store(target)
        case .setBlock(let target, _, _): store(target)
        case .block, .autoescape, .stopLoop, .nextIteration, .refused: break
        case .extends(let expression), .evaluate(let expression): visit(expression)
        case .include(let inclusion): visit(inclusion.template)
        case .importModule(let template, let name, _):
            visit(template)
            store(name)
        case .importNames(let template, let names, _):
            visit(template)
            for name in names { store(name.alias) }
        }
    }

    private mutating func visit(_ branches: [Statement.Branch], _ otherwise: [Statement]) {
        guard let first = branches.first else { return }
        visit(first.test)
        // All that holds the scope as it was is gone by the time it changes: nothing is copied.
        update(fromBranches: additions(of: first, branches.dropFirst(), otherwise))
    }

    private func additions(
        of first: Statement.Branch, _ others: ArraySlice<Statement.Branch>, _ otherwise: [Statement]
    ) -> [Additions] {
        let base = Parent(self)
        var body = Symbols(branchOf: base)
        body.analyze(first.body)
        // Each `elif` is a condition of its own inside of the first.
        var alternatives = Symbols(branchOf: base)
        for branch in others { alternatives.visit([branch], []) }
        var last = Symbols(branchOf: base)
        last.analyze(otherwise)
        return [body.additions, alternatives.additions, last.additions]
    }
}
