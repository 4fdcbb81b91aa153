import DewarText

/// Makes code of a template's statements.
///
/// Its parts visit statements and expressions in the order of Jinja2's code generator, because
/// what it folds and what it complains of depend on that order.
///
/// - SeeAlso: Jinja2 `compiler.CodeGenerator`.
final class Compiler {
    let settings: RenderSettings
    let unit: TemplateUnit
    /// Whether constant expressions are evaluated now.
    let optimizes: Bool
    /// Whether output is escaped, as far as is known.
    var autoescape: Bool
    /// Whether that is decided while rendering.
    var isVolatile = false

    private var refusal: TemplateError?
    var hasKnownExtends = false
    var extendsSoFar = 0
    /// The names looked up in the context.
    private(set) var resolvedNames: Set<String> = []
    private var keys: [String: ConstantKey] = [:]
    /// The variables that were listed last, and where.
    private var listed: (symbols: Symbols, visible: VisibleVariables)?
    private var listedCount = 0
    /// What expressions are, where it is known.
    var constants: [ObjectIdentifier: Value?] = [:]

    init(_ unit: TemplateUnit, settings: RenderSettings, optimizes: Bool) {
        self.unit = unit
        self.settings = settings
        self.optimizes = optimizes
        autoescape = unit.autoescape
    }

    /// Fills the unit with the code of a template.
    func compile(_ template: [Statement]) throws {
        let blocks = try findBlocks(template)
        var hasExtends = false
        var walker = StatementWalker()
        walker.onStatement = { if case .extends = $0.kind { hasExtends = true } }
        walker.walk(template)

        let function = FunctionScope(parent: nil)
        var scope = CompilerScope(Symbols(function: function))
        if template.undeclared(among: ["self"]).contains("self") {
            unit.selfSlot = scope.symbols.declareParameter("self").slot
        }
        scope.symbols.analyze(template)
        scope.isTopLevel = true
        scope.isRootLevel = true
        scope.needsOutputCheck = hasExtends
        let code = FunctionCode(unit: unit)
        code.entry = entry(of: scope)
        var actions = try self.actions(template, scope)
        if hasExtends { actions.append(RunParentAction(line: template.first?.line ?? 1)) }
        code.body = ActionList(actions)
        code.take(function)
        unit.body = code
        for block in blocks { unit.add(try compile(block)) }
        if let refusal { throw refusal }
    }

    /// Remembers what Python's compiler would refuse; Jinja2 complains of everything else first.
    func refuse(_ error: TemplateError) {
        if refusal == nil { refusal = error }
    }

    private func findBlocks(_ template: [Statement]) throws -> [Statement.Block] {
        var blocks: [Statement.Block] = []
        var names: Set<Text> = []
        var twice: TemplateError?
        var walker = StatementWalker()
        walker.onStatement = { statement in
            guard case .block(let block) = statement.kind else { return }
            if !names.insert(Text(block.name)).inserted, twice == nil {
                twice = self.failure(
                    "block \(PythonText.quoted(block.name)) defined twice", statement.line)
            }
            blocks.append(block)
        }
        walker.walk(template)
        if let twice { throw twice }
        return blocks
    }

    private func compile(_ block: Statement.Block) throws -> BlockCode {
        let function = FunctionScope(parent: nil)
        let code = FunctionCode(unit: unit)
        let result = BlockCode(name: Text(block.name), function: code)
        var scope = CompilerScope(Symbols(function: function))
        scope.isBlock = true
        let undeclared = block.body.undeclared(among: ["self", "super"])
        if undeclared.contains("self") {
            result.selfSlot = scope.symbols.declareParameter("self").slot
        }
        if undeclared.contains("super") {
            result.superSlot = scope.symbols.declareParameter("super").slot
        }
        scope.symbols.analyze(block.body)
        code.entry = entry(of: scope)
        code.body = try body(block.body, scope)
        code.take(function)
        return result
    }

    // MARK: - What the parts share

