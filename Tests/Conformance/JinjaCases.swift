import DewarTemplates
import DewarText

/// Answers cases of kind `jinja`.
enum JinjaCases {
    /// Renders a case's template.
    ///
    /// - Returns: `output`, or `error` with `line` and `message`; and `ns` if it has `repeat`.
    static func answer(_ testCase: JSON) -> JSONObject {
        do {
            return try render(testCase)
        } catch let error as TemplateError {
            var answer: JSONObject = [
                "error": .string(name(of: error)), "message": .string(error.description),
            ]
            if error.kind == .templateSyntaxError || error.kind == .templateAssertionError {
                answer["line"] = error.line.map { .int($0) }
            }
            return answer
        } catch {
            return ["error": "Unsupported", "message": .string("\(error)")]
        }
    }

    /// The class that the cases expect.
    private static func name(of error: TemplateError) -> String {
        switch error.kind {
        case .attributeError: "TypeError"
        case .templatesNotFound: "TemplateNotFound"
        default: error.kind.rawValue
        }
    }

    private static func render(_ testCase: JSON) throws -> JSONObject {
        let environment = TemplateEnvironment(try options(of: testCase))
        let main = testCase["main"]?.string ?? ""
        let context = testCase["context"] ?? [:]
        if let source = testCase["templates"]?[main]?.string,
            let answer = try other(testCase["mode"]?.string, source, environment, context)
        {
            return answer
        }
        let template: Template
        if main == nameless, let source = testCase["templates"]?[main]?.string {
            template = try environment.fromString(source)
        } else {
            template = try environment.getTemplate(
                main, globals: try globals(testCase["globals"]))
        }
        if let size = testCase["stream"]?.int {
            var output = ""
            try template.stream(try JinjaValueReader.value(context), pieceSize: size) {
                output += $0
            }
            return ["output": .string(output)]
        }
        var answer: JSONObject = [
            "output": .string(try template.render(try JinjaValueReader.value(context)))
        ]
        if let count = testCase["repeat"]?.int, count > 0 {
            let value = try JinjaValueReader.value(context)
            let clock = ContinuousClock()
            // The benchmark of the compiler asks for that instead of rendering.
            let compiled = testCase["compile"] == true ? testCase["templates"]?[main]?.string : nil
            let duration = try clock.measure {
                for _ in 0..<count {
                    if let compiled {
                        _ = try environment.fromString(compiled)
                    } else {
                        _ = try template.render(value)
                    }
                }
            }
            let (seconds, attoseconds) = duration.components
            let nanoseconds = Double(seconds) * 1e9 + Double(attoseconds) / 1e9
            answer["ns"] = .double(nanoseconds / Double(count))
        }
        return answer
    }

    /// The answer of what is not rendered: an expression's value, and what `meta` finds; nil for
    /// other modes.
    private static func other(
        _ mode: String?, _ source: String, _ environment: TemplateEnvironment, _ context: JSON
    ) throws -> JSONObject? {
        switch mode {
        case "expression":
            let expression = try environment.compileExpression(source)
            let value = try expression.evaluate(try JinjaValueReader.value(context))
            return ["output": .string(try value.printed())]
        case "meta":
            let names = try environment.undeclaredVariables(in: source)
            let templates = try environment.referencedTemplates(in: source)
            let text = names + [""] + templates.map { $0 ?? "None" }
            return ["output": .string(text.joined(separator: "\n"))]
        default: return nil
        }
    }

    private static func globals(
        _ json: JSON?
    ) throws -> [(name: String, value: TemplateValue)] {
        try (json?.object ?? [:]).map {
            (name: $0.key, value: try JinjaValueReader.value($0.value))
        }
    }

    /// The key of a template without a name.
    private static let nameless = "<string>"

    private static func options(of testCase: JSON) throws -> TemplateOptions {
        var options = TemplateOptions()
        let json = testCase["options"]?.object ?? [:]
        let templates = testCase["templates"]?.object ?? [:]
        options.loader = DictionaryLoader(
            templates.compactMap { name, source in
                name == nameless ? nil : source.string.map { (name: name, source: $0) }
            })
        for (name, value) in json { try set(name, value, &options) }
        if json["sandboxed"]?.bool == true {
            var sandbox = TemplateSandbox(isImmutable: json["immutable"]?.bool ?? false)
            // What an operator is answered with shows that it was asked.
            if let signs = json["intercepted"]?.array {
                sandbox.interceptedBinaries = Set(signs.compactMap(\.string))
                sandbox.interceptedUnaries = sandbox.interceptedBinaries
                sandbox.intercept = { sign, values in .string("<\(sign)\(values.count)>") }
            }
            options.sandbox = sandbox
        }
        return options
    }

