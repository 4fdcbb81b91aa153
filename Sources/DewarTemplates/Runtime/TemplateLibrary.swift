/// Where templates that statements name come from.
protocol TemplateLibrary: AnyObject, Sendable {
    /// The template of a name.
    ///
    /// - Parameters:
    ///   - name: As the statement has it.
    ///   - parent: The name of the template the statement is in.
    /// - Returns: The template, compiled.
    /// - Throws: TemplateNotFound, or what is wrong with the template.
    func template(named name: String, parent: String?) throws -> Template
}

extension RenderState {
    /// The template that a value names, or is.
    ///
    /// - Throws: UndefinedError, TemplateNotFound, TypeError.
    /// - SeeAlso: Jinja2 `Environment.get_template`.
    func template(_ value: Value, parent: String?) throws -> Template {
        switch value {
        case .string(let text), .markup(let text): return try load(text.string, parent: parent)
        case .undefined(let undefined): throw undefined.error
        case .object(let object):
            if let object = object as? TemplateValueObject { return object.template }
            throw TemplateError.templateNotFound(try value.printed().string)
        default:
            // Jinja2 looks into its cache first.
            _ = try value.hash()
            throw TemplateError.templateNotFound(try value.printed().string)
        }
    }

    /// The first template that exists of those that a value names.
    ///
    /// - SeeAlso: Jinja2 `Environment.select_template`.
    func firstTemplate(_ values: Value, parent: String?) throws -> Template {
        if case .undefined(let undefined) = values { throw undefined.error }
        guard try values.isTrue() else { throw TemplateError.templatesNotFound([]) }
        var names: [String] = []
        var iterator = try values.makeIterator()
        while let value = try iterator.next() {
            do {
                return try template(value, parent: parent)
            } catch let error as TemplateError
                where error.kind == .undefinedError
                || error.kind == .templateNotFound
                    && error.line == nil
            {
                if case .undefined(let undefined) = value {
                    names.append(undefined.message)
                } else {
                    names.append(try value.printed().string)
                }
            }
        }
        // Jinja2 asks for the last of them, whatever they are in.
        if case .dict(let dict) = values, try dict.lookup(.int(-1)) == nil {
            throw TemplateError.key("-1")
        }
        if case .object = values { _ = try values.item(.int(-1)) }
        throw TemplateError.templatesNotFound(names)
    }

    /// The template that a value names, or the first that exists of those it names.
    ///
    /// - SeeAlso: Jinja2 `Environment.get_or_select_template`.
    func anyTemplate(_ value: Value, parent: String?) throws -> Template {
        switch value {
        case .string, .markup, .undefined: return try template(value, parent: parent)
        case .object(let object) where object is TemplateValueObject:
            return try template(value, parent: parent)
        default: return try firstTemplate(value, parent: parent)
        }
    }

    private func load(_ name: String, parent: String?) throws -> Template {
        guard let library else { throw TemplateError.templateNotFound(name) }
        return try library.template(named: name, parent: parent)
    }
}
