/// What an environment may add to the language.
public enum TemplateExtension: String, Sendable, Hashable, CaseIterable {
    /// `{% do expression %}`.
    case expressionStatement = "do"
    /// `{% break %}` and `{% continue %}`.
    case loopControls = "loopcontrols"
    /// `{% trans %}` and the functions of gettext.
    case internationalization = "i18n"
    /// `{% debug %}`.
    case debug

    /// The tags that it adds.
    var tags: [String] {
        switch self {
        case .expressionStatement: ["do"]
        case .loopControls: ["break", "continue"]
        case .internationalization: ["trans"]
        case .debug: ["debug"]
        }
    }
}

extension Parser {
    /// Parses the statement that a token begins, if an extension has it.
    mutating func extensionStatement(_ token: Token) throws(TemplateError) -> [Statement]? {
        guard let found = options.extensions.first(where: { $0.tags.contains(token.text) }) else {
            return nil
        }
        switch found {
        case .expressionStatement:
            try advance()
            return [Statement(.evaluate(try tuple()), line: token.line, offset: token.offset)]
        case .loopControls:
            try advance()
            guard loopDepth > 0 else {
                let message =
                    token.text == "break"
                    ? "'break' outside loop" : "'continue' not properly in loop"
                return [
                    Statement(
                        .refused(failure(message, line: token.line)), line: token.line,
                        offset: token.offset)
                ]
            }
            let kind: Statement.Kind = token.text == "break" ? .stopLoop : .nextIteration
            return [Statement(kind, line: token.line, offset: token.offset)]
        case .internationalization: return try translation()
        case .debug:
            try advance()
            let dump = Expression(.debugDump, line: token.line, offset: token.offset)
            return [
                Statement(.output([.expression(dump)]), line: token.line, offset: token.offset)
            ]
        }
    }
}
