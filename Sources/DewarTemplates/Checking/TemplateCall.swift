/// A call of a function as it stands in a template.
package struct TemplateCall: Sendable {
    /// An argument: its text if it is a literal of one, nil for all that is only known while
    /// rendering.
    package typealias Argument = String?

    /// The arguments without a name.
    package var positional: [Argument]
    /// The arguments with a name.
    package var named: [(name: String, value: Argument)]
    /// Whether `*` or `**` bring arguments that are not known.
    package var hasOthers: Bool
    /// Where it stands: an error without a message, to be filled.
    package var place: TemplateError
}

extension TemplateEnvironment {
    /// The calls of a function in a template, in the order of the source.
    ///
    /// - Parameters:
    ///   - function: The name of the function, which the template does not give another meaning.
    ///   - name: The template, as the loader knows it.
    /// - Returns: None for a template that cannot be read: its problems say so.
    package func calls(of function: String, inTemplate name: String) -> [TemplateCall] {
        guard let text = try? load(name).text, let source = try? makeSource(text, name: name),
            let statements = try? parse(source)
        else { return [] }
        var calls: [TemplateCall] = []
        var isOwn = false
        var walker = StatementWalker()
        walker.onName = { name, use, _ in if name == function, use != .load { isOwn = true } }
        walker.onStatement = { if $0.kind.names(function) { isOwn = true } }
        walker.onExpression = { expression in
            expression.forEachExpression { inner in
                guard case .call(let called, let arguments) = inner.kind,
                    case .name(function) = called.kind
                else { return }
                calls.append(TemplateCall(arguments, at: called, in: source))
            }
        }
        walker.walk(statements)
        return isOwn ? [] : calls.sorted { ($0.place.line ?? 0) < ($1.place.line ?? 0) }
    }
}

extension TemplateCall {
    fileprivate init(
        _ arguments: CallArguments, at called: Expression, in source: TemplateSource
    ) {
        positional = arguments.positional.map(\.literalText)
        named = arguments.keywords.map { ($0.name, $0.value.literalText) }
        hasOthers = arguments.spread != nil || arguments.keywordSpread != nil
        place = TemplateError(.templateRuntimeError, "")
        place.template = source.name
        place.line = called.line
        (place.sourceLine, place.column) = source.place(of: called.offset)
    }
}

extension Statement.Kind {
    /// Whether the statement itself gives a name a meaning, other than by a target.
    fileprivate func names(_ name: String) -> Bool {
        switch self {
        case .macro(name, _), .importModule(_, name, _): true
        case .importNames(_, let names, _): names.contains { $0.alias == name }
        default: false
        }
    }
}

extension Expression {
    fileprivate var literalText: String? {
        guard case .constant(.string(let text)) = kind else { return nil }
        return text.string
    }
}
