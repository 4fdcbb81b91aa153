extension TemplateError {
    /// An undefined value was used.
    package static func undefinedError(_ message: String) -> TemplateError {
        TemplateError(.undefined, message)
    }

    /// A value of the wrong kind.
    package static func typeError(_ message: String) -> TemplateError {
        TemplateError(.type, message)
    }

    /// A value of the right kind that will not do.
    package static func valueError(_ message: String) -> TemplateError {
        TemplateError(.value, message)
    }

    /// A division by zero.
    package static func zeroDivision(_ message: String) -> TemplateError {
        TemplateError(.zeroDivision, message)
    }

    /// A number that is too large.
    package static func overflow(_ message: String) -> TemplateError {
        TemplateError(.overflow, message)
    }

    /// A key that is not there.
    package static func keyError(_ message: String) -> TemplateError {
        TemplateError(.key, message)
    }

    /// An index out of range.
    package static func indexError(_ message: String) -> TemplateError {
        TemplateError(.index, message)
    }

    /// Something failed while rendering.
    package static func runtime(_ message: String) -> TemplateError {
        TemplateError(.runtime, message)
    }

    /// Arguments of a filter that do not go together.
    package static func filterArgument(_ message: String) -> TemplateError {
        TemplateError(.filterArgument, message)
    }

    /// A condition that a filter asserts.
    package static func failedAssertion(_ message: String) -> TemplateError {
        TemplateError(.failedAssertion, message)
    }

    /// The sandbox refused.
    package static func security(_ message: String) -> TemplateError {
        TemplateError(.security, message)
    }

    /// A template that no loader knows.
    package static func templateNotFound(_ name: String) -> TemplateError {
        var error = TemplateError(.templateNotFound, name)
        error.templateNames = [name]
        return error
    }

    /// Several templates none of which a loader knows.
    package static func templatesNotFound(_ names: [String]) -> TemplateError {
        var error = TemplateError(
            .templatesNotFound,
            names.isEmpty
                ? "Tried to select from an empty list of templates."
                : "none of the templates given were found: " + names.joined(separator: ", "))
        error.templateNames = names
        return error
    }

    /// The same error with its place, unless it has one.
    package func located(template: String?, line: Int) -> TemplateError {
        guard self.line == nil else { return self }
        var error = self
        error.template = template
        error.line = line
        return error
    }
}
