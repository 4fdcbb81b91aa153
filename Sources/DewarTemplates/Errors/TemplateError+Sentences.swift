extension TemplateError {
    static func type(_ message: String) -> TemplateError { TemplateError(.typeError, message) }

    static func value(_ message: String) -> TemplateError { TemplateError(.valueError, message) }

    static func index(_ message: String) -> TemplateError { TemplateError(.indexError, message) }

    static func key(_ message: String) -> TemplateError { TemplateError(.keyError, message) }

    static func overflow(_ message: String) -> TemplateError {
        TemplateError(.overflowError, message)
    }

    static func division(_ message: String) -> TemplateError {
        TemplateError(.zeroDivisionError, message)
    }

    static func filterArgument(_ message: String) -> TemplateError {
        TemplateError(.filterArgumentError, message)
    }

    static func runtime(_ message: String) -> TemplateError {
        TemplateError(.templateRuntimeError, message)
    }

    static func attribute(_ typeName: String, _ name: String) -> TemplateError {
        TemplateError(.attributeError, "'\(typeName)' object has no attribute '\(name)'")
    }

    /// A template that no loader knows.
    static func templateNotFound(_ name: String) -> TemplateError {
        var error = TemplateError(.templateNotFound, name)
        error.templateNames = [name]
        return error
    }

    /// Several templates none of which a loader knows.
    static func templatesNotFound(_ names: [String]) -> TemplateError {
        var error = TemplateError(
            .templatesNotFound,
            names.isEmpty
                ? "Tried to select from an empty list of templates."
                : "none of the templates given were found: " + names.joined(separator: ", "))
        error.templateNames = names
        return error
    }

    /// A rendering that crossed a limit.
    static func limit(_ name: String, _ maximum: Int) -> TemplateError {
        TemplateError(.limitError, "\(name) is limited to \(maximum)")
    }

    /// The error of a piece of a template, to which the statement that called it will be added.
    static func reached(_ relation: String, _ error: any Error) -> any Error {
        guard var error = error as? TemplateError, error.line != nil else { return error }
        error.openRelation = relation
        return error
    }

    /// The same error with its place, unless it has one.
    func located(template: String?, line: Int) -> TemplateError {
        guard self.line == nil else { return self }
        var error = self
        error.template = template
        error.line = line
        return error
    }
}
