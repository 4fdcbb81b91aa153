import DewarText

extension TemplateEnvironment {
    /// What is wrong with a template, as far as it can be told without rendering it.
    ///
    /// Found are errors of syntax, unknown filters and tests (also where Jinja2 only notices when
    /// they are used), templates that do not exist, and blocks that no extended template has.
    ///
    /// ```swift
    /// for problem in environment.problems(inTemplate: "page.html") { print(problem) }
    /// ```
    ///
    /// - Parameter name: As the loader knows it.
    /// - Returns: The problems in the order of the source.
    /// - SeeAlso: nothing in Jinja2, whose `Environment.parse` finds errors of syntax alone.
    public func problems(inTemplate name: String) -> [TemplateError] {
        let statements: [Statement]
        let source: TemplateSource
        do {
            let text = try load(name).text
            source = try makeSource(text, name: name)
            statements = try parse(source)
        } catch let error as TemplateError {
            return [error]
        } catch {
            return [TemplateError(.runtimeError, "\(error)")]
        }
        var checker = TemplateChecker(self, source)
        checker.check(statements)
        do {
            _ = try compile(statements, source)
        } catch let error as TemplateError where !checker.knows(error) {
            checker.problems.append(error)
        } catch {}
        return checker.problems.sorted {
            ($0.line ?? 0, $0.column ?? 0) < ($1.line ?? 0, $1.column ?? 0)
        }
    }

    /// The source of a template.
    func load(_ name: String) throws -> LoadedSource {
        guard let loader = options.loader else {
            throw TemplateError.type("no loader for this environment specified")
        }
        return try loader.source(named: name)
    }
}

/// Looks through the statements of a template.
struct TemplateChecker {
    var problems: [TemplateError] = []
    private let environment: TemplateEnvironment
    private let source: TemplateSource

    /// The longest chain of templates that extend each other.
    private static let maximalChain = 50

    init(_ environment: TemplateEnvironment, _ source: TemplateSource) {
        self.environment = environment
        self.source = source
    }

    /// Whether an error is among the problems.
    func knows(_ error: TemplateError) -> Bool {
        problems.contains { $0.message == error.message && $0.line == error.line }
    }

    mutating func check(_ statements: [Statement]) {
        problems += found(in: statements) + blockProblems(statements)
    }

    private func found(in statements: [Statement]) -> [TemplateError] {
        var found: [TemplateError] = []
        var walker = StatementWalker()
        walker.onExpression = { expression in
            expression.forEachExpression { found += problem(of: $0) }
        }
        walker.onStatement = { found += problems(of: $0) }
        walker.walk(statements)
        return found
    }

    // MARK: - Filters and tests

    private func problem(of expression: Expression) -> [TemplateError] {
        let settings = environment.settings
        switch expression.kind {
        case .filter(_, let name, _) where settings.filters[Text(name)] == nil:
            return [unknown("filter", name, settings.filters.keys.map(\.string), expression)]
        case .test(_, let name, _) where settings.tests[Text(name)] == nil:
            return [unknown("test", name, settings.tests.keys.map(\.string), expression)]
        default: return []
        }
    }

    private func unknown(
        _ what: String, _ name: String, _ known: [String], _ expression: Expression
    ) -> TemplateError {
        var error = problem(
            .templateAssertionError, "No \(what) named \(PythonText.quoted(name)).",
            expression.line, expression.offset)
        error.suggestion = Similarity.closest(to: name, in: known.sorted())
        return error
    }

    private func problem(
        _ kind: TemplateError.Kind, _ message: String, _ line: Int, _ offset: Int
    ) -> TemplateError {
        var error = TemplateError(kind, message)
        error.template = source.name
        error.line = line
        (error.sourceLine, error.column) = source.place(of: offset)
        return error
    }

    // MARK: - Templates

    private func problems(of statement: Statement) -> [TemplateError] {
        switch statement.kind {
        case .extends(let name), .importModule(let name, _, _), .importNames(let name, _, _):
            return missing([name], name)
        case .include(let inclusion):
            if inclusion.ignoresMissing { return [] }
            switch inclusion.template.kind {
            case .tuple(let items), .list(let items): return missing(items, inclusion.template)
            default: return missing([inclusion.template], inclusion.template)
            }
        default: return []
        }
    }

