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
