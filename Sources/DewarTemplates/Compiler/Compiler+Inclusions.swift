extension Compiler {
    /// Adds the code of a block where it stands.
    func compile(
        _ block: Statement.Block, _ scope: CompilerScope, _ line: Int,
        into actions: inout [Action]
    ) throws {
        if scope.isTopLevel, hasKnownExtends { return }
        let action = BlockAction(
            Text(block.name), isRequired: block.isRequired,
            scope: block.isScoped ? try visibleVariables(scope) : nil, line: line)
        if scope.isTopLevel, extendsSoFar > 0 {
            actions.append(UnlessExtendedAction(ActionList([action]), line: line))
        } else {
            actions.append(action)
        }
    }

    /// Adds the code of an `extends`.
    ///
    /// - Returns: Whether what follows it can be reached.
    func extends(
        _ template: Expression, _ scope: CompilerScope, _ line: Int, into actions: inout [Action]
    ) throws -> Bool {
        guard scope.isTopLevel else {
            throw failure("cannot use extend from a non top-level scope", line)
        }
        if hasKnownExtends {
            actions.append(FailAction(.runtime("extended multiple times"), line: line))
            return false
        }
        actions.append(ExtendsAction(try compile(template, scope), line: line))
        if scope.isRootLevel { hasKnownExtends = true }
        extendsSoFar += 1
        return true
    }

    /// The code of an `include`.
    func include(
        _ inclusion: Statement.Inclusion, _ scope: CompilerScope, _ line: Int
    ) throws -> Action {
        let choice: TemplateChoice =
            switch inclusion.template.kind {
            case .constant(.string): .one
            case .tuple, .list: .firstOfMany
            default: .either
            }
        return IncludeAction(
            try compile(inclusion.template, scope), choice: choice,
            ignoresMissing: inclusion.ignoresMissing,
            visible: inclusion.withContext ? try visibleVariables(scope) : nil, line: line)
    }

    /// The code of `import`, whose name is nil, or `from`.
    func importing(
        _ template: Expression, _ names: [(name: String?, alias: String)], _ withContext: Bool,
        _ scope: CompilerScope, _ line: Int
    ) throws -> Action {
        let compiled = names.map { name, alias in
            ImportAction.Name(
                name: name.map { Text($0) }, slot: slot(of: alias, scope),
                published: scope.isTopLevel ? key(alias) : nil)
        }
        return ImportAction(
            try compile(template, scope), names: compiled,
            visible: withContext ? try visibleVariables(scope) : nil, position: position(line),
            line: line)
    }
}