    /// The code of statements.
    func body(_ statements: [Statement], _ scope: CompilerScope) throws -> ActionList {
        ActionList(try actions(statements, scope))
    }

    private func actions(_ statements: [Statement], _ scope: CompilerScope) throws -> [Action] {
        var actions: [Action] = []
        for statement in statements {
            let start = actions.count
            let isLast = try !compile(statement, scope, into: &actions)
            for action in actions[start...] where action.offset == nil {
                action.offset = statement.offset
            }
            if isLast { break }
        }
        return actions
    }

    /// An error at a line.
    func failure(_ message: String, _ line: Int) -> TemplateError {
        var error = TemplateError(.templateAssertionError, message)
        error.template = unit.name
        error.line = line
        error.sourceLine = unit.source.line(line)
        return error
    }

    /// A line and the template, in Jinja2's words.
    func position(_ line: Int) -> String {
        unit.name.map { "line \(line) in \(PythonText.quoted($0))" } ?? "line \(line)"
    }

    /// How output is escaped here.
    var escapeMode: EscapeMode { isVolatile ? .dynamic : autoescape ? .on : .off }

    /// The key of a name.
    func key(_ name: String) -> ConstantKey {
        if let key = keys[name] { return key }
        let key = ConstantKey(Text(name))
        keys[name] = key
        return key
    }

    /// What happens when a scope is entered and left.
    func entry(of scope: CompilerScope) -> ScopeEntry {
        entry(of: scope) { _, _ in true }
    }

    /// What happens when a scope is entered and left, as far as some variables are concerned.
    func entry(
        of scope: CompilerScope, where isWanted: (Variable, Symbols.Load) -> Bool
    ) -> ScopeEntry {
        var loads: [ScopeEntry.Load] = []
        var slots: [Int] = []
        for (variable, load) in scope.symbols.loads.values where isWanted(variable, load) {
            unit.variableNames.insert(variable.name)
            slots.append(variable.slot)
            switch load {
            case .parameter: break
            case .resolve(let name):
                resolvedNames.insert(name)
                loads.append(.resolve(slot: variable.slot, key(name)))
            case .alias(let outer):
                let distance = variable.function.distance(to: outer.function)
                loads.append(
                    .alias(slot: variable.slot, distance: distance, outer: outer.slot))
            case .undefined: loads.append(.missing(slot: variable.slot))
            }
        }
        return slots.isEmpty ? .none : ScopeEntry(loads: loads, slots: slots)
    }

    /// The most variables in all lists that includes, imports and scoped blocks of a template have.
    private static let maximalListed = 1 << 20

    /// The variables that a scope and those around it set.
    ///
    /// Statements of one scope share a list: many that include below many that set would have as
    /// many as the product of both.
    ///
    /// - Throws: ``TemplateError`` beyond ``maximalListed``.
    func visibleVariables(_ scope: CompilerScope) throws -> VisibleVariables {
        if let listed, listed.symbols.setsSameNames(as: scope.symbols) { return listed.visible }
        let visible = VisibleVariables(
            variables: scope.symbols.visibleStores.map { name, variable in
                (
                    key: key(name.string),
                    distance: scope.symbols.function.distance(to: variable.function),
                    slot: variable.slot
                )
            })
        listedCount += visible.variables.count
        guard listedCount <= Self.maximalListed else {
            throw TemplateError.limit(
                "the number of variables that includes see", Self.maximalListed)
        }
        listed = (scope.symbols, visible)
        return visible
    }

    /// The slot of a name that the scope sets.
    func slot(of name: String, _ scope: CompilerScope) -> Int {
        // Whatever sets a name was analysed before, so there is a variable.
        scope.symbols.reference(Text(name))?.slot ?? scope.symbols.function.makeSlot()
    }

    /// What the context learns when names are set.
    func publication(of names: [String], _ scope: CompilerScope) -> Publication {
        guard scope.isTopLevel else { return Publication() }
        return Publication(
            variables: names.map { (key: key($0), slot: slot(of: $0, scope)) })
    }
}
