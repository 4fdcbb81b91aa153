extension Compiler {
    /// The code of a loop.
    func compile(
        _ loop: Statement.Loop, _ statement: Statement, _ scope: CompilerScope
    ) throws -> Action {
        let function = scope.symbols.function
        let loopFunction = loop.isRecursive ? FunctionScope(parent: function) : nil
        var bodyScope = scope.inner(function: loopFunction)
        bodyScope.isLoop = true
        var otherwiseScope = scope.inner(function: loopFunction)

        var loopSlot: Int?
        if isExtended(loop, statement) {
            loopSlot = bodyScope.symbols.declareParameter("loop").slot
        }
        unit.variableNames.insert("loop")
        bodyScope.symbols.analyzeBody(of: loop)
        if !loop.otherwise.isEmpty { otherwiseScope.symbols.analyze(loop.otherwise) }
        let condition = try loop.test.map { try self.condition(loop, $0, scope) }
        try checkLoopVariable(statement)
        let iterable = try compile(loop.iterable, scope)

        let compiledTarget = try target(loop.target, bodyScope)
        let isConstant = { (variable: Variable, load: Symbols.Load) in
            guard case .resolve = load else { return false }
            return !bodyScope.symbols.stores.contains(Text(variable.name))
        }
        let constants = entry(of: bodyScope, where: isConstant)
        let entry = entry(of: bodyScope) { !isConstant($0, $1) }
        let body = try self.body(loop.body, bodyScope)
        let otherwiseEntry = self.entry(of: otherwiseScope)
        let otherwise = try self.body(loop.otherwise, otherwiseScope)
        let code = LoopBody(
            target: compiledTarget, loopSlot: loopSlot, condition: condition,
            isRecursive: loop.isRecursive, constants: constants, entry: entry, body: body,
            otherwiseEntry: otherwiseEntry, otherwise: otherwise,
            hasOtherwise: !loop.otherwise.isEmpty, escape: escapeMode)
        var functionCode: FunctionCode?
        if let loopFunction {
            functionCode = FunctionCode(unit: unit)
            functionCode?.take(loopFunction)
        }
        return LoopAction(
            iterable, items: try items(loop, loopSlot, scope), code, function: functionCode,
            line: statement.line)
    }

    /// What `items()` is asked of, if the loop is `for key, value in x.items()` and no more.
    private func items(
        _ loop: Statement.Loop, _ loopSlot: Int?, _ scope: CompilerScope
    ) throws -> Code? {
        guard loopSlot == nil, loop.test == nil, case .tuple(let targets) = loop.target,
            targets.count == 2, case .call(let callee, let arguments) = loop.iterable.kind,
            arguments.expressions.isEmpty, case .attribute(let value, "items") = callee.kind,
            case .name = value.kind
        else { return nil }
        return try compile(value, scope)
    }

    /// Whether the body needs `loop`.
    private func isExtended(_ loop: Statement.Loop, _ statement: Statement) -> Bool {
        if loop.isRecursive || loop.body.undeclared(among: ["loop"]).contains("loop") {
            return true
        }
        var hasScopedBlock = false
        var walker = StatementWalker()
        walker.onStatement = { statement in
            if case .block(let block) = statement.kind, block.isScoped { hasScopedBlock = true }
        }
        walker.walk(statement)
        return hasScopedBlock
    }

    private func checkLoopVariable(_ statement: Statement) throws {
        var line: Int?
        var walker = StatementWalker()
        walker.onName = { name, use, nameLine in
            if use == .store, name == "loop", line == nil { line = nameLine }
        }
        walker.walk(statement)
        if let line {
            throw failure("Can't assign to special loop variable in for-loop target", line)
        }
    }

    private func condition(
        _ loop: Statement.Loop, _ test: Expression, _ scope: CompilerScope
    ) throws -> LoopBody.Condition {
        let function = FunctionScope(parent: scope.symbols.function)
        var inner = scope.inner(function: function)
        inner.symbols.analyzeTest(of: loop)
        let code = FunctionCode(unit: unit)
        code.entry = entry(of: inner)
        let compiledTarget = try target(loop.target, inner)
        let compiledTest = try compile(test, inner)
        code.take(function)
        return LoopBody.Condition(
            function: code, target: compiledTarget, test: compiledTest, line: test.line)
    }

    /// The code of a macro or call block.
    func macro(
        _ definition: Statement.MacroDefinition, name: String?, _ scope: CompilerScope,
        _ line: Int
    ) throws -> MacroCode {
        if let refusal = definition.refusal { refuse(refusal) }
        let function = FunctionScope(parent: scope.symbols.function)
        var inner = scope.inner(function: function)
        inner.needsOutputCheck = false
        inner.symbols.analyze(definition)
        let undeclared = definition.body.undeclared(among: ["caller", "kwargs", "varargs"])
        let parameters = definition.parameters
        var callerSlot: Int?
        if undeclared.contains("caller") {
            if let index = parameters.firstIndex(of: "caller") {
                if parameters.count - index > definition.defaults.count {
                    throw failure(
                        "When defining macros or call blocks the special \"caller\" argument must"
                            + " be omitted or be given a default.", line)
                }
            } else {
                callerSlot = inner.symbols.declareParameter("caller").slot
            }
        }
        func special(_ name: String) -> Int? {
            guard undeclared.contains(name), !parameters.contains(name) else { return nil }
            return inner.symbols.declareParameter(name).slot
        }
        let kwargsSlot = special("kwargs")
        let varargsSlot = special("varargs")
        inner.symbols.analyze(definition)

        let code = FunctionCode(unit: unit)
        code.entry = entry(of: inner)
        let firstDefault = parameters.count - definition.defaults.count
        let compiled = try parameters.enumerated().map { index, name in
            MacroCode.Parameter(
                key: key(name), slot: slot(of: name, inner),
                defaultValue: index >= firstDefault
                    ? try compile(definition.defaults[index - firstDefault], inner) : nil)
        }
        code.body = try body(definition.body, inner)
        code.take(function)
        return MacroCode(
            name: name.map { Text($0) }, parameters: compiled, function: code,
            callerSlot: callerSlot, kwargsSlot: kwargsSlot, varargsSlot: varargsSlot,
            usesCaller: undeclared.contains("caller"))
    }
}
