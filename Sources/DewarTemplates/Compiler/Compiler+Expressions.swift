import DewarText

extension Compiler {
    /// The code of an expression; `captured` is the slot of the text that a filter without a value
    /// takes.
    func compile(
        _ expression: Expression, _ scope: CompilerScope, captured: Int? = nil
    ) throws -> Code {
        if isFoldable(expression), optimizes, !isVolatile, captured == nil,
            let value = try constant(expression), value.hasSafeRepr
        {
            return value.isMutableConstant ? CopiedConstantCode(value) : ConstantCode(value)
        }
        switch expression.kind {
        case .constant(let value): return ConstantCode(value)
        case .name(let name): return load(name, scope)
        case .tuple(let items): return TupleCode(try items.map { try compile($0, scope) })
        case .list(let items): return ListCode(try items.map { try compile($0, scope) })
        case .dict(let pairs):
            return DictCode(
                try pairs.map {
                    (key: try compile($0.key, scope), value: try compile($0.value, scope))
                })
        case .conditional(let test, let then, let otherwise):
            return try conditional(test, then, otherwise, scope, expression.line)
        case .and(let left, let right):
            return AndCode(try compile(left, scope), try compile(right, scope))
        case .or(let left, let right):
            return OrCode(try compile(left, scope), try compile(right, scope))
        case .not(let value): return NotCode(try compile(value, scope))
        case .binary(let operation, let left, let right):
            return try binary(operation, left, right, scope)
        case .unary(let sign, let value): return try unary(sign, value, scope)
        case .concatenation(let items):
            // In volatile scopes Jinja2 asks a flag that nothing sets.
            return ConcatenationCode(
                try items.map { try compile($0, scope) }, joinsMarkup: autoescape && !isVolatile)
        case .comparison(let first, let rest):
            return ComparisonCode(
                try compile(first, scope),
                try rest.map {
                    (comparator: $0.comparator, code: try compile($0.expression, scope))
                })
        case .attribute(let value, let name):
            return attribute(key(name), of: try compile(value, scope))
        case .item(let value, let key): return try item(value, key, scope)
        case .slice:
            refuse(
                failure("invalid syntax: a slice stands alone between brackets", expression.line))
            return ConstantCode(.none)
        case .filter(let value, let name, let arguments):
            return try filter(value, name, arguments, expression, scope, captured)
        case .test(let value, let name, let arguments):
            return try test(value, name, arguments, expression, scope)
        case .call: return try compileCall(expression, scope, caller: nil)
        case .markSafeIfAutoescape(let value): return MarkSafeCode(try compile(value, scope))
        case .debugDump: return DebugCode()
        }
    }

    /// Whether Jinja2 tries to fold an expression of this kind where it stands.
    private func isFoldable(_ expression: Expression) -> Bool {
        switch expression.kind {
        case .constant, .name, .tuple, .list, .dict, .slice, .markSafeIfAutoescape, .debugDump,
            .call:
            false
        default: true
        }
    }

    /// The code that reads a name.
    func load(_ name: String, _ scope: CompilerScope) -> Code {
        guard let variable = scope.symbols.reference(Text(name)) else {
            return ContextCode(key(name))
        }
        let distance = scope.symbols.function.distance(to: variable.function)
        return distance == 0
            ? LocalCode(slot: variable.slot, name: key(name).text)
            : OuterCode(distance: distance, slot: variable.slot, name: key(name).text)
    }

    private func conditional(
        _ test: Expression, _ then: Expression, _ otherwise: Expression?, _ scope: CompilerScope,
        _ line: Int
    ) throws -> Code {
        let scope = scope.soft
        let thenCode = try compile(then, scope)
        let testCode = try compile(test, scope)
        let otherwiseCode =
            try otherwise.map { try compile($0, scope) } ?? NoElseCode(position: position(line))
        return ConditionalCode(test: testCode, then: thenCode, otherwise: otherwiseCode)
    }

    private func binary(
        _ operation: BinaryOperator, _ left: Expression, _ right: Expression,
        _ scope: CompilerScope
    ) throws -> Code {
        let operands = [try compile(left, scope), try compile(right, scope)]
        if let intercept = settings.sandbox?.intercept(binary: operation.rawValue) {
            return InterceptedCode(operation.rawValue, operands, intercept)
        }
        return BinaryCode(operation, operands[0], operands[1])
    }

    private func unary(
        _ sign: UnaryOperator, _ value: Expression, _ scope: CompilerScope
    ) throws -> Code {
        let operand = try compile(value, scope)
        if let intercept = settings.sandbox?.intercept(unary: sign.rawValue) {
            return InterceptedCode(sign.rawValue, [operand], intercept)
        }
        return SignCode(sign, operand)
    }

