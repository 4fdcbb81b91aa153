/// How a statement finds the template it names.
enum TemplateChoice: Sendable {
    case one, firstOfMany, either

    /// The template that a value names.
    func template(_ value: Value, _ frame: Frame) throws -> Template {
        switch self {
        case .one: try frame.state.template(value, parent: frame.unit.name)
        case .firstOfMany: try frame.state.firstTemplate(value, parent: frame.unit.name)
        case .either: try frame.state.anyTemplate(value, parent: frame.unit.name)
        }
    }
}

/// `include`.
final class IncludeAction: Action, @unchecked Sendable {
    private let template: Code
    private let choice: TemplateChoice
    private let ignoresMissing: Bool
    /// The variables that the template sees; nil without context.
    private let visible: VisibleVariables?

    init(
        _ template: Code, choice: TemplateChoice, ignoresMissing: Bool,
        visible: VisibleVariables?, line: Int
    ) {
        self.template = template
        self.choice = choice
        self.ignoresMissing = ignoresMissing
        self.visible = visible
        super.init(line: line)
    }

    override func run(_ frame: Frame) throws -> Flow {
        let found: Template
        do {
            found = try choice.template(try template.evaluate(frame), frame)
        } catch let error as TemplateError
            where ignoresMissing && error.line == nil
            && (error.kind == .templateNotFound || error.kind == .templatesNotFound)
        {
            return .next
        }
        do {
            try write(found, frame)
        } catch {
            throw frame.unit.adding("included from", to: error, line: line)
        }
        return .next
    }

    private func write(_ template: Template, _ frame: Frame) throws {
        guard let visible else {
            let text = try template.unit.defaultModule(template, frame.state).body
            // Jinja2 writes this past a filter block or block set; within macros, whose text it
            // would lose, it is written where it stands.
            if frame.openCaptures > 0, frame.parent == nil {
                frame.early.append(text)
            } else {
                frame.state.output.append(text)
            }
            return
        }
        let parent = try frame.context.snapshot(adding: visible.values(in: frame))
        let context = template.unit.makeContext(parent)
        try frame.state.within(context) { try template.unit.runBody(context, frame.state) }
    }
}

/// `import` and `from`.
final class ImportAction: Action, @unchecked Sendable {
    /// Where a name of the other template goes.
    struct Name {
        /// nil: the whole template.
        let name: Text?
        let slot: Int
        /// The name here, if the context learns of it.
        let published: ConstantKey?
    }

    private let template: Code
    private let names: [Name]
    private let visible: VisibleVariables?
    /// The line and template, in Jinja2's words.
    private let position: String

    init(
        _ template: Code, names: [Name], visible: VisibleVariables?, position: String, line: Int
    ) {
        self.template = template
        self.names = names
        self.visible = visible
        self.position = position
        super.init(line: line)
    }

    override func run(_ frame: Frame) throws -> Flow {
        let found = try TemplateChoice.one.template(try template.evaluate(frame), frame)
        let module: ModuleObject
        do {
            module = try makeModule(found, frame)
        } catch {
            throw frame.unit.adding("imported from", to: error, line: line)
        }
        for name in names {
            let value = try value(of: name, in: module, found, frame)
            frame.slots[name.slot] = value
            guard let key = name.published else { continue }
            try frame.context.set(key, to: value)
            if !key.isPrivate { frame.context.unexport(key.text) }
        }
        return .next
    }

    private func makeModule(_ template: Template, _ frame: Frame) throws -> ModuleObject {
        guard let visible else { return try makeDefaultModule(template, frame) }
        let parent = try frame.context.snapshot(adding: visible.values(in: frame))
        return try template.unit.makeModule(parent, frame.state)
    }

    /// The module without context, or one of its own for this template's own globals.
    ///
    /// - SeeAlso: Jinja2 `Template._get_default_module`.
    private func makeDefaultModule(
        _ template: Template, _ frame: Frame
    ) throws -> ModuleObject {
        let context = frame.context
        guard !context.ownGlobals.isEmpty else {
            return try template.unit.defaultModule(template, frame.state)
        }
        let values = Dict(capacity: context.ownGlobals.count)
        for key in context.ownGlobals {
            if let value = context.resolveInParent(key) { try values.set(key, to: value) }
        }
        let parent = Context.Layer(values, next: template.globals.forRendering())
        return try template.unit.makeModule(parent, frame.state)
    }

    private func value(
        of name: Name, in module: ModuleObject, _ template: Template, _ frame: Frame
    ) throws -> Value {
        guard let wanted = name.name else { return .object(module) }
        if let value = try module.attribute(wanted) { return value }
        let templateName = template.name.map { Text($0).repr } ?? "None"
        return frame.state.undefined(
            hint: "the template \(templateName) (imported on \(position)) does not export the"
                + " requested name \(wanted.repr)",
            name: wanted)
    }
}
