import DewarTemplates

/// What a template gives: its output, or the class and the message of its error.
///
/// What holds no tag is an expression.
func rendered(
    _ source: String, autoescape: Bool = false, sandbox: TemplateSandbox? = nil,
    _ context: TemplateValue = [:]
) -> String {
    let isTemplate = source.contains("{%") || source.contains("{{")
    let environment = TemplateEnvironment {
        $0.autoescape = autoescape ? .on : .off
        $0.sandbox = sandbox
    }
    do {
        return try environment.fromString(isTemplate ? source : "{{ \(source) }}").render(context)
    } catch let error as TemplateError {
        return "\(error.kind.rawValue): \(error.message)"
    } catch {
        return "\(error)"
    }
}

/// What a template of the language's tests gives: its output, or the class and the message of its
/// error.
///
/// It has the extensions, and the variables that the results were made with.
func outcome(
    of source: String, _ templates: [String: String] = [:],
    _ configure: (inout TemplateOptions) -> Void = { _ in }
) -> String {
    let environment = TemplateEnvironment {
        $0.extensions = [.expressionStatement, .loopControls, .internationalization]
        $0.loader = DictionaryLoader(templates.map { (name: $0.key, source: $0.value) })
        configure(&$0)
    }
    let context: TemplateValue = [
        "xs": [3, 1, 2], "d": ["a": 1, "b": 2], "name": "<Ada>", "none": nil,
        "rows": [["id": 1, "tags": ["x", "y"]], ["id": 2, "tags": []]],
        "tree": [["n": 1, "c": [["n": 2, "c": []]]]],
    ]
    do {
        return try environment.fromString(source).render(context)
    } catch let error as TemplateError {
        return "\(error.kind.rawValue): \(error.message)"
    } catch {
        return "\(error)"
    }
}