    private func attribute(_ key: ConstantKey, of value: Code) -> Code {
        if let variable = value as? LocalCode { return LocalAttributeCode(variable, key) }
        return AttributeCode(value, key)
    }

    private func item(
        _ value: Expression, _ key: Expression, _ scope: CompilerScope
    ) throws -> Code {
        let code = try compile(value, scope)
        switch key.kind {
        case .slice(let start, let stop, let step):
            return SliceCode(
                code, start: try start.map { try compile($0, scope) },
                stop: try stop.map { try compile($0, scope) },
                step: try step.map { try compile($0, scope) })
        case .constant(.string(let text)):
            return ConstantItemCode(code, self.key(text.string))
        default: return ItemCode(code, try compile(key, scope))
        }
    }

    // MARK: - Filters and tests

    private func filter(
        _ value: Expression?, _ name: String, _ arguments: CallArguments, _ node: Expression,
        _ scope: CompilerScope, _ captured: Int?
    ) throws -> Code {
        let filter = settings.filters[Text(name)]
        if filter == nil, !scope.isSoft {
            if optimizes, !isVolatile { try visitChildren(of: node) }
            throw unknown("filter", name, settings.filters.keys, node)
        }
        let code: Code
        if let value {
            // Only the first of several filters takes what was captured.
            code = try compile(value, scope, captured: captured)
        } else {
            code = CapturedCode(slot: captured ?? 0, escape: escapeMode)
        }
        let compiled = try self.arguments(arguments, scope)
        guard let filter else {
            return UnknownCode(
                code, compiled,
                .runtime("No filter named \(PythonText.quoted(name)) found."))
        }
        return FilterCode(code, filter, compiled)
    }

    private func test(
        _ value: Expression, _ name: String, _ arguments: CallArguments, _ node: Expression,
        _ scope: CompilerScope
    ) throws -> Code {
        let test = settings.tests[Text(name)]
        if test == nil, !scope.isSoft {
            if optimizes, !isVolatile { try visitChildren(of: node) }
            throw unknown("test", name, settings.tests.keys, node)
        }
        let code = try compile(value, scope)
        let compiled = try self.arguments(arguments, scope)
        guard let test else {
            return UnknownCode(
                code, compiled, .runtime("No test named \(PythonText.quoted(name)) found."))
        }
        return TestCode(code, test, compiled)
    }

    private func unknown(
        _ what: String, _ name: String, _ known: some Swift.Sequence<Text>, _ node: Expression
    ) -> TemplateError {
        var error = failure("No \(what) named \(PythonText.quoted(name)).", node.line)
        let place = unit.source.place(of: node.offset)
        (error.sourceLine, error.column) = (place.line, place.column)
        error.suggestion = Similarity.closest(to: name, in: known.map(\.string).sorted())
        return error
    }

    // MARK: - Calls

    private func arguments(
        _ arguments: CallArguments, _ scope: CompilerScope
    ) throws -> ArgumentsCode {
        if let refusal = arguments.refusal { refuse(refusal) }
        return ArgumentsCode(
            positional: try arguments.positional.map { try compile($0, scope) },
            keywords: try arguments.keywords.map {
                (name: key($0.name).text, code: try compile($0.value, scope))
            },
            spread: try arguments.spread.map { try compile($0, scope) },
            keywordSpread: try arguments.keywordSpread.map { try compile($0, scope) })
    }

    /// The code of a call; `caller` is what a call block passes.
    func compileCall(
        _ expression: Expression, _ scope: CompilerScope, caller: Code?
    ) throws -> Code {
        guard case .call(let callee, let arguments) = expression.kind else {
            return try compile(expression, scope)
        }
        if caller == nil, case .attribute(let value, let name) = callee.kind {
            let value = try compile(value, scope)
            return MethodCallCode(value, key(name), try self.arguments(arguments, scope))
        }
        let code = try compile(callee, scope)
        var compiled = try self.arguments(arguments, scope)
        if let caller { compiled = compiled.adding(caller, named: "caller") }
        return CallCode(code, compiled, caller: callerScope(scope))
    }

    private func callerScope(_ scope: CompilerScope) -> CallerScope? {
        guard scope.isLoop || scope.isBlock else { return nil }
        let parameters = scope.symbols.parameters
        let variables = scope.symbols.stores.sorted().compactMap { name in
            scope.symbols.reference(name).flatMap { variable in
                parameters.contains(ObjectIdentifier(variable))
                    ? nil : (key: key(name.string), slot: variable.slot)
            }
        }
        return variables.isEmpty ? nil : CallerScope(variables: variables)
    }
}
