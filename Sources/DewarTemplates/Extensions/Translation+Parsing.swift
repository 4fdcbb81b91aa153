/// `{% trans %}` … `{% pluralize %}` … `{% endtrans %}`.
///
/// - SeeAlso: Jinja2 `ext.InternationalizationExtension`.
extension Parser {
    /// What a translation is made of.
    private struct Translation {
        var context: String?
        private(set) var variables: [(name: String, value: Expression)] = []
        /// Where each variable is.
        private var places: [Text: Int] = [:]
        var pluralExpression: Expression?
        /// A call is made once, before the translation.
        var pluralAssignment: Statement?
        /// Whether the number is called `num`, as the functions call it themselves.
        var isCalledNum = false
        var isTrimmed: Bool?

        func value(of name: String) -> Expression? {
            places[Text(name)].map { variables[$0].value }
        }

        mutating func append(_ name: String, _ value: Expression) {
            places[Text(name)] = variables.count
            variables.append((name, value))
        }
    }

    /// Parses a translation, from its tag on.
    mutating func translation() throws(TemplateError) -> [Statement] {
        let token = try advance()
        var translation = Translation()
        if current.kind == .string { translation.context = try advance().text }
        try translationVariables(&translation)
        try expect(.blockEnd)

        var (referenced, singular) = try translatedText(mayPluralize: true)
        if translation.pluralExpression == nil, let first = referenced.first {
            translation.pluralExpression = name(first, token)
            translation.isCalledNum = first == "num"
        }
        var plural: String?
        if current.isName("pluralize") {
            try advance()
            try pluralVariable(&translation)
            try expect(.blockEnd)
            let (names, text) = try translatedText(mayPluralize: false)
            try advance()
            referenced += names
            plural = text
        } else {
            try advance()
        }
        // Jinja2's order is that of a set.
        for reference in referenced where translation.value(of: reference) == nil {
            translation.append(reference, name(reference, token))
        }
        if plural == nil {
            translation.pluralExpression = nil
        } else if translation.pluralExpression == nil {
            throw failure("pluralize without variables", line: token.line)
        }
        if translation.isTrimmed ?? options.trimsTranslations {
            singular = Self.trimmed(singular)
            plural = plural.map(Self.trimmed)
        }
        let output = try node(
            translation, singular, plural, hasReferences: !referenced.isEmpty, token)
        return [translation.pluralAssignment, output].compactMap { $0 }
    }

    private func name(_ name: String, _ token: Token) -> Expression {
        Expression(.name(name), line: token.line, offset: token.offset)
    }

    private mutating func translationVariables(
        _ translation: inout Translation
    ) throws(TemplateError) {
        while current.kind != .blockEnd {
            if !translation.variables.isEmpty { try expect(.comma) }
            if try skip(.colon) { break }
            let token = try expect(.name)
            if translation.value(of: token.text) != nil {
                throw failure(
                    "translatable variable \(PythonText.quoted(token.text)) defined twice.",
                    line: token.line, kind: .templateAssertionError)
            }
            var value = name(token.text, token)
            if try skip(.assign) {
                value = try expression()
            } else if translation.isTrimmed == nil,
                token.isName("trimmed") || token.isName("notrimmed")
            {
                translation.isTrimmed = token.isName("trimmed")
                continue
            }
            if translation.pluralExpression == nil {
                if case .call = value.kind {
                    translation.pluralAssignment = Statement(
                        .set(.name("_trans", line: token.line), value), line: token.line,
                        offset: token.offset)
                    value = name("_trans", token)
                }
                translation.pluralExpression = value
                translation.isCalledNum = token.isName("num")
            }
            translation.append(token.text, value)
        }
    }

    private mutating func pluralVariable(_ translation: inout Translation) throws(TemplateError) {
        guard current.kind != .blockEnd else { return }
        let token = try expect(.name)
        guard let value = translation.value(of: token.text) else {
            throw failure(
                "unknown variable \(PythonText.quoted(token.text)) for pluralization",
                line: token.line, kind: .templateAssertionError)
        }
        translation.pluralExpression = value
        translation.isCalledNum = token.isName("num")
    }