    /// Functions that `finalize` may name.
    private static func finalizer(
        _ name: String?
    ) -> (@Sendable (TemplateValue) throws -> TemplateValue)? {
        switch name {
        case "none": { $0.isNone ? "" : $0 }
        case "brackets": { .string("[\(try $0.printed())]") }
        default: nil
        }
    }

    private static func set(
        _ name: String, _ value: JSON, _ options: inout TemplateOptions
    ) throws {
        switch name {
        case "block_start_string": options.syntax.blockStart = value.string ?? ""
        case "block_end_string": options.syntax.blockEnd = value.string ?? ""
        case "variable_start_string": options.syntax.variableStart = value.string ?? ""
        case "variable_end_string": options.syntax.variableEnd = value.string ?? ""
        case "comment_start_string": options.syntax.commentStart = value.string ?? ""
        case "comment_end_string": options.syntax.commentEnd = value.string ?? ""
        case "line_statement_prefix": options.syntax.lineStatementPrefix = value.string
        case "line_comment_prefix": options.syntax.lineCommentPrefix = value.string
        case "trim_blocks": options.syntax.trimsBlocks = value.bool ?? false
        case "lstrip_blocks": options.syntax.lstripsBlocks = value.bool ?? false
        case "keep_trailing_newline": options.syntax.keepsTrailingNewline = value.bool ?? false
        case "newline_sequence": options.syntax.newlineSequence = value.string ?? "\n"
        case "autoescape": options.autoescape = value.bool == true ? .on : .off
        case "undefined":
            options.undefined = value.string.flatMap { .init(rawValue: $0) } ?? .standard
        case "extensions":
            options.extensions = Set(
                (value.array ?? []).compactMap {
                    $0.string.flatMap { TemplateExtension(rawValue: $0) }
                })
        case "globals": options.globals = try globals(value)
        case "optimized": options.isOptimized = value.bool ?? true
        case "finalize": options.finalize = finalizer(value.string)
        case "policies":
            for (name, value) in value.object ?? [:] { set(name, value, &options.policies) }
        case "translations": options.translations = translations(value)
        case "sandboxed", "immutable", "intercepted": break
        default: throw JinjaValueReader.Problem(message: "unknown option \(name)")
        }
    }

    private static func set(_ name: String, _ value: JSON, _ policies: inout TemplatePolicies) {
        switch name {
        case "urlize.rel": policies.urlizeRel = value.string
        case "urlize.target": policies.urlizeTarget = value.string
        case "urlize.extra_schemes":
            policies.urlizeExtraSchemes = (value.array ?? []).compactMap(\.string)
        case "truncate.leeway": policies.truncateLeeway = value.int ?? 5
        case "ext.i18n.trimmed": policies.trimsTranslations = value.bool ?? false
        case "json.dumps_kwargs":
            // The dictionary replaces Jinja2's own, which sorts keys.
            policies.sortsJSONKeys = value["sort_keys"]?.bool ?? false
            policies.escapesJSONNonASCII = value["ensure_ascii"]?.bool ?? true
            if let count = value["indent"]?.int {
                policies.jsonIndentation = String(repeating: " ", count: max(count, 0))
            } else {
                policies.jsonIndentation = value["indent"]?.string
            }
            if let item = value["separators"]?[0]?.string, let key = value["separators"]?[1]?.string
            {
                policies.jsonSeparators = (item, key)
            }
        default: break
        }
    }

    private static func translations(_ json: JSON) -> TemplateTranslations {
        let messages = json["messages"]?.object ?? [:]
        @Sendable func translated(_ key: String, else text: String) -> String {
            messages[key]?.string ?? text
        }
        @Sendable func choice(_ singular: String, _ plural: String, _ number: TemplateValue)
            throws -> String
        {
            try number.equals(1) ? singular : plural
        }
        return TemplateTranslations(
            isNewStyle: json["newstyle"]?.bool ?? false,
            gettext: { translated($0, else: $0) },
            ngettext: { singular, plural, number in
                let message = try choice(singular, plural, number)
                return translated(message, else: message)
            },
            pgettext: { context, message in
                translated("\(context)\u{4}\(message)", else: message)
            },
            npgettext: { context, singular, plural, number in
                let message = try choice(singular, plural, number)
                return translated("\(context)\u{4}\(message)", else: message)
            })
    }
}