    /// The problem that none of several templates exists, if all their names are known.
    private func missing(_ names: [Expression], _ place: Expression) -> [TemplateError] {
        var wanted: [String] = []
        for name in names {
            guard case .constant(.string(let text)) = name.kind else { return [] }
            let name = environment.options.joinPath?(text.string, source.name ?? "") ?? text.string
            if (try? environment.load(name)) != nil { return [] }
            wanted.append(name)
        }
        guard let first = wanted.first else { return [] }
        var error = problem(
            wanted.count == 1 ? .templateNotFound : .templatesNotFound,
            wanted.map(PythonText.quoted).joined(separator: ", "), place.line, place.offset)
        error.templateNames = wanted
        if let loader = environment.options.loader {
            error.suggestion = environment.suggestion(for: first, loader)
        }
        return [error]
    }

    // MARK: - Blocks

    /// The problem of blocks that are defined and never shown.
    private func blockProblems(_ statements: [Statement]) -> [TemplateError] {
        guard let (known, parent) = shownBlocks(statements) else { return [] }
        var problems: [TemplateError] = []
        for statement in statements {
            guard case .block(let block) = statement.kind, !known.contains(Text(block.name)) else {
                continue
            }
            var error = problem(
                .templateAssertionError,
                "block \(PythonText.quoted(block.name)) is never shown: no template above has it,"
                    + " beginning with \(PythonText.quoted(parent)).", statement.line,
                statement.offset)
            error.suggestion = Similarity.closest(
                to: block.name, in: known.map(\.string).sorted())
            problems.append(error)
        }
        return problems
    }

    /// The blocks that all templates above have or that any of them calls, and the first template
    /// above; nil if that is not known.
    private func shownBlocks(_ statements: [Statement]) -> (Set<Text>, String)? {
        guard var known = Self.calledBlocks(statements) else { return nil }
        var (current, currentName) = (statements, source.name ?? "")
        var first: String?
        for _ in 0..<Self.maximalChain {
            guard let parent = Self.parent(current) else { break }
            guard case .name(let written) = parent else { return nil }
            let name = environment.options.joinPath?(written, currentName) ?? written
            guard let text = try? environment.load(name).text,
                let parsed = try? environment.parse(try environment.makeSource(text, name: name)),
                let called = Self.calledBlocks(parsed)
            else { return nil }
            first = first ?? name
            known.formUnion(called)
            var walker = StatementWalker()
            walker.onStatement = {
                if case .block(let block) = $0.kind { known.insert(Text(block.name)) }
            }
            walker.walk(parsed)
            (current, currentName) = (parsed, name)
        }
        return first.map { (known, $0) }
    }

    /// The blocks that a template asks `self` for; nil if it does something else with `self`.
    private static func calledBlocks(_ statements: [Statement]) -> Set<Text>? {
        var called: Set<Text> = []
        var unexplained = 0
        var walker = StatementWalker()
        walker.onExpression = { expression in
            expression.forEachExpression { inner in
                switch inner.kind {
                case .name("self"): unexplained += 1
                case .attribute(let value, let name):
                    guard case .name("self") = value.kind else { return }
                    called.insert(Text(name))
                    unexplained -= 1
                case .item(let value, let key):
                    guard case .name("self") = value.kind,
                        case .constant(.string(let text)) = key.kind
                    else { return }
                    called.insert(text)
                    unexplained -= 1
                default: break
                }
            }
        }
        walker.walk(statements)
        return unexplained == 0 ? called : nil
    }

    private enum Parent {
        case name(String)
        case unknown
    }

    private static func parent(_ statements: [Statement]) -> Parent? {
        var result: Parent?
        var walker = StatementWalker()
        walker.onStatement = { statement in
            guard case .extends(let name) = statement.kind else { return }
            if case .constant(.string(let text)) = name.kind, result == nil,
                statements.contains(where: { $0 === statement })
            {
                result = .name(text.string)
            } else {
                result = .unknown
            }
        }
        walker.walk(statements)
        return result
    }
}