    /// Parses text and variables up to `pluralize` or `endtrans`.
    private mutating func translatedText(
        mayPluralize: Bool
    ) throws(TemplateError) -> (names: [String], text: String) {
        var names: [String] = []
        var text = ""
        while true {
            switch current.kind {
            case .data:
                for scalar in try advance().text.unicodeScalars {
                    text.unicodeScalars.append(scalar)
                    if scalar == "%" { text += "%" }
                }
            case .variableBegin:
                try advance()
                let name = try expect(.name).text
                names.append(name)
                text += "%(\(name))s"
                try expect(.variableEnd)
            case .blockBegin:
                try advance()
                if current.isName("endtrans") { return (names, text) }
                if current.isName("pluralize"), mayPluralize { return (names, text) }
                throw wrongTag()
            default: throw failure("unclosed translation block")
            }
        }
    }

    private func wrongTag() -> TemplateError {
        if current.isName("pluralize") {
            return failure("a translatable section can have only one pluralize section")
        }
        if current.isName("trans") {
            return failure("trans blocks can't be nested; did you mean `endtrans`?")
        }
        let name = current.kind == .name ? current.text : "None"
        return failure(
            "control structures in translatable sections are not allowed; saw `\(name)`")
    }

    /// White space around line breaks as one space, none at the ends.
    private static func trimmed(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var index = CharacterClasses.skipSpace(bytes, from: 0)
        let end = CharacterClasses.endWithoutSpace(bytes, 0..<bytes.count)
        var result: [UInt8] = []
        while index < end {
            let next = CharacterClasses.skipSpace(bytes, from: index)
            if next == index {
                result.append(bytes[index])
                index += 1
            } else {
                let space = bytes[index..<next]
                if space.contains(UInt8(ascii: "\n")) {
                    result.append(UInt8(ascii: " "))
                } else {
                    result += space
                }
                index = next
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private func node(
        _ translation: Translation, _ singular: String, _ plural: String?, hasReferences: Bool,
        _ token: Token
    ) throws(TemplateError) -> Statement {
        func make(_ kind: Expression.Kind) -> Expression {
            Expression(kind, line: token.line, offset: token.offset)
        }
        func constant(_ text: String) -> Expression {
            let isPlain = !hasReferences && !options.usesNewStyleGettext
            return make(.constant(.string(Text(isPlain ? Self.halved(text) : text))))
        }
        var function = "gettext"
        var arguments = CallArguments(positional: [constant(singular)])
        if let context = translation.context {
            arguments.positional.insert(make(.constant(.string(Text(context)))), at: 0)
            function = "pgettext"
        }
        if let plural, let number = translation.pluralExpression {
            function = "n" + function
            arguments.positional += [constant(plural), number]
        }
        var result: Expression
        if options.usesNewStyleGettext {
            arguments.keywords = translation.variables.filter {
                !(translation.isCalledNum && plural != nil && $0.name == "num")
            }
            result = make(.call(make(.name(function)), arguments))
        } else {
            result = make(.markSafeIfAutoescape(make(.call(make(.name(function)), arguments))))
            if !translation.variables.isEmpty {
                let pairs = translation.variables.map {
                    Expression.Pair(
                        key: make(.constant(.string(Text($0.name)))), value: $0.value)
                }
                result = make(.binary(.remainder, result, make(.dict(pairs))))
            }
        }
        return Statement(.output([.expression(result)]), line: token.line, offset: token.offset)
    }

    /// Text with `%` where `%%` was.
    private static func halved(_ text: String) -> String {
        var result = ""
        var isPending = false
        for scalar in text.unicodeScalars {
            if scalar == "%", isPending {
                isPending = false
                continue
            }
            isPending = scalar == "%"
            result.unicodeScalars.append(scalar)
        }
        return result
    }
}
