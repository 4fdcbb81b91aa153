extension Compiler {
    /// Adds the code of a statement.
    ///
    /// - Returns: Whether what follows it can be reached.
    func compile(
        _ statement: Statement, _ scope: CompilerScope, into actions: inout [Action]
    ) throws -> Bool {
        let line = statement.line
        switch statement.kind {
        case .output(let parts): try output(parts, scope, line, into: &actions)
        case .loop(let loop): actions.append(try compile(loop, statement, scope))
        case .condition(let branches, let otherwise):
            actions.append(try condition(branches, otherwise, scope, line))
        case .macro(let name, let definition):
            let code = try macro(definition, name: name, scope, line)
            actions.append(
                MacroAction(
                    code, slot: slot(of: name, scope), publication: publication(of: [name], scope),
                    line: line))
        case .callBlock(let call, let definition):
            let code = try macro(definition, name: nil, scope, line)
            actions.append(
                PrintTextAction(
                    try compileCall(call, scope, caller: CallerCode(code)), line: line))
        case .filterBlock(let filter, let body):
            actions.append(try filterBlock(filter, body, scope, line))
        case .with(let assignments, let body):
            actions.append(try with(assignments, body, scope, line))
        case .set(let target, let value):
            actions.append(try assignment(target, value, scope, line))
        case .setBlock(let target, let filter, let body):
            actions.append(try blockAssignment(target, filter, body, scope, line))
        case .block(let block): try compile(block, scope, line, into: &actions)
        case .extends(let template):
            return try extends(template, scope, line, into: &actions)
        case .include(let inclusion): actions.append(try include(inclusion, scope, line))
        case .importModule(let template, let name, let withContext):
            let names = [(name: nil as String?, alias: name)]
            actions.append(try importing(template, names, withContext, scope, line))
        case .importNames(let template, let names, let withContext):
            let names = names.map { (name: Optional($0.name), alias: $0.alias) }
            actions.append(try importing(template, names, withContext, scope, line))
        case .autoescape(let value, let body):
            actions.append(try autoescape(value, body, scope, line))
        case .evaluate(let expression):
            actions.append(EvaluateAction(try compile(expression, scope), line: line))
        case .stopLoop: actions.append(FlowAction(.stop, line: line))
        case .nextIteration: actions.append(FlowAction(.again, line: line))
        case .refused(let error): refuse(error)
        }
        return true
    }

    // MARK: - Output

    private func output(
        _ parts: [OutputPart], _ scope: CompilerScope, _ line: Int, into actions: inout [Action]
    ) throws {
        if scope.needsOutputCheck, hasKnownExtends { return }
        var printed: [Action] = []
        var text = ""
        var textLine = line
        func flush() {
            guard !text.isEmpty else { return }
            printed.append(DataAction(Text(text), line: textLine))
            text = ""
        }
        for part in parts {
            if text.isEmpty { textLine = part.line }
            switch part {
            case .data(let data, let line):
                // What Jinja2 does not know how to escape it takes for an expression.
                guard isVolatile, settings.finalize != nil else {
                    text += data
                    break
                }
                flush()
                let code = DataCode(Text(data), escape: escapeMode)
                printed.append(PrintAnyAction(code, escape: escapeMode, line: line))
            case .expression(let expression):
                if let constant = constantOutput(expression) {
                    text += constant
                } else {
                    flush()
                    printed.append(try print(expression, scope))
                }
            }
        }
        flush()
        if isVolatile, settings.undefined.kind == .strict {
            printed.insert(EscapingCheckAction(line: line), at: 0)
        }
        if scope.needsOutputCheck {
            actions.append(UnlessExtendedAction(ActionList(printed), line: line))
        } else {
            actions += printed
        }
    }

    private func print(_ expression: Expression, _ scope: CompilerScope) throws -> Action {
        let code = try compile(expression, scope)
        let line = expression.line
        let action =
            settings.finalize != nil || isVolatile
            ? PrintAnyAction(code, escape: escapeMode, line: line)
            : autoescape ? PrintEscapedAction(code, line: line) : PrintAction(code, line: line)
        action.offset = expression.offset
        return action
    }

    /// What an expression prints, if that is known now.
    private func constantOutput(_ expression: Expression) -> String? {
        // An error comes again, and is reported, when the expression is evaluated.
        guard let value = try? constant(expression) else { return nil }
        return try? finished(value).string
    }

    private func finished(_ value: Value) throws -> Text {
        // Jinja2 escapes constants before it finalizes them.
        let text = autoescape ? try value.escaped() : nil
        guard let finalize = settings.finalize else { return try text ?? value.printed() }
        return try finalize(text.map { .markup($0) } ?? value).printed()
    }

    // MARK: - Conditions and scopes

    private func condition(
        _ branches: [Statement.Branch], _ otherwise: [Statement], _ scope: CompilerScope,
        _ line: Int
    ) throws -> Action {
        let scope = scope.soft
        let compiled = try branches.map { branch in
            ConditionAction.Branch(
                test: try compile(branch.test, scope), body: try body(branch.body, scope),
                line: branch.line, offset: branch.test.offset)
        }
        guard let first = compiled.first else {
            throw failure("an if statement has a condition", line)
        }
        return ConditionAction(
            first, others: Array(compiled.dropFirst()), otherwise: try body(otherwise, scope),
            line: line)
    }

    private func with(
        _ assignments: [(target: Target, value: Expression)], _ body: [Statement],
        _ scope: CompilerScope, _ line: Int
    ) throws -> Action {
        var inner = scope.inner()
        inner.symbols.analyzeWith(assignments.map(\.target), body: body)
        let compiled = try assignments.map { assignment in
            (
                target: try target(assignment.target, inner),
                value: try compile(assignment.value, scope)
            )
        }
        return ScopeAction(
            entry(of: inner), assignments: compiled, body: try self.body(body, inner), line: line)
    }

    private func autoescape(
        _ value: Expression, _ body: [Statement], _ scope: CompilerScope, _ line: Int
    ) throws -> Action {
        var inner = scope.inner()
        inner.symbols.visit(value)
        inner.symbols.analyze(body)
        let saved = (autoescape, isVolatile)
        defer { (autoescape, isVolatile) = saved }
        let code = try compile(value, inner)
        if let constant = try constant(value) {
            autoescape = try constant.isTrue()
        } else {
            isVolatile = true
        }
        let action = AutoescapeAction(code, body: try self.body(body, inner), line: line)
        return ScopeAction(entry(of: inner), body: ActionList([action]), line: line)
    }

    private func filterBlock(
        _ filter: Expression, _ body: [Statement], _ scope: CompilerScope, _ line: Int
    ) throws -> Action {
        var inner = scope.inner()
        inner.symbols.analyze(body)
        inner.symbols.visit(filter)
        let slot = inner.symbols.function.makeSlot()
        let capture = CaptureCode(
            entry: entry(of: inner), body: try self.body(body, inner), slot: slot)
        return FilterBlockAction(
            capture, filter: try compile(filter, inner, captured: slot), line: line)
    }

    // MARK: - Assignments

    /// The code that assigns to a target.
    func target(_ target: Target, _ scope: CompilerScope) throws -> TargetCode {
        switch target {
        case .name(let name, _): .slot(slot(of: name, scope))
        case .tuple(let items): .tuple(try items.map { try self.target($0, scope) })
        case .attribute(let name, let attribute, _):
            .attribute(namespace: load(name, scope), key(attribute))
        }
    }

    private func assignment(
        _ target: Target, _ value: Expression, _ scope: CompilerScope, _ line: Int
    ) throws -> Action {
        var (namespaces, known): ([String], Set<String>) = ([], [])
        target.forEachNamespace { if known.insert($0).inserted { namespaces.append($0) } }
        return AssignAction(
            try self.target(target, scope), namespaces: namespaces.map { load($0, scope) },
            value: try compile(value, scope), publication: publication(of: names(target), scope),
            line: line)
    }

    private func blockAssignment(
        _ target: Target, _ filter: Expression?, _ body: [Statement], _ scope: CompilerScope,
        _ line: Int
    ) throws -> Action {
        var inner = scope.inner()
        inner.needsOutputCheck = false
        inner.symbols.analyze(body)
        let slot = inner.symbols.function.makeSlot()
        let capture = CaptureCode(
            entry: entry(of: inner), body: try self.body(body, inner), slot: slot)
        let code =
            try filter.map { try compile($0, inner, captured: slot) }
            ?? CapturedCode(slot: slot, escape: .off)
        return AssignBlockAction(
            capture, target: try self.target(target, scope), filter: code,
            publication: publication(of: names(target), scope), line: line)
    }

    private func names(_ target: Target) -> [String] {
        var (names, known): ([String], Set<String>) = ([], [])
        target.forEachName { name, _ in if known.insert(name).inserted { names.append(name) } }
        return names
    }
}
